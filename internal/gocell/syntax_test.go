package gocell

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// syntax collects the kinds of Go syntax in a cell: by their description, the line of the first use.
type syntax struct {
	set      *token.FileSet
	packages map[string]bool // the names of the packages that the cell imports
	found    map[string]int
	inner    map[ast.Node]bool // nodes whose kind the node above them has given
}

// kindsIn returns the kinds of Go syntax in a cell, and the line of the cell where each stands first.
func kindsIn(source string) (map[string]int, *Problem) {
	l := scan(source)
	tree, problem := l.parse()
	s := syntax{tree.set, map[string]bool{}, map[string]int{}, map[ast.Node]bool{}}
	for name := range strings.FieldsSeq("cmp errors fmt maps math os rand slices sort strconv strings time filepath") {
		s.packages[name] = true
	}
	for _, spec := range tree.file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		s.packages[path[strings.LastIndex(path, "/")+1:]] = true
	}
	ast.Inspect(tree.file, func(n ast.Node) bool {
		if function, isFunction := n.(*ast.FuncDecl); isFunction && function.Name.Name == "main" {
			s.inner[function], s.inner[function.Type] = true, true
		}
		if n != nil && !s.inner[n] {
			s.add(n)
		}
		return true
	})
	return s.found, problem
}

// note notes a kind, if it is true that the cell has it.
func (s syntax) note(has bool, n ast.Node, format string, values ...any) {
	kind := fmt.Sprintf(format, values...)
	if _, known := s.found[kind]; has && !known {
		s.found[kind] = s.set.Position(n.Pos()).Line - 1 // without the header
	}
}

// within marks nodes whose kind is given already.
func (s syntax) within(nodes ...ast.Node) {
	for _, n := range nodes {
		s.inner[n] = true
	}
}

func (s syntax) add(n ast.Node) {
	switch n := n.(type) {
	case ast.Decl:
		s.addDeclaration(n)
	case ast.Stmt:
		s.addStatement(n)
	case ast.Expr:
		s.addExpression(n)
	case ast.Spec:
		s.addSpec(n)
	case *ast.Field:
		s.note(len(n.Names) > 1, n, "several names with one type: x, y float64")
		s.note(n.Tag != nil, n, "a tag of a field")
	}
}

func (s syntax) addDeclaration(n ast.Decl) {
	switch n := n.(type) {
	case *ast.GenDecl:
		s.note(true, n, "%s", n.Tok)
		s.note(n.Lparen.IsValid(), n, "%s ( … ): several in brackets", n.Tok)
	case *ast.FuncDecl:
		s.within(n.Type)
		s.note(n.Recv == nil, n, "a function: func f()")
		if n.Recv != nil {
			_, pointer := n.Recv.List[0].Type.(*ast.StarExpr)
			s.note(!pointer, n, "a method: func (p point) length()")
			s.note(pointer, n, "a method of a pointer: func (p *point) move()")
		}
		s.note(n.Type.TypeParams != nil, n, "a generic function: func f[T any]()")
		s.addResults(n.Type)
	}
}

func (s syntax) addResults(n *ast.FuncType) {
	if n.Results == nil {
		return
	}
	s.note(len(n.Results.List[0].Names) > 0, n, "results with names: func f() (n int)")
	s.note(n.Results.NumFields() > 1, n, "several results: func f() (int, error)")
}

func (s syntax) addSpec(n ast.Spec) {
	switch n := n.(type) {
	case *ast.ImportSpec:
		s.within(n.Path)
		dot := n.Name != nil && n.Name.Name == "."
		s.note(dot, n, `an import with a dot: import . "…"`)
		s.note(n.Name != nil && !dot, n, `an import with another name: import g "…"`)
	case *ast.ValueSpec:
		s.note(n.Type != nil, n, "a declaration with a type: var x int")
		s.note(len(n.Values) > 0, n, "a declaration with a value: var x = 1, const x = 1")
		s.note(len(n.Names) > 1, n, "a declaration of several names: var x, y int")
	case *ast.TypeSpec:
		s.note(n.Assign.IsValid(), n, "another name for a type: type x = int")
		s.note(n.TypeParams != nil, n, "a generic type: type x[T any] …")
	}
}

