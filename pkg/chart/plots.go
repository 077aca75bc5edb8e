package chart

import (
	"fmt"
	"math"
	"slices"
)

// Line draws a curve through points. The axes' titles should name the units.
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
	text := fmt.Sprintf("A line: %s by %s, from %.4g at %.4g to %.4g at %.4g.", yTitle, xTitle, y[0], x[0], y[last], x[last])
	p, err := load("line", title, text, rows)
	if err == nil {
		for i, axis := range []string{"x", "y"} {
			name := []string{xTitle, yTitle}[i]
			set(p.spec, name, "encoding", axis, "title")
			set(p.spec, name, "encoding", "tooltip", i, "title")
		}
	}
	return p, err
}

// HeatMap draws a table of numbers as colours: blue below 0, orange above.
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
		if err := finite("row "+names[i], numbers...); err != nil {
			return picture{}, err
		}
		for column, value := range numbers {
			low, high = min(low, value), max(high, value)
			rows = append(rows, row{"row": names[i], "column": column + 1, "value": rounded(value)})
		}
	}
	text := fmt.Sprintf("A table of %d rows and %d columns as colours, from %.2f to %.2f.", len(values), len(values[0]), low, high)
	return load("heatmap", title, text, rows)
}

// Point is a labelled point of a plane, of some kind that gives it its colour.
type Point struct {
	Label, Kind string
	X, Y        float64
}

// Points draws labels where their points lie, with a slider over the moments of training, named by their steps.
//
//	steps: [moments]; points: [moments][…]
func Points(title, xTitle, yTitle string, steps []int, points [][]Point) {
	show(pointsPicture(title, xTitle, yTitle, steps, points))
}

func pointsPicture(title, xTitle, yTitle string, steps []int, points [][]Point) (picture, error) {
	if err := sameLength("steps", len(steps), "sets of points", len(points)); err != nil {
		return picture{}, err
	}
	var rows []row
	extent := 0.0
	for moment, step := range steps {
		for _, point := range points[moment] {
			if err := finite("point "+point.Label, point.X, point.Y); err != nil {
				return picture{}, err
			}
			extent = max(extent, math.Abs(point.X), math.Abs(point.Y))
			rows = append(rows, row{"moment": moment, "step": step, "label": point.Label, "kind": point.Kind, "x": rounded(point.X), "y": rounded(point.Y)})
		}
	}
	text := fmt.Sprintf("Letters as points: %s against %s, with a slider over training, at steps %v.", yTitle, xTitle, steps)
	p, err := load("points", title, text, rows)
	if err == nil {
		framePoints(p.spec, xTitle, yTitle, rounded(extent*1.08), len(steps)-1)
	}
	return p, err
}

// framePoints fixes the axes, so that it is the points that move, and the slider.
func framePoints(filled spec, xTitle, yTitle string, extent float64, last int) {
	for i, axis := range []string{"x", "y"} {
		name := []string{xTitle, yTitle}[i]
		set(filled, name, "layer", 0, "encoding", axis, "title")
		set(filled, name, "layer", 0, "encoding", "tooltip", 2+i, "title")
		set(filled, spec{"domain": []float64{-extent, extent}}, "layer", 0, "encoding", axis, "scale")
	}
	if last > 0 {
		slider(filled, last)
		return
	}
	delete(filled, "params")
	delete(filled, "transform")
	filled["layer"] = filled["layer"].([]any)[:1]
}

// Arrow goes from one point of a plane to another, and has a meaning.
type Arrow struct {
	Meaning  string
	From, To Point
}

// Arrows draws labelled points and arrows between them, for instance the parallelogram of an analogy.
func Arrows(title, xTitle, yTitle string, points []Point, arrows []Arrow) {
	show(arrowsPicture(title, xTitle, yTitle, points, arrows))
}

func arrowsPicture(title, xTitle, yTitle string, points []Point, arrows []Arrow) (picture, error) {
	var rows []row
	text := "Points:"
	for i, point := range points {
		if err := finite("point "+point.Label, point.X, point.Y); err != nil {
			return picture{}, err
		}
		text += fmt.Sprintf(" %s (%.2f, %.2f)", point.Label, point.X, point.Y)
		rows = append(rows, row{"label": point.Label, "x": rounded(point.X), "y": rounded(point.Y), "above": isAbove(i, points)})
	}
	for _, arrow := range arrows {
		rows = append(rows, row{"arrow": arrow.Meaning, "x": rounded(arrow.From.X), "y": rounded(arrow.From.Y),
			"toX": rounded(arrow.To.X), "toY": rounded(arrow.To.Y),
			"angle": rounded(90 - 180/math.Pi*math.Atan2(arrow.To.Y-arrow.From.Y, arrow.To.X-arrow.From.X))})
		text += fmt.Sprintf("; arrow %s from %s to %s", arrow.Meaning, arrow.From.Label, arrow.To.Label)
	}
	p, err := load("arrows", title, text+".", rows)
	if err == nil {
		set(p.spec, xTitle, "encoding", "x", "title")
		set(p.spec, yTitle, "encoding", "y", "title")
	}
	return p, err
}

// isAbove puts a point's label above it when the point is the higher one of the two that are nearest to each other.
func isAbove(i int, points []Point) bool {
	nearest, distance := i, math.Inf(1)
	for j, other := range points {
		if d := math.Hypot(other.X-points[i].X, other.Y-points[i].Y); j != i && d < distance {
			nearest, distance = j, d
		}
	}
	return points[i].Y >= points[nearest].Y
}
