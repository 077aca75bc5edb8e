package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestImportsOfANotebook(t *testing.T) {
	const notebook = `{"cells": [
		{"cell_type": "code", "source": ["%noautoget\n", "import (\n", "\t\"os\"\n", ")\n", "%%\n", "f()"]},
		{"cell_type": "code", "source": ["import . \"math\"\n", "func f() {"]},
		{"cell_type": "markdown", "source": ["import \"fmt\""]}]}`
	got, err := importsOf([]byte(notebook))
	if want := []string{"os", "math"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	if _, err := importsOf([]byte("no notebook")); err == nil {
		t.Error("what is no notebook has imports")
	}
}

func TestPagesForTheSite(t *testing.T) {
	const page = `{"cells": [{"cell_type": "markdown", "source": ["# A title\n", "text"]},
		{"cell_type": "code", "source": ["%%\n", "neural.Train(split)"], "outputs": [1], "metadata": {}}],
		"nbformat": 4}`
	for _, test := range []struct {
		name            string
		isPage          bool
		contains, lacks string
	}{
		{"05_a.ipynb", true, "by 0.03", `"outputs": [1]`},
		{"05_a.ipynb", false, `"outputs": [1]`, "printed"},
		{leftOut[0], true, "This page is not on the site", "text"},
	} {
		got, err := forSite(test.name, []byte(page), test.isPage)
		if err != nil || !json.Valid(got) || !strings.Contains(string(got), "# A title") ||
			!strings.Contains(string(got), test.contains) || strings.Contains(string(got), test.lacks) {
			t.Errorf("%s: %s, %v", test.name, got, err)
		}
	}
	for _, bad := range []string{"no notebook", `{"cells": []}`, `{"cells": [{"cell_type": "code"}]}`} {
		if got, err := forSite("05_a.ipynb", []byte(bad), true); err == nil {
			t.Errorf("%s became %s", bad, got)
		}
	}
}

// A page waits for nothing that only a later page, or only GoMLX, needs.
func TestBundles(t *testing.T) {
	const gomlx = "github.com/gomlx/gomlx/core/graph"
	packages := []listed{
		{ImportPath: "runtime"}, {ImportPath: "fmt", Deps: []string{"runtime"}}, {ImportPath: "os"},
		{ImportPath: "time"}, {ImportPath: "names"},
		{ImportPath: "model", Deps: []string{gomlx, "os"}}, {ImportPath: gomlx},
	}
	got := bundles(packages, map[string][]string{
		"00_a.ipynb": {"names", "model", "time"}, "01_b.ipynb": {"names"}, "02_c.ipynb": {"names", "model"},
	})
	for name, want := range map[string][]string{
		"go": {"runtime", "fmt"}, "page-01": {"names"}, "page-02": {"os"}, "page-02-gomlx": {gomlx, "model"},
		"page-00": {"time"},
	} {
		if !slices.Equal(got[name], want) {
			t.Errorf("%s has %q, want %q", name, got[name], want)
		}
	}
}

func TestTheNewerRandComesFirst(t *testing.T) {
	packages, err := list(filepath.Join("..", "..", "go.mod"), []string{"math/rand", "math/rand/v2"})
	if err != nil {
		t.Fatal(err)
	}
	place := func(path string) int {
		return slices.IndexFunc(packages, func(p listed) bool { return p.ImportPath == path })
	}
	if newer, older := place("math/rand/v2"), place("math/rand"); newer < 0 || newer > older {
		t.Errorf("math/rand/v2 is at %d, math/rand at %d", newer, older)
	}
}

func TestTheCompilerKeepsOnlyWasm(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range []string{"compile", "link"} {
		folder := t.TempDir()
		overlay, err := onlyWasm(filepath.Join(strings.TrimSpace(string(root)), "src", "cmd", tool), folder)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(overlay)
		if err != nil || !json.Valid(text) {
			t.Errorf("the overlay %s, %v", text, err)
		}
		main, err := os.ReadFile(filepath.Join(folder, "main.go"))
		if err != nil || !strings.Contains(string(main), "wasm.Init") || strings.Contains(string(main), "amd64") {
			t.Errorf("%v: %s", err, main)
		}
	}
	if _, err := onlyWasm(t.TempDir(), t.TempDir()); err == nil {
		t.Error("a folder without a main file is taken")
	}
}

func TestOnlyPagesThatTrainHaveTheBanner(t *testing.T) {
	for code, want := range map[string]bool{"fmt.Println(1)": false, "neural.TrainOrOpen(letters)": true} {
		page := fmt.Sprintf(`{"cells": [{"cell_type": "markdown", "source": ["# Title"]},
			{"cell_type": "code", "source": [%q]}]}`, code)
		made, err := withBanner([]byte(page))
		if err != nil || strings.Contains(string(made), "In a browser") != want {
			t.Errorf("%s: %v, %s", code, err, made)
		}
	}
}
