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
//	[result int]     the line stands in a function with this one result
//	[after * 2]      line 2, the one before, ends with this sign
//	[percent 3.7 2]  line 2, the one before, ends with 3.7%
func (e Explanation) facts() string {
	if e.code == "" || e.Line == 0 {
		return ""
	}
	t, _ := scan(withoutMarks(e.code)).parse()
	return e.last(t) + e.index(t) + e.whole(t) + e.second(t) + e.result(t) + e.unfinished()
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
		if name, ok := loop.Key.(*ast.Ident); ok && e.isAbout(name.Name) && !t.isNumber(loop.X) {
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

// isNumber reports whether the cell's code shows that a loop counts up to a number.
func (t *tree) isNumber(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		return x.Kind != token.STRING
	case *ast.BinaryExpr:
		return true
	case *ast.CallExpr:
		name, _ := x.Fun.(*ast.Ident)
		return name != nil && slices.Contains([]string{"len", "int", "min", "max"}, name.Name)
	case *ast.Ident:
		if all := t.makes(x.Name, t.line(x.Pos())); len(all) > 0 {
			made := all[len(all)-1]
			return len(made.Lhs) == 1 && t.isNumber(made.Rhs[0])
		}
		return t.isInt(x.Name)
	}
	return false
}

// isInt reports whether a name is an argument or a field of the type int.
func (t *tree) isInt(name string) bool {
	found := false
	ast.Inspect(t.file, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok && isName(field.Type, "int") {
			found = found || slices.ContainsFunc(field.Names, func(x *ast.Ident) bool { return x.Name == name })
		}
		return true
	})
	return found
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
	all := t.makes(found[1], e.Line)
	if len(all) < 2 || t.line(all[len(all)-1].Pos()) != e.Line {
		return ""
	}
	return fmt.Sprintf("[second %s %d]", found[1], t.line(all[len(all)-2].Pos()))
}

// makes returns the := that make a name and hold for a line: those above it, in the blocks around it.
func (t *tree) makes(name string, line int) []*ast.AssignStmt {
	var found []*ast.AssignStmt
	ast.Inspect(t.file, func(n ast.Node) bool {
		if made, ok := n.(*ast.AssignStmt); ok && made.Tok == token.DEFINE && t.line(made.Pos()) <= line &&
			slices.ContainsFunc(made.Lhs, func(x ast.Expr) bool { return isName(x, name) }) {
			found = append(found, made)
		}
		_, statement := n.(ast.Stmt)
		_, declaration := n.(ast.Decl)
		return !statement && !declaration || t.line(n.Pos()) <= line && line <= t.line(n.End())
	})
	return found
}

func isName(x ast.Expr, name string) bool {
	ident, ok := x.(*ast.Ident)
	return ok && ident.Name == name
}

func (e Explanation) result(t *tree) string {
	fact := ""
	ast.Inspect(t.file, func(n ast.Node) bool {
		kind, body := function(n)
		if body != nil && t.line(body.Pos()) <= e.Line && e.Line <= t.line(body.End()) {
			fact = ""
			if kind.Results.NumFields() == 1 {
				fact = fmt.Sprintf("[result %s]", t.text(kind.Results.List[0].Type))
			}
		}
		return true
	})
	return fact
}

var openEnd = regexp.MustCompile(`(?:\b(\d[\d.]*) ?|[^-+])([-+*/%])\s*$`)

// unfinished is about the line before the error, if the error is the first of its line.
func (e Explanation) unfinished() string {
	lines := strings.Split(withoutMarks(e.code), "\n")
	if e.Line < 2 || e.Line > len(lines) || strings.TrimSpace(e.Source[:min(max(e.Column-1, 0), len(e.Source))]) != "" {
		return ""
	}
	found := openEnd.FindStringSubmatch(lines[e.Line-2])
	switch {
	case found == nil || strings.HasPrefix(lines[e.Line-2], "%") || strings.Contains(lines[e.Line-2], "//"):
		return ""
	case found[2] == "%" && found[1] != "":
		return fmt.Sprintf("[percent %s %d]", found[1], e.Line-1)
	}
	return fmt.Sprintf("[after %s %d]", found[2], e.Line-1)
}
