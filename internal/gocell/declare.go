package gocell

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// declaration is one name that a cell declares, and what it needs.
type declaration struct {
	key     string   // "softmax", "Point", "Point.Sum"
	kind    string   // "const", "type", "var", "func"; "" if the parser did not understand it
	text    string   // its Go, without comments and spaces; "" if the parser did not understand it
	uses    []string // the names it uses that no function declares
	group   []string // a constant's block; the variables with one common value
	calls   []string // the functions that give a variable its first value
	outside []string // what it uses of keyboard, exit and Go's own print: "fmt.Scanln", "os.Exit", "print"
	shows   []string // the names that it gives to fmt.Println and the like
	checks  []int    // the lines where it calls cell.Must or cell.Check
	line    int      // counts from 1
	source  placed   // its Go as the cell has it; for a constant, its whole block
}

// declare keeps what a cell declares, and its body. In a broken cell, the parser does not find all.
func (c *Cell) declare(l *layout, t *tree, broken bool) {
	for _, decl := range t.file.Decls {
		c.declarations = append(c.declarations, t.declarations(decl)...)
	}
	if broken {
		c.declarations = append(c.declarations, t.broken(l, c.declarations)...)
	}
	c.imports, c.made = t.imports(), t.made()
	var kept []declaration
	for _, d := range c.declarations {
		if d.key == "main" {
			c.body = d
			continue
		}
		kept = append(kept, d)
		c.Declares = append(c.Declares, d.key)
	}
	c.declarations = kept
	for _, command := range c.commands {
		if words := command.words(); command.name() == "exec" && len(words) > 1 {
			c.body.uses = append(c.body.uses, words[1])
		}
	}
}

// declarations returns the names of one declaration.
func (t *tree) declarations(decl ast.Decl) []declaration {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.Name == "_" {
			return nil
		}
		return []declaration{t.declaration(methodKey(d), "func", d.Pos(), d)}
	case *ast.GenDecl:
		return t.specs(d)
	}
	return nil
}

// specs returns the names of a const, type or var declaration.
func (t *tree) specs(d *ast.GenDecl) []declaration {
	var found []declaration
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			found = append(found, t.declaration(s.Name.Name, "type", s.Pos(), s))
		case *ast.ValueSpec:
			found = append(found, t.values(s, d)...)
		}
	}
	return withoutBlank(found)
}

// values returns the names of one line of a const or var declaration. What a constant is depends on its whole block.
func (t *tree) values(s *ast.ValueSpec, d *ast.GenDecl) []declaration {
	var node ast.Node = s
	group := names(s)
	if d.Tok == token.CONST {
		node, group = d, nil
		for _, spec := range d.Specs {
			if other, ok := spec.(*ast.ValueSpec); ok {
				group = append(group, names(other)...)
			}
		}
	} else if len(s.Values) != 1 {
		group = nil
	}
	var found []declaration
	for i, name := range s.Names {
		one := t.declaration(name.Name, d.Tok.String(), name.Pos(), node)
		one.group = group
		if d.Tok == token.VAR && group == nil {
			one.source = t.placedOf(s, i)
		}
		found = append(found, one)
	}
	return found
}

// withoutBlank leaves out the blank name.
func withoutBlank(all []declaration) []declaration {
	var kept []declaration
	for _, d := range all {
		if d.key != "_" {
			kept = append(kept, d)
		}
	}
	return kept
}

func names(s *ast.ValueSpec) []string {
	var list []string
	for _, name := range s.Names {
		list = append(list, name.Name)
	}
	return list
}

// declaration returns a name with what a node of the tree uses.
func (t *tree) declaration(key, kind string, pos token.Pos, node ast.Node) declaration {
	d := declaration{key: key, kind: kind, text: squeezed(t.text(node)), line: t.line(pos), source: t.placed(node)}
	d.uses = slices.DeleteFunc(t.uses(node), func(name string) bool { return name == key })
	d.outside, d.shows, d.checks = t.outside(node), t.shows(node), t.checks(node)
	if s, ok := node.(*ast.ValueSpec); ok {
		d.calls = t.calls(s)
	}
	return d
}

