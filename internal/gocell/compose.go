package gocell

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// Where GoNB is not there to do it, these functions make a program of a cell, as GoNB does.

// Package is a package that programs can import.
type Package struct {
	Path, Name string
	Exports    []string // the names that it exports
}

// placed is a piece of Go, with its place in a cell.
type placed struct {
	before       string // what stands before it, and is in no cell: "var "
	text         string
	line, column int // count from 1
}

// placed returns the Go of a declaration.
func (t *tree) placed(node ast.Node) placed {
	before := ""
	switch node.(type) {
	case *ast.TypeSpec:
		before = "type "
	case *ast.ValueSpec:
		before = "var "
	}
	return placed{before, t.text(node), t.line(node.Pos()), t.column(node.Pos())}
}

// placedOf returns the Go of one of the variables that a line declares, each with a value of its own or none.
func (t *tree) placedOf(s *ast.ValueSpec, i int) placed {
	p := placed{"var ", s.Names[i].Name, t.line(s.Names[i].Pos()), t.column(s.Names[i].Pos())}
	if s.Type != nil {
		p.text += " " + t.text(s.Type)
	}
	if i < len(s.Values) {
		p.text += fmt.Sprintf(" = /*line :%d:%d*/%s", t.line(s.Values[i].Pos()), t.column(s.Values[i].Pos()),
			t.text(s.Values[i]))
	}
	return p
}

func (t *tree) column(pos token.Pos) int { return t.set.PositionFor(pos, false).Column }

// in returns the Go with a comment that names its place in a cell, as cellFile does.
func (p placed) in(cell int) string {
	return fmt.Sprintf("%s/*line %s:%d:%d*/%s\n", p.before, cellFile(cell), p.line, p.column, p.text)
}

// cellFile is the name of a cell in the compiler's messages and in a trace.
func cellFile(cell int) string { return fmt.Sprintf("cell%d.go", cell) }

// Program returns the program of a cell with a number, and the paths that it imports: what the cells above and it
// declare, and what stands below its %%. A *Problem says which of its imports is not among the packages.
func (h *History) Program(c *Cell, number int, packages []Package) (program string, paths []string, _ *Problem) {
	after := h.clone()
	after.Compiled(c, number)
	declared := after.source() + c.main(number)
	chosen, problem := after.choose(c, declared, packages)
	if problem != nil {
		return "", nil, problem
	}
	var b strings.Builder
	b.WriteString("package main\n\n")
	for _, i := range chosen {
		fmt.Fprintf(&b, "import %s %q\n", strings.TrimSuffix(i.name, " "+i.path), i.path)
		paths = append(paths, i.path)
	}
	return b.String() + "\n" + declared, paths, nil
}

// Runs reports whether the program of a cell does anything.
func (h *History) Runs(c *Cell) bool {
	after := h.clone()
	after.Compiled(c, 0)
	return c.body.key != "" || len(c.body.uses) > 0 || len(after.always()) > 0
}

// source returns what the cells declared, sorted by name. What was declared together stands once.
func (h *History) source() string {
	var b strings.Builder
	seen := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(h.entries)) {
		e := h.entries[key]
		if text := e.source.in(e.cell); !e.missing && !seen[text] {
			seen[text] = true
			b.WriteString(text)
		}
	}
	return b.String()
}

// main returns the function that runs: what stands below %%, or the function that %exec names.
func (c *Cell) main(number int) string {
	for _, command := range c.commands {
		if words := command.words(); command.name() == "exec" && len(words) > 1 {
			return "func main() { " + words[1] + "() }\n"
		}
	}
	if c.body.key == "" {
		return "func main() {}\n"
	}
	return c.body.source.in(number)
}

// choose returns the imports that a program needs, sorted by path: those of the cells that it uses, and for other names
// the packages with these names. It leaves out what is not used.
func (h *History) choose(c *Cell, program string, packages []Package) ([]imported, *Problem) {
	known := map[string]Package{}
	for _, p := range packages {
		known[p.Path] = p
	}
	for _, i := range c.imports {
		if _, ok := known[i.path]; !ok {
			return nil, c.notThere(i)
		}
	}
	selected, alone := undeclared(program)
	var chosen []imported
	for name, path := range h.imports {
		stands, isDot := strings.HasPrefix(name, "_ "), strings.HasPrefix(name, ". ")
		named := selected[name] != nil
		if isDot {
			named = slices.ContainsFunc(known[path].Exports, func(name string) bool { return alone[name] })
		}
		if stands || named {
			chosen = append(chosen, imported{name: name, path: path})
		}
		delete(selected, name)
	}
	for name, of := range selected {
		if path := find(packages, name, of); path != "" {
			chosen = append(chosen, imported{name: name, path: path})
		}
	}
	slices.SortFunc(chosen, func(a, b imported) int { return cmp.Compare(a.path, b.path) })
	return chosen, nil
}

// notThere returns the problem of an import that cannot be had, with the words of the go command.
func (c *Cell) notThere(i imported) *Problem {
	message := "package " + i.path + " is not in std"
	if first, _, _ := strings.Cut(i.path, "/"); strings.Contains(first, ".") {
		message = "no required module provides package " + i.path
	}
	lines := strings.Split(c.Source, "\n")
	return &Problem{Line: i.line, Message: message, Source: lines[min(i.line, len(lines))-1]}
}

// undeclared returns the names of a program that no declaration of it explains: those with a point and a name after
// them, with these names; and those that stand alone.
func undeclared(program string) (selected map[string][]string, alone map[string]bool) {
	file, _ := parser.ParseFile(token.NewFileSet(), "", header+program, 0)
	selected, alone = map[string][]string{}, map[string]bool{}
	unresolved := map[*ast.Ident]bool{}
	for _, ident := range file.Unresolved {
		unresolved[ident], alone[ident.Name] = true, true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && unresolved[x] {
				selected[x.Name] = append(selected[x.Name], s.Sel.Name)
			}
		}
		return true
	})
	return selected, alone
}

// find returns the path of the first package with a name that exports what is used of it, "" if there is none. As in
// GoNB's tool, names with a small letter do not count, and alone they are no use of a package.
func find(packages []Package, name string, of []string) string {
	exported := slices.DeleteFunc(slices.Clone(of), func(name string) bool { return !token.IsExported(name) })
	for _, p := range packages {
		missing := func(name string) bool { return !slices.Contains(p.Exports, name) }
		if p.Name == name && len(exported) > 0 && !slices.ContainsFunc(exported, missing) {
			return p.Path
		}
	}
	return ""
}
