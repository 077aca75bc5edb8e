package gocell

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// The kinds of expressions in a cell.

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
			"ParenExpr": "brackets: (x + y) * z", "IndexExpr": "an index: x[i]", "StarExpr": "a star: *T or *p",
			"MapType": "the type of a map: map[K]V", "InterfaceType": "an interface", "StructType": "struct",
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
		s.note(named, n, `a map with its values: map[string]int{"a": 0}`)
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
	types    = "bool byte rune string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 " +
		"float64 complex64 complex128"
)