func (s syntax) addStatement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		s.addAssignment(n)
	case *ast.IncDecStmt:
		s.note(true, n, "x%s", n.Tok)
	case *ast.IfStmt:
		s.note(true, n, "if")
		s.note(n.Init != nil, n, "if with a statement before the condition: if x := f(); x > 0")
		_, again := n.Else.(*ast.IfStmt)
		s.note(again, n, "else if")
		s.note(n.Else != nil && !again, n, "else")
	case *ast.ForStmt:
		s.note(n.Cond != nil && n.Post == nil, n, "for with a condition: for x < 10")
		s.note(n.Cond != nil && n.Post != nil, n, "for with three parts: for i := 0; i < 10; i++")
		s.note(n.Cond == nil, n, "for without a condition: for { … }")
	case *ast.RangeStmt:
		s.addRange(n)
	case *ast.SwitchStmt:
		s.note(n.Tag != nil, n, "switch with a value: switch x")
		s.note(n.Tag == nil, n, "switch without a value: switch { case x > 0: … }")
		s.note(n.Init != nil, n, "switch with a statement before it")
	case *ast.CaseClause:
		s.note(n.List == nil, n, "default")
		s.note(len(n.List) > 1, n, "case with several values")
	case *ast.ReturnStmt:
		s.note(len(n.Results) == 0, n, "return without a value")
		s.note(len(n.Results) == 1, n, "return with a value")
		s.note(len(n.Results) > 1, n, "return with several values")
	case *ast.BranchStmt:
		s.note(true, n, "%s", n.Tok)
		s.note(n.Label != nil, n, "%s to a label", n.Tok)
	case *ast.BlockStmt, *ast.ExprStmt, *ast.DeclStmt, *ast.EmptyStmt:
	default: // defer, go, select, a label, a type switch, a send
		s.note(true, n, "the statement %s", strings.ToLower(strings.TrimSuffix(fmt.Sprintf("%T", n)[5:], "Stmt")))
	}
}

func (s syntax) addAssignment(n *ast.AssignStmt) {
	s.note(true, n, "x %s y", n.Tok)
	several := len(n.Lhs) > 1
	s.note(several && len(n.Rhs) > 1, n, "several values at once: x, y %s 1, 2", n.Tok)
	if several && len(n.Rhs) == 1 {
		switch n.Rhs[0].(type) {
		case *ast.IndexExpr:
			s.note(true, n, "looking up with ok: x, ok := m[key]")
		case *ast.TypeAssertExpr:
			s.note(true, n, "a type assertion with ok: x, ok := y.(T)")
		default:
			s.note(true, n, "the results of a function: x, y %s f()", n.Tok)
		}
	}
	s.note(slices.ContainsFunc(n.Lhs, isBlank), n, "_ for what is not used: _, x %s …", n.Tok)
}

func isBlank(n ast.Expr) bool {
	name, isName := n.(*ast.Ident)
	return isName && name.Name == "_"
}

func (s syntax) addRange(n *ast.RangeStmt) {
	_, isNumber := n.X.(*ast.BasicLit)
	switch {
	case n.Key == nil:
		s.note(true, n, "for range without a name: for range x")
	case n.Value == nil:
		s.note(!isNumber, n, "for range with one name: for i := range x")
		s.note(isNumber, n, "for range of a number: for i := range 3")
	case isBlank(n.Key):
		s.note(true, n, "for range with _: for _, x := range xs")
	default:
		s.note(true, n, "for range with two names: for i, x := range xs")
	}
	s.note(n.Tok == token.ASSIGN, n, "for range that changes a value: for i = range x")
}
