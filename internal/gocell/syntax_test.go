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

func (s syntax) addExpression(n ast.Expr) {
	switch n := n.(type) {
	case *ast.BasicLit:
		s.addLiteral(n)
	case *ast.CompositeLit:
		s.addComposite(n)
	case *ast.CallExpr:
		s.addCall(n)
	case *ast.SelectorExpr:
		s.addSelector(n)
	case *ast.FuncType:
		s.note(true, n, "a function as a type: func(float64) float64")
		s.addResults(n)
	case *ast.FuncLit:
		s.within(n.Type)
		s.note(true, n, "a function as a value: func(x int) int { … }")
		s.addResults(n.Type)
	case *ast.UnaryExpr:
		s.note(true, n, "%sx", n.Op)
	case *ast.BinaryExpr:
		s.note(true, n, "x %s y", n.Op)
	case *ast.ArrayType:
		_, dots := n.Len.(*ast.Ellipsis)
		s.note(n.Len == nil, n, "the type of a slice: []T")
		s.note(n.Len != nil && !dots, n, "the type of an array: [3]T")
		s.note(dots, n, "an array as long as its values: [...]T")
	case *ast.SliceExpr:
		s.note(n.Low != nil && n.High != nil, n, "a part of a list: x[1:3]")
		s.note(n.Low == nil && n.High != nil, n, "a part from the beginning: x[:3]")
		s.note(n.Low != nil && n.High == nil, n, "a part to the end: x[1:]")
		s.note(n.Low == nil && n.High == nil, n, "the whole as a part: x[:]")
		s.note(n.Slice3, n, "a part with a capacity: x[1:2:3]")
	case *ast.Ident:
		s.addName(n)
	default:
		kinds := map[string]string{
			"ParenExpr": "brackets: (x + y) * z", "IndexExpr": "an index: x[i]", "MapType": "the type of a map: map[K]V",
			"StarExpr": "a star: *T or *p", "InterfaceType": "an interface", "StructType": "struct",
			"TypeAssertExpr": "a type assertion: x.(T)", "Ellipsis": "any number of arguments: func f(xs ...int)",
			"ChanType": "a channel", "IndexListExpr": "several types in brackets: f[K, V]",
		}
		s.note(kinds[fmt.Sprintf("%T", n)[5:]] != "", n, "%s", kinds[fmt.Sprintf("%T", n)[5:]])
	}
}

func (s syntax) addLiteral(n *ast.BasicLit) {
	switch {
	case n.Kind == token.STRING:
		s.note(n.Value[0] == '"', n, `a text: "abi"`)
		s.note(n.Value[0] == '`', n, "a text between backquotes")
		s.note(n.Value[0] == '"' && strings.Contains(n.Value, `\`), n, `a sign with \ in a text: "\n"`)
	case n.Kind == token.CHAR:
		s.note(true, n, "a character: 'a'")
	case n.Kind == token.INT:
		s.note(true, n, "a whole number: 27")
		s.note(strings.Contains(n.Value, "_"), n, "a number with _: 10_000")
		s.note(len(n.Value) > 1 && n.Value[0] == '0', n, "a number in another base: 0x1b")
	case n.Kind == token.FLOAT:
		s.note(!strings.Contains(n.Value, "e"), n, "a number with a point: 0.5")
		s.note(strings.Contains(n.Value, "e"), n, "a number with an exponent: 1e-3")
	default:
		s.note(true, n, "an imaginary number")
	}
}

func (s syntax) addComposite(n *ast.CompositeLit) {
	named := len(n.Elts) > 0
	for _, element := range n.Elts {
		if _, isPair := element.(*ast.KeyValueExpr); !isPair {
			named = false
		}
	}
	switch t := n.Type.(type) {
	case nil:
		s.note(true, n, "a value in a list whose type is not repeated: {{1, 2}, {3, 4}}")
	case *ast.ArrayType:
		s.note(t.Len == nil, n, "a slice with its values: []int{1, 2}")
		s.note(t.Len != nil, n, "an array with its values: [2]int{1, 2}")
		s.note(named, n, "places in a list: []int{3: 1}")
	case *ast.MapType:
		s.note(named, n, "a map with its values: map[string]int{\"a\": 0}")
		s.note(!named, n, "an empty map: map[string]int{}")
	case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
		s.note(named, n, "a struct with the names of its fields: point{x: 3, y: 4}")
		s.note(!named && len(n.Elts) > 0, n, "values without names: point{3, 4}, list{1, 2}")
		s.note(len(n.Elts) == 0, n, "a struct without values: point{}")
	}
}

func (s syntax) addCall(n *ast.CallExpr) {
	s.note(n.Ellipsis.IsValid(), n, "the values of a slice as arguments: f(xs...)")
	switch called := n.Fun.(type) {
	case *ast.Ident:
		s.note(among(builtins, called.Name), n, "%s()", called.Name)
		s.note(among(types, called.Name), n, "a conversion: %s(x)", called.Name)
		s.note(!among(builtins+" "+types, called.Name), n, "a call: f(x)")
	case *ast.IndexExpr:
		s.within(called)
		s.note(true, n, "a call with a type: f[float64](x)")
	case *ast.ArrayType:
		s.note(true, n, "a conversion to a slice: []byte(x)")
	case *ast.CallExpr:
		s.note(true, n, "a call of what a call returns: f(x)(y)")
	case *ast.FuncLit:
		s.note(true, n, "a call of a function without a name: func() { … }()")
	case *ast.ParenExpr:
		s.note(true, n, "a conversion to a type in brackets: (*T)(x)")
	}
}

func (s syntax) addSelector(n *ast.SelectorExpr) {
	if name, isName := n.X.(*ast.Ident); isName && s.packages[name.Name] {
		s.note(true, n, "a name of a package: math.Sqrt")
		return
	}
	s.note(true, n, "a field or a method: p.x, p.length()")
}

func (s syntax) addName(n *ast.Ident) {
	s.note(among("nil true false iota any error", n.Name), n, "%s", n.Name)
	s.note(among(types, n.Name), n, "the type %s", n.Name)
}

func among(names, name string) bool { return slices.Contains(strings.Fields(names), name) }

const (
	builtins = "append cap clear close complex copy delete imag len make max min new panic print println real recover"
	types    = "bool byte rune string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 " +
		"complex64 complex128"
)
