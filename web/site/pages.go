package main

import (
	"encoding/json"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nexttoken/internal/blank"
)

// leftOut are the pages that a browser cannot run: their model has 135 million parameters.
var leftOut = []string{"11_a_real_one.ipynb"}

// writePages writes the pages, without outputs, and their solutions. It returns the packages that each page and its
// solution import.
func writePages(source, target string) (map[string][]string, error) {
	imports := map[string][]string{}
	for _, folder := range []string{".", "solutions"} {
		found, err := filepath.Glob(filepath.Join(source, folder, "*.ipynb"))
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(filepath.Join(target, folder), 0o755); err != nil {
			return nil, err
		}
		for _, path := range found {
			name := filepath.Base(path)
			more, err := writePage(path, filepath.Join(target, folder, name), folder == ".")
			if err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			if !slices.Contains(leftOut, name) {
				imports[name] = append(imports[name], more...)
			}
		}
	}
	return imports, nil
}

// writePage writes a page or a solution, and returns the packages that its cells import.
func writePage(path, target string, isPage bool) ([]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	imports, err := importsOf(content)
	if err != nil {
		return nil, err
	}
	if content, err = forSite(filepath.Base(path), content, isPage); err != nil {
		return nil, err
	}
	return imports, os.WriteFile(target, content, 0o644)
}

// forSite returns a page or a solution as the site has it: a page has no outputs, because students predict a result
// before they see it.
func forSite(name string, content []byte, isPage bool) ([]byte, error) {
	switch {
	case slices.Contains(leftOut, name):
		return onlyTitle(content)
	case !isPage:
		return content, nil
	}
	content, err := blank.Notebook(content)
	if err != nil {
		return nil, err
	}
	return withBanner(content)
}

// importsOf returns the packages that a notebook's cells import.
func importsOf(content []byte) (imports []string, err error) {
	var notebook struct {
		Cells []struct {
			Kind   string   `json:"cell_type"`
			Source []string `json:"source"`
		}
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		return nil, err
	}
	for _, cell := range notebook.Cells {
		if cell.Kind != "code" {
			continue
		}
		declared, _, _ := strings.Cut(strings.ReplaceAll(strings.Join(cell.Source, ""), "%noautoget\n", ""), "%%")
		file, _ := parser.ParseFile(token.NewFileSet(), "", "package main\n"+declared, parser.ImportsOnly)
		if file == nil {
			continue
		}
		for _, spec := range file.Imports {
			imports = append(imports, strings.Trim(spec.Path.Value, `"`))
		}
	}
	return imports, nil
}
