package autograd_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"strings"
	"testing"

	"nexttoken/internal/notebook"
)

// declarations returns the types and functions of Go code, without their comments: name → source. The name of a method
// is that of its receiver and its own, such as Value.Add.
func declarations(t *testing.T, source string) map[string]string {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "code.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, declared := range file.Decls {
		var written bytes.Buffer
		// Without positions, the printer does not keep the line breaks of the source.
		if err := printer.Fprint(&written, token.NewFileSet(), declared); err != nil {
			t.Fatal(err)
		}
		if name := nameOf(declared); name != "" {
			found[name] = strings.Join(strings.Fields(written.String()), " ")
		}
	}
	return found
}

// nameOf returns the name of a function, a method or a type, and "" of another declaration.
func nameOf(declared ast.Decl) string {
	switch declared := declared.(type) {
	case *ast.FuncDecl:
		if declared.Recv == nil {
			return declared.Name.Name
		}
		if pointer, ok := declared.Recv.List[0].Type.(*ast.StarExpr); ok {
			return pointer.X.(*ast.Ident).Name + "." + declared.Name.Name
		}
	case *ast.GenDecl:
		if declared.Tok == token.TYPE {
			return declared.Specs[0].(*ast.TypeSpec).Name.Name
		}
	}
	return ""
}

// Notebook 04 writes the package, in cells: the same code, in about 60 lines.
func TestThePageWritesThePackage(t *testing.T) {
	source, err := os.ReadFile("autograd.go")
	if err != nil {
		t.Fatal(err)
	}
	cells, err := notebook.Read("../../notebooks/04_gradients.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	want, got, lines := declarations(t, string(source)), map[string]string{}, 0
	for _, c := range cells {
		ours := false
		for name, code := range declarations(t, "package main\n"+c.Declares) {
			got[name] = code
			ours = ours || want[name] != ""
		}
		if ours {
			lines += len(strings.Split(strings.TrimSpace(c.Declares), "\n"))
		}
	}
	for name, code := range want {
		if got[name] != code {
			t.Errorf("the page writes %s as\n%s\nand the package\n%s", name, got[name], code)
		}
	}
	if len(want) != 10 || lines < 55 || lines > 65 {
		t.Errorf("%d declarations, %d lines on the page; want 10, and about 60", len(want), lines)
	}
}
