package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// standard are the packages of the standard library that a cell may use without an import, besides those of the pages.
var standard = strings.Fields(`bufio bytes cmp container/heap container/list context encoding/csv encoding/json
	errors fmt io iter maps math math/big math/bits math/cmplx math/rand math/rand/v2 os reflect regexp slices sort
	strconv strings sync sync/atomic text/tabwriter text/template time unicode unicode/utf8`)

// listed is what the go command knows of a package.
type listed struct {
	ImportPath, Name, Export, Dir string
	GoFiles, Deps                 []string
	Standard                      bool
	Module                        *struct{ Path string }
}

// indexed is a package in packages.json.
type indexed struct {
	Path    string   `json:"path"`
	Name    string   `json:"name"`
	Exports []string `json:"exports,omitempty"`
	Bundle  int      `json:"bundle"`
	From    int      `json:"from"` // its archive's place in the bundle
	Size    int      `json:"size"`
	Deps    []int    `json:"deps,omitempty"`
}

// bundle is a file with archives.
type bundle struct {
	File string `json:"file"` // its name without .gz
	Size int64  `json:"size"` // packed with gzip
}

// writePackages writes the archives of the packages that programs import, and packages.json, which lists them. imports
// are those of each page, and mod is the go.mod to build with.
func writePackages(target, mod string, imports map[string][]string) error {
	packages, err := list(mod, append(slices.Concat(slices.Collect(maps.Values(imports))...), standard...))
	if err != nil {
		return err
	}
	var index struct {
		Packages []indexed `json:"packages"`
		Bundles  []bundle  `json:"bundles"`
	}
	index.Packages = make([]indexed, len(packages))
	places := map[string]int{}
	for i, p := range packages {
		places[p.ImportPath] = i
	}
	for name, paths := range bundles(packages, imports) {
		var content bytes.Buffer
		for _, path := range paths {
			i := places[path]
			one := indexed{Path: path, Name: packages[i].Name, Bundle: len(index.Bundles)}
			if err := packages[i].add(&one, &content, places); err != nil {
				return err
			}
			index.Packages[i] = one
		}
		written, err := writeBundle(target, name, content.Bytes())
		if err != nil {
			return err
		}
		index.Bundles = append(index.Bundles, written)
	}
	text, err := json.Marshal(index)
	if err != nil {
		return err
	}
	return writePacked(filepath.Join(target, "packages.json"), text)
}

// list returns packages and all that they need, each compiled.
func list(mod string, paths []string) ([]listed, error) {
	output, err := forBrowser(append([]string{"list", "-modfile=" + mod, "-deps", "-export",
		"-gcflags=all=-dwarf=false", "-json=ImportPath,Name,Export,Dir,GoFiles,Deps,Standard,Module"}, paths...)...)
	if err != nil {
		return nil, err
	}
	var all []listed
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if one.Export != "" { // unsafe has none
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b listed) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.ImportPath, b.ImportPath))
	})
	return all, nil
}

// rank orders packages of one name: a cell that names none of them means the first. Of the two math/rand, goimports
// takes the newer.
func (p listed) rank() int {
	switch {
	case p.Standard && strings.Contains(p.ImportPath, "internal/"), p.ImportPath == "math/rand":
		return 3
	case p.Standard:
		return 0
	case p.Module.Path == "nexttoken":
		return 1
	}
	return 2
}

// bundles returns the packages by bundle. A program is linked with whole bundles, so that those belong together which a
// page needs and no page before it does. Page 00 shows all there is, so that it comes last.
func bundles(packages []listed, imports map[string][]string) map[string][]string {
	byPath := map[string]listed{}
	for _, p := range packages {
		byPath[p.ImportPath] = p
	}
	found, seen := map[string][]string{}, map[string]bool{}
	put := func(name string, roots []string) {
		for _, root := range roots {
			for _, path := range append(slices.Clone(byPath[root].Deps), root) {
				if p, ok := byPath[path]; ok && !seen[path] {
					seen[path] = true
					found[p.bundle(name)] = append(found[p.bundle(name)], path)
				}
			}
		}
	}
	put("go", []string{"fmt", "math", "strings", "slices"})
	pages := slices.Sorted(maps.Keys(imports))
	for _, page := range append(pages[1:], pages[0]) {
		put("page-"+page[:2], imports[page])
	}
	put("more", standard)
	return found
}

// bundle keeps what is linked with GoMLX apart: it is large, and not every cell of a page needs it.
func (p listed) bundle(name string) string {
	if slices.ContainsFunc(append(p.Deps, p.ImportPath), isGoMLX) {
		return name + "-gomlx"
	}
	return name
}

func isGoMLX(path string) bool { return strings.HasPrefix(path, "github.com/gomlx/") }

// add writes a package's archive into its bundle, and notes in the index where.
func (p listed) add(one *indexed, content *bytes.Buffer, places map[string]int) error {
	archive, err := os.ReadFile(p.Export)
	if err != nil {
		return err
	}
	one.From, one.Size = content.Len(), len(archive)
	content.Write(archive)
	for _, dep := range p.Deps {
		if place, ok := places[dep]; ok {
			one.Deps = append(one.Deps, place)
		}
	}
	if !strings.Contains(p.ImportPath, "internal/") {
		one.Exports, err = p.exports()
	}
	return err
}

// exports returns the names that a package exports.
func (p listed) exports() ([]string, error) {
	names := map[string]bool{}
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
		if err != nil {
			return nil, err
		}
		for name := range file.Scope.Objects {
			names[name] = ast.IsExported(name)
		}
	}
	maps.DeleteFunc(names, func(_ string, exported bool) bool { return !exported })
	return slices.Sorted(maps.Keys(names)), nil
}

// writeBundle writes a bundle. Its name changes with its content, so that browsers and servers can keep it for ever.
func writeBundle(target, name string, content []byte) (bundle, error) {
	sum := sha256.Sum256(content)
	file := fmt.Sprintf("%s.%x.bin", name, sum[:4])
	path := filepath.Join(target, file)
	if err := writePacked(path, content); err != nil {
		return bundle{}, err
	}
	status, err := os.Stat(path + ".gz")
	if err != nil {
		return bundle{}, err
	}
	return bundle{file, status.Size()}, nil
}
