package notebook

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const page = `{"cells": [
 {"cell_type": "markdown", "source": ["# A page"]},
 {"cell_type": "code", "metadata": {}, "source": [
  "%noautoget\n", "import \"math\"\n", "const two, three = 2, 3\n", "func root(x float64) float64 { return x }"]},
 {"cell_type": "code", "metadata": {}, "source": [
  "// root is better.\n", "func root(x float64) float64 { return math.Sqrt(x) }\n", "\n", "%%\n",
  "fmt.Println(root(two))"]},
 {"cell_type": "code", "metadata": {"tags": ["raises-exception"]}, "source": ["func {"]},
 {"cell_type": "code", "metadata": {"tags": ["check"]}, "source": ["%%\n", "fmt.Println(three)"]}
]}`

func read(t *testing.T, content string) []Cell {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.ipynb")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	cells, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return cells
}

func TestCellsOfAPage(t *testing.T) {
	cells := read(t, page)
	if len(cells) != 4 || cells[1].Does != "fmt.Println(root(two))\n" || strings.Contains(cells[0].Declares, "%") {
		t.Errorf("%q", cells)
	}
	if !slices.Equal(cells[3].Tags, []string{"check"}) {
		t.Errorf("tags %q", cells[3].Tags)
	}
}

func TestAProgramHoldsWhatTheCodeNeeds(t *testing.T) {
	cells := read(t, page)
	p, err := NewPage(cells)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Program(cells[1].Does)
	if err != nil || !strings.Contains(got, "math.Sqrt(x)") || strings.Contains(got, "return x }") ||
		!strings.Contains(got, "const two, three = 2, 3") || !strings.Contains(got, `"fmt"`) {
		t.Errorf("%v:\n%s", err, got)
	}
	got, err = p.Program("fmt.Println(1)")
	if err != nil || strings.Contains(got, "root") || strings.Contains(got, "math") {
		t.Errorf("more than is needed, %v:\n%s", err, got)
	}
	if !p.Needs("root(1)", "root") || p.Needs("root(1)", "two") {
		t.Error("Needs finds too little or too much")
	}
}

// Go does not compile a dot import that is not used.
func TestADotImportIsThereWhereItIsUsed(t *testing.T) {
	p, err := NewPage([]Cell{{Declares: "import . \"strings\"\nfunc Twice(s string) string { return s + s }\n"}})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]bool{
		`fmt.Println(ToUpper("abi"))`: true,
		`fmt.Println(Twice("abi"))`:   false, // the page declares it
		`fmt.Println("abi")`:          false,
	} {
		program, err := p.Program(code)
		if err != nil || strings.Contains(program, `. "strings"`) != want {
			t.Errorf("%v in\n%s\nwant a dot import: %v", err, program, want)
		}
	}
}

func TestWhatIsNoNotebook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.ipynb")
	if _, err := Read(path); err == nil {
		t.Error("a missing file was read")
	}
	if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err == nil || !strings.Contains(err.Error(), "is not a notebook") {
		t.Errorf("error %v", err)
	}
	if _, err := NewPage([]Cell{{Declares: "func {"}}); err == nil {
		t.Error("a cell that does not parse")
	}
}
