// Package notebook reads the code cells of a notebook, and makes Go programs of them. Tests run these programs.
package notebook

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/imports"
)

// Cell is a code cell of a GoNB notebook.
type Cell struct {
	Declares string // the code before the line %%: imports and declarations
	Does     string // the code after it, the body of main
	Tags     []string
}

// Read returns the code cells of the notebook at a path. It returns an error if there is no file, or no notebook in it.
func Read(path string) ([]Cell, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Cells []struct {
			Kind     string   `json:"cell_type"`
			Source   []string `json:"source"`
			Metadata struct{ Tags []string }
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, fmt.Errorf("%s is not a notebook: %w", path, err)
	}
	var cells []Cell
	for _, c := range file.Cells {
		if c.Kind == "code" {
			declares, does, _ := strings.Cut(strings.Join(c.Source, "")+"\n", "%%\n")
			cells = append(cells, Cell{strings.ReplaceAll(declares, "%noautoget\n", ""), does, c.Metadata.Tags})
		}
	}
	return cells, nil
}

// Page is a collection of the declarations in a notebook. As in GoNB, a later declaration of a name replaces an earlier
// one.
type Page struct {
	imports  []string
	declared map[string]string // name → source
}

// NewPage returns the declarations of the cells. It leaves out cells with the tag raises-exception, which are wrong on
// purpose. It returns an error, with the code, if another cell is not Go.
func NewPage(cells []Cell) (*Page, error) {
	p := &Page{declared: map[string]string{}}
	for _, c := range cells {
		if slices.Contains(c.Tags, "raises-exception") {
			continue
		}
		if err := p.add(c.Declares); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// add adds the declarations of a cell.
func (p *Page) add(declares string) error {
	source := "package main\n" + declares
	file, err := parser.ParseFile(token.NewFileSet(), "cell.go", source, 0)
	if err != nil {
		return fmt.Errorf("%w in\n%s", err, declares)
	}
	text := func(node ast.Node) string { return source[node.Pos()-1 : node.End()-1] }
	for _, spec := range file.Imports {
		p.imports = append(p.imports, text(spec))
	}
	for _, declaration := range file.Decls {
		for _, name := range names(declaration) {
			p.declared[name] = text(declaration)
		}
	}
	return nil
}

// names returns the names that a declaration declares; none for imports.
func names(declaration ast.Decl) (all []string) {
	switch declaration := declaration.(type) {
	case *ast.FuncDecl:
		return []string{declaration.Name.Name}
	case *ast.GenDecl:
		for _, spec := range declaration.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				all = append(all, spec.Name.Name)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					all = append(all, name.Name)
				}
			}
		}
	}
	return all
}

var word = regexp.MustCompile(`\w+`)

// Needs reports whether code needs the declaration of a name: the code itself, or a declaration that it needs.
func (p *Page) Needs(code, name string) bool { return p.needed(code, map[string]bool{})[name] }

// needed adds the names of all declarations that code needs to found, and returns it.
func (p *Page) needed(code string, found map[string]bool) map[string]bool {
	for _, name := range word.FindAllString(code, -1) {
		if p.declared[name] != "" && !found[name] {
			found[name] = true
			p.needed(p.declared[name], found)
		}
	}
	return found
}

// Program returns a Go program whose main function is the code. It also has the declarations of the page that the code
// needs, and those imports of the page, and of more (import paths), that are used. It returns an error, with the
// program, if the result is not Go.
func (p *Page) Program(code string, more ...string) (string, error) {
	sources := map[string]bool{}
	for name := range p.needed(code, map[string]bool{}) {
		sources[p.declared[name]] = true // once, also if it declares several names
	}
	body := strings.Join(slices.Sorted(maps.Keys(sources)), "\n") + "\nfunc main() {\n" + code + "\n}\n"
	paths := slices.Clone(p.imports)
	for _, path := range more {
		paths = append(paths, fmt.Sprintf("%q", path))
	}
	if !usesDotImports(body) {
		paths = slices.DeleteFunc(paths, func(path string) bool { return path[0] == '.' })
	}
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	program := "package main\n\nimport (\n" + strings.Join(paths, "\n") + "\n)\n" + body
	formatted, err := imports.Process("main.go", []byte(program), nil)
	if err != nil {
		return "", fmt.Errorf("%w in\n%s", err, program)
	}
	return string(formatted), nil
}

// usesDotImports reports whether declarations use an exported name, for instance Node, that none of them declares and
// that has no package before it. Go does not compile a dot import that is not used.
func usesDotImports(declarations string) bool {
	file, _ := parser.ParseFile(token.NewFileSet(), "main.go", "package main\n"+declarations, 0)
	return file != nil && slices.ContainsFunc(file.Unresolved, func(name *ast.Ident) bool { return name.IsExported() })
}
