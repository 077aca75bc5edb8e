package gocell

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// facts returns what the cell's code shows about an error, as the table's patterns read it:
//
//	[last]           the line is the last statement of a function with one result
//	[index x of xs]  x, which Go does not want here, is the one name of a loop over xs
//	[int x 0 2]      x, on the left side, was made as the whole number 0 in line 2
//	[second x 2]     x was made in line 2 already, and := makes a second one
func (e Explanation) facts() string {
	if e.code == "" || e.Line == 0 {
		return ""
	}
	t, _ := scan(withoutMarks(e.code)).parse()
	return e.last(t) + e.index(t) + e.whole(t) + e.second(t)
}

func (e Explanation) last(t *tree) string {
	fact := ""
	ast.Inspect(t.file, func(n ast.Node) bool {
		kind, body := function(n)
		if body != nil && kind.Results.NumFields() == 1 && len(body.List) > 0 {
			last, isValue := body.List[len(body.List)-1].(*ast.ExprStmt)
			if isValue && t.line(last.Pos()) == e.Line {
				fact = "[last]"
			}
		}
		return true
	})
	return fact
}

// function returns the type and the body of a function; nil, nil for another node.
func function(n ast.Node) (*ast.FuncType, *ast.BlockStmt) {
	switch f := n.(type) {
	case *ast.FuncDecl:
		return f.Type, f.Body
	case *ast.FuncLit:
		return f.Type, f.Body
	}
	return nil, nil
}

func (e Explanation) index(t *tree) string {
	fact := ""
	ast.Inspect(t.file, func(n ast.Node) bool {
		loop, ok := n.(*ast.RangeStmt)
		if !ok || loop.Value != nil || t.line(loop.Body.Pos()) > e.Line || e.Line > t.line(loop.Body.End()) {
			return true
		}
		if name, ok := loop.Key.(*ast.Ident); ok && e.isAbout(name.Name) && !isNumber(loop.X) {
			fact = fmt.Sprintf("[index %s of %s]", name.Name, t.text(loop.X))
		}
		return true
	})
	return fact
}

// isAbout reports whether a name is what Go does not want.
func (e Explanation) isAbout(name string) bool {
	return regexp.MustCompile(`^(?:cannot use |invalid operation: (?:.* )?)?` + name + `[. ]`).MatchString(e.Message)
}

// isNumber reports whether a loop surely counts up to a number: no list has a type that a name could not show.
func isNumber(x ast.Expr) bool {
	if call, ok := x.(*ast.CallExpr); ok {
		name, _ := call.Fun.(*ast.Ident)
		return name != nil && slices.Contains([]string{"len", "int", "min", "max"}, name.Name)
	}
	_, literal := x.(*ast.BasicLit)
	_, computed := x.(*ast.BinaryExpr)
	return literal || computed
}

var (
	leftSide = regexp.MustCompile(`^\s*(\w+) [-+*/]?= `)
	unused   = regexp.MustCompile(`^declared and not used: (\w+)`)
)

func (e Explanation) whole(t *tree) string {
	found := leftSide.FindStringSubmatch(e.Source)
	if found == nil || !strings.HasPrefix(e.Message, "invalid operation: "+found[1]+" ") {
		return ""
	}
	fact := ""
	for _, made := range t.makes(found[1], e.Line) {
		fact = ""
		if value, ok := made.Rhs[0].(*ast.BasicLit); ok && len(made.Lhs) == 1 && value.Kind == token.INT {
			fact = fmt.Sprintf("[int %s %s %d]", found[1], value.Value, t.line(made.Pos()))
		}
	}
	return fact
}

func (e Explanation) second(t *tree) string {
	found := unused.FindStringSubmatch(e.Message)
	if found == nil {
		return ""
	}
	all := t.makes(found[1], e.Line+1)
	if len(all) < 2 || t.line(all[len(all)-1].Pos()) != e.Line {
		return ""
	}
	return fmt.Sprintf("[second %s %d]", found[1], t.line(all[len(all)-2].Pos()))
}

// makes returns the := that make a name and hold for a line below them: those in the blocks around the line before it.
func (t *tree) makes(name string, before int) []*ast.AssignStmt {
	var found []*ast.AssignStmt
	ast.Inspect(t.file, func(n ast.Node) bool {
		if made, ok := n.(*ast.AssignStmt); ok && made.Tok == token.DEFINE && t.line(made.Pos()) < before &&
			slices.ContainsFunc(made.Lhs, func(x ast.Expr) bool { return isName(x, name) }) {
			found = append(found, made)
		}
		block, ok := n.(*ast.BlockStmt)
		return !ok || t.line(block.Pos()) < before && before-1 <= t.line(block.End())
	})
	return found
}

func isName(x ast.Expr, name string) bool {
	ident, ok := x.(*ast.Ident)
	return ok && ident.Name == name
}