// methodKey returns the key of a function: "Point.Sum" for a method, else its name.
func methodKey(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	return receiver(d.Recv.List[0].Type) + "." + d.Name.Name
}

// receiver returns the name of a receiver's type, without * and type parameters.
func receiver(expr ast.Expr) string {
	switch x := expr.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.ParenExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.IndexListExpr:
		return receiver(x.X)
	}
	return "?"
}

// text returns the Go of a node.
func (t *tree) text(node ast.Node) string {
	file := t.set.File(t.file.Pos())
	from, to := file.Offset(node.Pos()), file.Offset(node.End())
	return t.source[min(from, len(t.source)):min(max(from, to), len(t.source))]
}

// line returns the cell's line of a position.
func (t *tree) line(pos token.Pos) int { return t.set.PositionFor(pos, false).Line - 1 }

// imported is one import. Its name is the one that the cell gives it, or that its path shows; a package whose names
// stand alone, as with `import . "math"`, has the name ". math".
type imported struct {
	name, path string
	line       int // counts from 1
}

// imports returns the cell's imports.
func (t *tree) imports() []imported {
	var list []imported
	for _, spec := range t.file.Imports {
		path := strings.Trim(spec.Path.Value, "\"`")
		i := imported{packageName(path), path, t.line(spec.Pos())}
		if spec.Name != nil {
			i.name = spec.Name.Name
		}
		if i.name == "." || i.name == "_" {
			i.name += " " + path
		}
		list = append(list, i)
	}
	return list
}

// packageName returns the name that a package's path shows: "rand" for "math/rand/v2".
func packageName(path string) string {
	elements := strings.Split(path, "/")
	last := len(elements) - 1
	if last > 0 && version.MatchString(elements[last]) {
		last--
	}
	return elements[last]
}

var version = regexp.MustCompile(`^v\d+$`)

// squeezed returns Go without comments and spaces, to compare two versions of a declaration.
func squeezed(text string) string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(text)), []byte(text), nil, 0)
	var words []string
	for {
		_, tok, literal := s.Scan()
		if tok == token.EOF {
			return strings.Join(words, " ")
		}
		if tok == token.SEMICOLON { // it may be the end of a line
			continue
		}
		if !tok.IsLiteral() {
			literal = tok.String()
		}
		words = append(words, literal)
	}
}

// broken returns the names that stand at the beginning of a line after func, type, var or const, and that the parser
// did not find: a syntax error hides them.
func (t *tree) broken(l *layout, found []declaration) []declaration {
	seen := map[string]bool{"main": true, "_": true}
	for _, d := range found {
		seen[d.key] = true
	}
	var list []declaration
	tokens := code(l.tokens)
	for i, token := range tokens {
		if key := declaredAt(tokens[i:]); key != "" && token.offset == l.starts[token.line] && !seen[key] {
			seen[key] = true
			list = append(list, declaration{key: key, line: token.line + 1})
		}
	}
	return list
}

// declaredAt returns the key of the declaration that begins with some tokens, or "".
func declaredAt(tokens []lexeme) string {
	at := func(i int) lexeme { return tokens[min(i, len(tokens)-1)] }
	switch at(0).token {
	case token.FUNC, token.TYPE, token.VAR, token.CONST:
		if at(1).token == token.IDENT {
			return at(1).text
		}
	}
	if at(0).token != token.FUNC || at(1).token != token.LPAREN {
		return ""
	}
	of := ""
	for i := 2; i < len(tokens) && at(i).token != token.RPAREN; i++ {
		if at(i).token == token.IDENT {
			of = at(i).text
		}
		if at(i+1).token == token.RPAREN && at(i+2).token == token.IDENT && of != "" {
			return of + "." + at(i+2).text
		}
	}
	return ""
}
