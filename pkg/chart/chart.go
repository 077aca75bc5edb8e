// Package chart shows what the lecture computes: charts that JupyterLab draws itself, without the internet and, for
// the sliders, without a kernel; tables, boxes, and drawings. It is the one package that displays in a notebook.
//
// A chart is a Vega-Lite specification (specs/*.json) filled with data. Bad data end the cell with one sentence.
// Outside a notebook, the text alternative is printed instead.
package chart

import (
	"embed"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

//go:embed specs/*.json
var specs embed.FS

// What a notebook shows, by MIME type.
const (
	vegaLite = "application/vnd.vegalite.v5+json"
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
	text string // what the picture says, for those who do not see it
}

// load returns a specification with the theme, a title, data, and a text alternative.
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
	filled["title"], filled["description"] = spec{"text": title}, text
	filled["data"] = spec{"values": rows}
	return picture{filled, title + ". " + text}, nil
}

// set changes a part of a specification: set(filled, "Probability", "encoding", "y", "title").
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

// update shows a picture in the place of the last one with the same id.
func update(id string, p picture, err error) {
	if err == nil {
		err = send(id, p)
	}
	check(err)
}

func send(id string, p picture) error {
	if !inNotebook {
		fmt.Println(p.text)
		return nil
	}
	filled, err := plainTypes(p.spec)
	if err != nil {
		return err
	}
	display(id, map[string]any{vegaLite: filled, plain: p.text})
	return nil
}

// showHTML shows a piece of HTML, with its text alternative. Outside a notebook it prints the text.
func showHTML(content, text string) {
	if !inNotebook {
		fmt.Println(text)
		return
	}
	display("", map[string]any{htmlText: content, plain: text})
}

// plainTypes turns a specification into maps, lists, strings and float64s, which are all that the kernel takes.
func plainTypes(filled spec) (bare spec, err error) {
	text, err := json.Marshal(filled)
	if err != nil {
		return nil, err
	}
	return bare, json.Unmarshal(text, &bare)
}

// rounded keeps five digits: more are invisible, and make a notebook large.
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

// sameLength returns an error if two lists that belong together differ in length.
func sameLength(one string, n int, other string, m int) error {
	if n != m || n == 0 {
		return fmt.Errorf("%d %s and %d %s: each needs the other", n, one, m, other)
	}
	return nil
}
