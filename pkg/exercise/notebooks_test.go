package exercise_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nexttoken/internal/notebook"
)

// checks returns a Go program with the checks of a notebook, one after the other. It leaves out the checks that train a
// model: these run when the notebook is executed.
func checks(t *testing.T, path string) string {
	t.Helper()
	cells, err := notebook.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	page, err := notebook.NewPage(cells)
	if err != nil {
		t.Fatal(path, err)
	}
	does := ""
	for _, c := range cells {
		if slices.Contains(c.Tags, "check") && !page.Needs(c.Does, "train") {
			does += "{\n" + c.Does + "}\n"
		}
	}
	program, err := page.Program(does)
	if err != nil {
		t.Fatal(path, err)
	}
	return program
}

// run runs the checks of a notebook and returns what each prints.
func run(t *testing.T, path string) []string {
	t.Helper()
	source := checks(t, path)
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", file)
	command.Env = append(os.Environ(), "NEXTTOKEN_MODELS="+t.TempDir())
	printed, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s\n%s", path, err, printed, source)
	}
	return strings.Split(strings.TrimSpace(string(printed)), "\n")
}

// The checks of the notebooks print "not done yet" before a student changes anything, and "right" with the solutions.
func TestTheNotebooksExercises(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles 20 programs: too long to repeat for each mutant")
	}
	paths, err := filepath.Glob("../../notebooks/0[0-9]_*.ipynb")
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
				least = 2
			}
			if len(stubs) != len(solved) || len(stubs) < least {
				t.Fatalf("%d checks, and %d in the solutions; want %d or more of each", len(stubs), len(solved), least)
			}
			for i := range stubs {
				if !strings.HasPrefix(stubs[i], "○ Not done yet.") || !strings.HasPrefix(solved[i], "✓ Right.") {
					t.Errorf("check %d prints %q for the stub, and %q for the solution", i+1, stubs[i], solved[i])
				}
			}
		})
	}
}
