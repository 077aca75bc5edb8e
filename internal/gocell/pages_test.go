package gocell

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// page returns the code cells of a notebook, and whether each is wrong on purpose.
func page(t *testing.T, path string) (sources []string, wrong []bool) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cells []struct {
			Kind     string   `json:"cell_type"`
			Source   []string `json:"source"`
			Metadata struct{ Tags []string }
		}
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cells {
		if c.Kind == "code" {
			sources = append(sources, strings.Join(c.Source, ""))
			wrong = append(wrong, slices.Contains(c.Metadata.Tags, "raises-exception"))
		}
	}
	return sources, wrong
}

func TestTheCellsOfThePagesReachGoNBUnchanged(t *testing.T) {
	pages, _ := filepath.Glob("../../notebooks/*.ipynb")
	solutions, _ := filepath.Glob("../../notebooks/solutions/*.ipynb")
	cells := 0
	for _, path := range append(pages, solutions...) {
		var h History
		sources, wrong := page(t, path)
		for i, source := range sources {
			cells++
			c, problem := Read(source)
			if problem != nil && !wrong[i] {
				t.Errorf("%s: %+v\n%s", path, *problem, source)
			}
			if c.Code != source {
				t.Errorf("%s: the code is\n%s\nof\n%s", path, c.Code, source)
			}
			for _, note := range h.Notes(c) {
				t.Errorf("%s: the note %q, at\n%s", path, note, source)
			}
			if problem == nil {
				h.Compiled(c, i+1)
			}
		}
	}
	if cells < 150 {
		t.Errorf("only %d cells were read", cells)
	}
}
