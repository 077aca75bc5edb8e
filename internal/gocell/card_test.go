package gocell

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// cardHeading stands above the card of Go on page 00.
const cardHeading = "## The Go of these pages, on one card"

// textAndCode is a cell of a notebook, as a test needs it.
type textAndCode struct {
	Kind     string   `json:"cell_type"`
	Source   []string `json:"source"`
	Metadata struct{ Tags []string }
}

func (c textAndCode) text() string { return strings.Join(c.Source, "") }

func allCells(t *testing.T, path string) []textAndCode {
	t.Helper()
	var file struct{ Cells []textAndCode }
	content, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(content, &file)
	}
	if err != nil {
		t.Fatal(path, err)
	}
	return file.Cells
}

// use is where a kind of syntax stands first: a page, the number of a code cell of it, and a line.
type use struct {
	page       string
	cell, line int
	code       string
}

// used collects the kinds of syntax in the code of a page. It leaves out cells that are wrong on purpose.
func used(t *testing.T, path string, cells []textAndCode, found map[string]use) {
	t.Helper()
	number := 0
	for _, each := range cells {
		if each.Kind != "code" {
			continue
		}
		number++
		if slices.Contains(each.Metadata.Tags, "raises-exception") {
			continue
		}
		kinds, problem := kindsIn(each.text())
		if problem != nil {
			t.Errorf("%s, code cell %d: %s", path, number, problem.Message)
		}
		lines := strings.Split(each.text(), "\n")
		for kind, line := range kinds {
			if _, known := found[kind]; !known {
				code := lines[min(max(line, 1), len(lines))-1]
				found[kind] = use{filepath.Base(path), number, line, strings.TrimSpace(code)}
			}
		}
	}
}

// cardOf returns the cells of the card: from its heading to the next one of level 2.
func cardOf(cells []textAndCode) []textAndCode {
	begin := slices.IndexFunc(cells, func(c textAndCode) bool {
		return c.Kind == "markdown" && strings.HasPrefix(c.text(), cardHeading)
	})
	if begin < 0 {
		return nil
	}
	rest := cells[begin+1:]
	end := slices.IndexFunc(rest, func(c textAndCode) bool {
		return c.Kind == "markdown" && strings.HasPrefix(c.text(), "## ")
	})
	if end < 0 {
		end = len(rest)
	}
	return rest[:end]
}

// The card of Go on page 00 has every kind of syntax that a page uses. Until page 00 has its card, the test only lists
// what it needs.
func TestTheCardOfGoIsComplete(t *testing.T) {
	const first = "../../notebooks/00_start_here.ipynb"
	paths, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || !slices.Contains(paths, first) {
		t.Fatal(paths, err)
	}
	onPages, onCard := map[string]use{}, map[string]use{}
	card := cardOf(allCells(t, first))
	used(t, first, card, onCard)
	for _, path := range paths {
		used(t, path, allCells(t, path), onPages)
	}
	report := t.Errorf
	if card == nil {
		report = t.Logf
	}
	for _, kind := range slices.Sorted(maps.Keys(onPages)) {
		if _, found := onCard[kind]; !found {
			at := onPages[kind]
			report("the card of Go on page 00 lacks %q, which %s uses, first in code cell %d, line %d: %s",
				kind, at.page, at.cell, at.line, at.code)
		}
	}
}

func TestTheKindsOfSyntaxInACell(t *testing.T) {
	for source, want := range map[string]string{
		"%%\nx := 1": "a whole number: 27|x := y",
		"%%\nid, ok := m[`a`]": "a text between backquotes|" +
			"an index: x[i]|looking up with ok: x, ok := m[key]|x := y",
		"%%\nfor i := range 3 {\n}":                 "a whole number: 27|for range of a number: for i := range 3",
		"%%\nfor _, x := range xs {\n\tcontinue\n}": "continue|for range with _: for _, x := range xs",
		"func f(x, y float64) float64 { return x }": "a function: func f()|return with a value|" +
			"several names with one type: x, y float64|the type float64",
		"%noautoget\nimport . \"a/graph\"": `an import with a dot: import . "…"|import`,
		"%%\nmath.Sqrt(p.x)\nf[int](2)": "a call with a type: f[float64](x)|a field or a method: p.x, p.length()|" +
			"a name of a package: math.Sqrt|a whole number: 27|the type int",
		"%%\nx := []int{1}[0:1]": "a part of a list: x[1:3]|a slice with its values: []int{1, 2}|a whole number: 27|" +
			"the type int|the type of a slice: []T|x := y",
		"%%\ndefer f()\nx += -y": "-x|a call: f(x)|the statement defer|x += y",
		"%%\nfloat64(len(x))":    "a conversion: float64(x)|len()|the type float64",
	} {
		kinds, problem := kindsIn(source)
		if got := strings.Join(slices.Sorted(maps.Keys(kinds)), "|"); got != want || problem != nil {
			t.Errorf("%s\n%s, %v\nwant %s", source, got, problem, want)
		}
	}
}

func TestTheLineOfAKindOfSyntax(t *testing.T) {
	kinds, _ := kindsIn("%noautoget\n// f\nfunc f() {}\n\n%%\nx := 1\nx++")
	for kind, line := range map[string]int{"a function: func f()": 3, "x := y": 6, "x++": 7} {
		if kinds[kind] != line {
			t.Errorf("%s is in line %d, want %d", kind, kinds[kind], line)
		}
	}
}

func TestTheCardEndsWithTheNextHeading(t *testing.T) {
	cell := func(kind, text string) textAndCode { return textAndCode{Kind: kind, Source: []string{text}} }
	cells := []textAndCode{
		cell("code", "a"), cell("markdown", cardHeading+"\n\nWords."), cell("code", "b"), cell("markdown", "**Loops**"),
		cell("code", "## c"), cell("markdown", "## Exercises"), cell("code", "d"),
	}
	if got := cardOf(cells); len(got) != 3 || got[0].text() != "b" || got[2].text() != "## c" {
		t.Errorf("the card is %v", got)
	}
	if got := cardOf(cells[:1]); got != nil {
		t.Errorf("a page without a card has %v", got)
	}
}
