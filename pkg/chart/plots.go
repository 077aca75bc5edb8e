package chart

import (
	"fmt"
	"math"
	"slices"
)

// Line draws a curve through points. The titles of the axes should name the units.
//
//	x, y: [points]
func Line(title, xTitle, yTitle string, x, y []float64) { show(line(title, xTitle, yTitle, x, y)) }

func line(title, xTitle, yTitle string, x, y []float64) (picture, error) {
	if err := sameLength("x values", len(x), "y values", len(y)); err != nil {
		return picture{}, err
	}
	if err := finite("points", append(slices.Clone(x), y...)...); err != nil {
		return picture{}, err
	}
	var rows []row
	for i := range x {
		rows = append(rows, row{"x": rounded(x[i]), "y": rounded(y[i])})
	}
	last := len(x) - 1
	text := fmt.Sprintf("A line: %s by %s, from %.4g at %.4g to %.4g at %.4g.",
		yTitle, xTitle, y[0], x[0], y[last], x[last])
	p, err := load("line", title, text, rows)
	if err == nil {
		nameAxes(p.spec, xTitle, yTitle)
		for axis, numbers := range map[string][]float64{"x": x, "y": y} {
			if ends := around(numbers); ends != nil {
				set(p.spec, spec{"domain": ends}, "encoding", axis, "scale")
			}
		}
	}
	return p, err
}

// HeatMap draws a table of numbers as colours: blue below 0, white at 0, orange above 0.
//
//	names: [rows]; values: [rows][columns]
func HeatMap(title string, names []string, values [][]float64) { show(heatMap(title, names, values)) }

func heatMap(title string, names []string, values [][]float64) (picture, error) {
	if err := sameLength("names", len(names), "rows", len(values)); err != nil {
		return picture{}, err
	}
	var rows []row
	low, high := math.Inf(1), math.Inf(-1)
	for i, numbers := range values {
		if len(numbers) != len(values[0]) || len(numbers) == 0 {
			return picture{}, fmt.Errorf("row %s has %d numbers and row %s has %d: "+
				"they must have the same length, and not be empty", names[i], len(numbers), names[0], len(values[0]))
		}
		if err := finite("row "+names[i], numbers...); err != nil {
			return picture{}, err
		}
		for column, value := range numbers {
			low, high = min(low, value), max(high, value)
			rows = append(rows, row{"row": names[i], "column": column + 1, "value": rounded(value)})
		}
	}
	text := fmt.Sprintf("A table of %d rows and %d columns as colours, from %.2f to %.2f.",
		len(values), len(values[0]), low, high)
	p, err := load("heatmap", title, text, rows)
	if err == nil {
		far := rounded(max(math.Abs(low), math.Abs(high), 1e-9)) // so white is 0
		set(p.spec, spec{"scheme": "blueorange", "domain": []float64{-far, far}}, "encoding", "color", "scale")
		p.spec["width"] = min(30*len(values[0]), 520)
	}
	return p, err
}

// nameAxes sets the titles of both axes, also in the tooltips.
func nameAxes(filled spec, xTitle, yTitle string) {
	for i, axis := range []string{"x", "y"} {
		name := []string{xTitle, yTitle}[i]
		set(filled, name, "encoding", axis, "title")
		set(filled, name, "encoding", "tooltip", i, "title")
	}
}
