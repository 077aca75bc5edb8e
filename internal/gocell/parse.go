package gocell

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// tree is a cell as the parser read it.
type tree struct {
	file   *ast.File
	source string
	set    *token.FileSet
	global map[*ast.Ident]bool // the uses of names that the package, not a function, declares
}

// header stands above the cell in what the parser reads.
const header = "package main\n"

// program returns the Go of a cell as one file, line for line below the header.
func (l *layout) program() string {
	lines := strings.Split(l.withoutDirectives(), "\n")
	for line := range l.commandLines() {
		lines[line] = ""
	}
	if l.main >= 0 {
		lines[l.mainLine] = "func main() {"
		lines = append(lines, "}")
	}
	return header + strings.Join(lines, "\n")
}

// hasGo reports whether a cell has more than commands.
func (l *layout) hasGo() bool {
	return strings.TrimSpace(strings.TrimPrefix(l.program(), header)) != ""
}

// parse reads the Go of a cell. The tree is never nil, and has all that can be read. The problem is the first syntax
// error, as GoNB shows it, without AllErrors; or nil.
func (l *layout) parse() (*tree, *Problem) {
	t := &tree{source: l.program(), set: token.NewFileSet()}
	t.file, _ = parser.ParseFile(t.set, "", t.source, parser.AllErrors)
	_, err := parser.ParseFile(token.NewFileSet(), "", t.source, parser.ParseComments|parser.SkipObjectResolution)
	t.global = globals(t.file)
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return t, l.syntaxError(list[0])
	}
	return t, nil
}

// syntaxError returns the parser's error, at a line of the cell.
func (l *layout) syntaxError(err *scanner.Error) *Problem {
	line := min(max(err.Pos.Line-1, 1), len(l.lines))
	return &Problem{Line: line, Column: err.Pos.Column, Message: err.Msg, Source: l.lines[line-1]}
}

// globals returns the uses of names that no function declares: those of the cell's top level, of other cells, of
// packages and of Go itself. go/types would need the other cells.
func globals(file *ast.File) map[*ast.Ident]bool {
	global := map[*ast.Ident]bool{}
	for _, ident := range file.Unresolved {
		global[ident] = true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && ident.Obj != nil && file.Scope.Lookup(ident.Name) == ident.Obj {
			global[ident] = true
		}
		return true
	})
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.CompositeLit); ok {
			resolveKeys(literal, global)
		}
		return true
	})
	return global
}

// resolveKeys adds the keys of a map or an array, and leaves out those of a struct, which are fields. The parser knows
// no types, and leaves that open.
func resolveKeys(literal *ast.CompositeLit, global map[*ast.Ident]bool) {
	names := false
	switch literal.Type.(type) {
	case *ast.MapType, *ast.ArrayType:
		names = true
	}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := pair.Key.(*ast.Ident); ok {
			global[key] = names && (key.Obj == nil || global[key])
		}
	}
}
