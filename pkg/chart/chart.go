// Package chart shows charts, tables, pictures and results of exercises in a notebook. No other package displays
// anything there. JupyterLab draws the charts itself: they need no internet, and their sliders need no kernel.
//
// A chart is a Vega-Lite or a Vega specification (specs/*.json) with data. It has a text alternative, for readers who
// do not see it; outside a notebook, this text is printed instead. Bad data end the cell with one sentence.
package chart

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed specs/*.json
var specs embed.FS

// The MIME types of what a notebook shows.
const (
	vegaLite = "application/vnd.vegalite.v5+json"
	vega     = "application/vnd.vega.v5+json" // for a picture that Vega-Lite cannot describe
	htmlText = "text/html"
	plain    = "text/plain" // the text alternative
)

// spec is a Vega-Lite specification, or a part of one.
type spec = map[string]any

// row is a line of a chart's data.
type row = map[string]any

// picture is a chart that is ready to be shown.
type picture struct {
	spec spec
	text string // the title and the text alternative
}

// load returns a picture: the specification specs/NAME.json and the theme, with a title, data, and a text alternative.
func load(name, title, text string, rows []row) (picture, error) {
	filled := spec{}
	for _, file := range []string{"theme", name} {
		content, err := specs.ReadFile("specs/" + file + ".json")
		if err != nil {
			return picture{}, err
		}
		if err := json.Unmarshal(content, &filled); err != nil {
			return picture{}, fmt.Errorf("specs/%s.json: %w", file, err)
		}
	}
	keyboard(filled)
	filled["title"], filled["description"] = spec{"text": title}, text
	filled["data"] = spec{"values": rows}
	return picture{filled, title + ". " + text}, nil
}

// set changes a part of a specification, for instance set(filled, "Probability", "encoding", "y", "title"). The path
// must exist, except its last key.
func set(part any, value any, path ...any) {
	for _, key := range path[:len(path)-1] {
		switch key := key.(type) {
		case string:
			part = part.(spec)[key]
		case int:
			part = part.([]any)[key]
		}
	}
	part.(spec)[path[len(path)-1].(string)] = value
}

// show shows a picture once.
func show(p picture, err error) { update("", p, err) }

// update shows a picture in the place of the last one with the same id, or ends the cell with an error.
func update(id string, p picture, err error) {
	if err == nil {
		err = send(id, p)
	}
	check(err)
}

// send displays a picture, or prints its text outside a notebook.
func send(id string, p picture) error {
	if !inNotebook {
		fmt.Println(p.text)
		return nil
	}
	filled, err := plainTypes(p.spec)
	if err != nil {
		return err
	}
	display(id, map[string]any{p.kind(): filled, plain: p.text})
	return nil
}

// kind returns the MIME type of a picture's specification.
func (p picture) kind() string {
	if schema, _ := p.spec["$schema"].(string); strings.Contains(schema, "/schema/vega/") {
		return vega
	}
	return vegaLite
}

// showHTML displays HTML with its text alternative, or prints the text outside a notebook.
func showHTML(content, text string) {
	if !inNotebook {
		fmt.Println(text)
		return
	}
	display("", map[string]any{htmlText: content, plain: text})
}

// plainTypes converts a specification to maps, lists, strings, booleans and float64s: the kernel accepts no others.
func plainTypes(filled spec) (bare spec, err error) {
	text, err := json.Marshal(filled)
	if err != nil {
		return nil, err
	}
	return bare, json.Unmarshal(text, &bare)
}

// around returns the ends of an axis on which all numbers are the same: half the number on both sides of it, and from
// −1 to 1 for 0. Vega would draw such an axis with one place only. It returns nil for numbers that differ.
func around(numbers []float64) []float64 {
	if len(numbers) == 0 || slices.Min(numbers) != slices.Max(numbers) {
		return nil
	}
	half := math.Abs(numbers[0]) / 2
	if half == 0 {
		half = 1
	}
	return []float64{rounded(numbers[0] - half), rounded(numbers[0] + half)}
}

// rounded returns a number with five digits. More digits are invisible, and make a notebook larger.
func rounded(x float64) float64 {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 5, 64), 64)
	return short
}

// finite returns an error if a number cannot be drawn.
func finite(what string, numbers ...float64) error {
	for i, x := range numbers {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%s: number %d is %v, which cannot be drawn", what, i+1, x)
		}
	}
	return nil
}

// sameLength returns an error if two lists that belong together are empty or differ in length.
func sameLength(one string, n int, other string, m int) error {
	if n != m || n == 0 {
		return fmt.Errorf("%d %s and %d %s: there must be the same number of both, and at least one", n, one, m, other)
	}
	return nil
}
