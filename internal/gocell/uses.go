package gocell

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// uses returns the names that a node uses and that no function declares, each once, in order.
func (t *tree) uses(node ast.Node) []string {
	var list []string
	ast.Inspect(node, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok && t.global[ident] && !slices.Contains(list, ident.Name) {
			list = append(list, ident.Name)
		}
		return true
	})
	return list
}

// keyboard are what reads the keyboard.
var keyboard = []string{"fmt.Scan", "fmt.Scanln", "fmt.Scanf", "os.Stdin"}

// exit ends a program at once, and as if all were well.
const exit = "os.Exit"

// builtin are Go's own functions that print, and not as Python's do.
var builtin = []string{"print", "println"}

// outside returns what a node uses that a notebook does not have, or not so: keyboard, exit and builtin.
func (t *tree) outside(node ast.Node) []string {
	var found []string
	t.eachCall(node, func(name string, call *ast.CallExpr) {
		if slices.Contains(builtin, name) {
			found = append(found, name)
		}
	})
	ast.Inspect(node, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if name := t.qualified(selector); name == exit || slices.Contains(keyboard, name) {
				found = append(found, name)
			}
		}
		return true
	})
	return found
}

// eachCall calls do with each call of a node, and the name of its function: "print", "fmt.Println".
func (t *tree) eachCall(node ast.Node, do func(name string, call *ast.CallExpr)) {
	ast.Inspect(node, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch f := call.Fun.(type) {
		case *ast.Ident:
			if t.global[f] {
				do(f.Name, call)
			}
		case *ast.SelectorExpr:
			do(t.qualified(f), call)
		}
		return true
	})
}

// shows returns the names that a node gives to functions of fmt that print.
func (t *tree) shows(node ast.Node) []string {
	var found []string
	t.eachCall(node, func(name string, call *ast.CallExpr) {
		if !strings.HasPrefix(name, "fmt.Print") {
			return
		}
		for _, argument := range call.Args {
			if ident, ok := argument.(*ast.Ident); ok && t.global[ident] {
				found = append(found, ident.Name)
			}
		}
	})
	return found
}

// checks returns the lines of a node that end the program if there is an error, by our package cell.
func (t *tree) checks(node ast.Node) []int {
	var lines []int
	t.eachCall(node, func(name string, call *ast.CallExpr) {
		switch name {
		case "cell.Must", "cell.Check", "nexttoken/pkg/cell.Must", "nexttoken/pkg/cell.Check":
			lines = append(lines, t.line(call.Fun.End()))
		}
	})
	return lines
}

// made returns the names that the body of main makes, outside its blocks.
func (t *tree) made() []string {
	var found []string
	for _, decl := range t.file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "main" && f.Body != nil {
			for _, statement := range f.Body.List {
				found = append(found, madeBy(statement)...)
			}
		}
	}
	return found
}

func madeBy(statement ast.Stmt) []string {
	var found []string
	switch s := statement.(type) {
	case *ast.AssignStmt:
		for _, x := range s.Lhs {
			if ident, ok := x.(*ast.Ident); ok && s.Tok == token.DEFINE {
				found = append(found, ident.Name)
			}
		}
	case *ast.DeclStmt:
		for _, spec := range s.Decl.(*ast.GenDecl).Specs {
			if values, ok := spec.(*ast.ValueSpec); ok {
				found = append(found, names(values)...)
			}
		}
	}
	return found
}

// qualified returns a selector as the package's path and the name in it, or "" if it is no package's.
func (t *tree) qualified(selector *ast.SelectorExpr) string {
	x, ok := selector.X.(*ast.Ident)
	if !ok || !t.global[x] {
		return ""
	}
	for _, spec := range t.file.Imports {
		if spec.Name != nil && spec.Name.Name == x.Name {
			path, _ := strconv.Unquote(spec.Path.Value)
			return path + "." + selector.Sel.Name
		}
	}
	return x.Name + "." + selector.Sel.Name
}

