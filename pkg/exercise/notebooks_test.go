package exercise_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/imports"
)

// cell is a code cell of a notebook: what it declares, and what it does after %%.
type cell struct {
	declares, does string
	tags           []string
}

func readCells(t *testing.T, path string) (cells []cell) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var notebook struct {
		Cells []struct {
			Kind     string   `json:"cell_type"`
			Source   []string `json:"source"`
			Metadata struct{ Tags []string }
		}
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, c := range notebook.Cells {
		if c.Kind == "code" {
			declares, does, _ := strings.Cut(strings.Join(c.Source, "")+"\n", "%%\n")
			cells = append(cells, cell{strings.ReplaceAll(declares, "%noautoget\n", ""), does, c.Metadata.Tags})
		}
	}
	return cells
}

// page is what the cells of a notebook declare; as in a notebook, the last declaration of a name counts.
type page struct {
	imports  []string
	declared map[string]string // name → source
}

// add adds what a cell declares.
func (p *page) add(t *testing.T, declares string) {
	t.Helper()
	source := "package main\n" + declares
	file, err := parser.ParseFile(token.NewFileSet(), "cell.go", source, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, declares)
	}
	text := func(node ast.Node) string { return source[node.Pos()-1 : node.End()-1] }
	for _, spec := range file.Imports {
		p.imports = append(p.imports, text(spec))
	}
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			p.declared[declaration.Name.Name] = text(declaration)
		case *ast.GenDecl:
			if kind, ok := declaration.Specs[0].(*ast.TypeSpec); ok {
				p.declared[kind.Name.Name] = text(declaration)
			}
		}
	}
}

var word = regexp.MustCompile(`\w+`)

// needed returns the names of the declarations that a piece of code needs, directly or by what it needs.
func (p *page) needed(code string, names map[string]bool) map[string]bool {
	for _, name := range word.FindAllString(code, -1) {
		if p.declared[name] != "" && !names[name] {
			names[name] = true
			p.needed(p.declared[name], names)
		}
	}
	return names
}

// program makes one Go program of the checks of a notebook, one after the other, and what they need. Checks of a model that is
// trained are left to the notebook's own execution.
func program(t *testing.T, cells []cell) string {
	t.Helper()
	p, does, names := page{declared: map[string]string{}}, "", map[string]bool{}
	for _, c := range cells {
		if !slices.Contains(c.tags, "raises-exception") {
			p.add(t, c.declares)
		}
	}
	for _, c := range cells {
		needed := p.needed(c.does, map[string]bool{})
		if slices.Contains(c.tags, "check") && !needed["train"] {
			does += "{\n" + c.does + "}\n"
			maps.Copy(names, needed)
		}
	}
	var text strings.Builder
	for name := range names {
		fmt.Fprintf(&text, "%s\n\n", p.declared[name])
	}
	imports := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(p.imports))), func(path string) bool { return path[0] == '.' })
	return fmt.Sprintf("package main\n\nimport (\n%s\n)\n\n%sfunc main() {\n%s}\n", strings.Join(imports, "\n"), &text, does)
}

// run runs the checks of a notebook and returns what each says.
func run(t *testing.T, path string) []string {
	t.Helper()
	source := program(t, readCells(t, path))
	file := filepath.Join(t.TempDir(), "main.go")
	formatted, err := imports.Process(filepath.Join("..", "main.go"), []byte(source), nil)
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, source)
	}
	if err := os.WriteFile(file, formatted, 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", file)
	command.Env = append(os.Environ(), "NEXTTOKEN_MODELS="+t.TempDir())
	said, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s\n%s", path, err, said, formatted)
	}
	return strings.Split(strings.TrimSpace(string(said)), "\n")
}

// The code that stands in the notebooks: untouched, every check says "not done yet"; solved, every one says "right".
func TestTheNotebooksExercises(t *testing.T) {
	paths, err := filepath.Glob("../../notebooks/0[0-8]_*.ipynb")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stubs := run(t, path)
			solved := run(t, filepath.Join(filepath.Dir(path), "solutions", name))
			least := 3
			if strings.HasPrefix(name, "00") {
				least = 1
			}
			if len(stubs) != len(solved) || len(stubs) < least {
				t.Fatalf("%d checks, and %d in the solutions; want %d or more of each", len(stubs), len(solved), least)
			}
			for i := range stubs {
				if !strings.HasPrefix(stubs[i], "○ Not done yet.") || !strings.HasPrefix(solved[i], "✓ Right.") {
					t.Errorf("check %d says %q of the stub, and %q of the solution", i+1, stubs[i], solved[i])
				}
			}
		})
	}
}