// quick are what may run again in every cell: Go's own functions, and those of these packages. They read no file, train
// no model, print nothing, and give the same result each time.
var quick = strings.Fields(`append cap complex imag len make max min new real bool byte comparable complex64 complex128
	error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr any
	errors.* regexp.* strings.* strconv.* math.* unicode.* bytes.* slices.* maps.* cmp.* utf8.* bits.*
	fmt.Sprint fmt.Sprintf fmt.Sprintln fmt.Errorf time.Duration`)

// calls returns the functions, other than quick ones, that run to give variables their values.
func (t *tree) calls(s *ast.ValueSpec) []string {
	var list []string
	for _, value := range s.Values {
		ast.Inspect(value, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.FuncLit:
				return false // it runs only if it is called
			case *ast.CallExpr:
				if name := t.called(x.Fun); name != "" {
					list = append(list, name)
				}
			}
			return true
		})
	}
	return list
}

// called returns the name of a function that a variable's value calls; "" for a quick one and for a conversion.
func (t *tree) called(fun ast.Expr) string {
	switch x := ast.Unparen(fun).(type) {
	case *ast.ArrayType, *ast.MapType, *ast.ChanType, *ast.FuncType, *ast.InterfaceType, *ast.StarExpr:
		return ""
	case *ast.FuncLit:
		return "func"
	case *ast.IndexExpr:
		return t.called(x.X)
	case *ast.IndexListExpr:
		return t.called(x.X)
	case *ast.Ident:
		return unlessQuick(x.Name)
	case *ast.SelectorExpr:
		if name := t.qualified(x); name != "" {
			return unlessQuick(name)
		}
		return x.Sel.Name
	}
	return "func"
}

func unlessQuick(name string) string {
	pkg, _, _ := strings.Cut(name, ".")
	if slices.Contains(quick, name) || slices.Contains(quick, pkg+".*") {
		return ""
	}
	return name
}

// checkDeclarations returns what GoNB would get wrong in silence: it keeps one declaration of each name, counts iota by
// lines, and uses the name flag itself.
func (t *tree) checkDeclarations(l *layout) *Problem {
	at := map[string]int{}
	for _, decl := range t.file.Decls {
		for _, d := range t.declarations(decl) {
			if problem := l.checkDeclared(d, at[d.key]); problem != nil {
				return problem
			}
			at[d.key] = d.line
		}
		if g, ok := decl.(*ast.GenDecl); ok && severalWithIota(g) {
			return l.problemAt(l.starts[t.line(g.Pos())-1], "With `iota`, write one constant a line: "+
				"the notebook would give several in one line other values.")
		}
	}
	return nil
}

// checkDeclared checks one name. before is the line where the cell declared it already, or 0.
func (l *layout) checkDeclared(d declaration, before int) *Problem {
	start := l.starts[min(max(d.line, 1), len(l.starts))-1]
	switch {
	case before > 0 && d.key == "main":
		return l.problemAt(start, "This cell has two bodies of main: here and in line "+strconv.Itoa(before)+
			". Keep one; `%%` makes one, too.")
	case before > 0:
		return l.problemAt(start, "This cell declares `"+d.key+"` twice: here and in line "+strconv.Itoa(before)+
			". Keep one of them.")
	case d.key == "flag":
		return l.problemAt(start, "The notebook itself uses the name `flag`. Choose another name.")
	}
	return nil
}

// twice returns what to do about two bodies of main. line counts from 0.
func twice(first string, line int, second string) string {
	return "A cell has one main, and `" + first + "` in line " + strconv.Itoa(line+1) + " begins it. " +
		"Put what follows this `" + second + "` into a new cell."
}

// severalWithIota reports whether a block of constants has several in one line, and their values depend on the line.
func severalWithIota(d *ast.GenDecl) bool {
	several, iota := false, false
	for _, spec := range d.Specs {
		s, ok := spec.(*ast.ValueSpec)
		several = several || ok && len(s.Names) > 1
		iota = iota || ok && len(s.Values) == 0
	}
	ast.Inspect(d, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		iota = iota || ok && ident.Name == "iota"
		return true
	})
	return d.Tok == token.CONST && several && iota
}
