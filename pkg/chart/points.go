package chart

import (
	"fmt"
	"math"
	"strings"
)

// Point is a labelled point of a plane. All points of one kind, such as "vowel", have one colour.
type Point struct {
	Label, Kind string
	X, Y        float64
}

const (
	pointsWidth, pointsHeight = 496.0, 420.0
	pointsFont                = 16.0
)

// Points draws labels at their points, with a slider over the steps of a training if there are several. A label that
// would cover another one is moved, with a line to its point.
//
//	steps: [moments]
//	points: [moments][any number]
func Points(title, xTitle, yTitle string, steps []int, points [][]Point) {
	show(pointsPicture(title, xTitle, yTitle, steps, points))
}

func pointsPicture(title, xTitle, yTitle string, steps []int, points [][]Point) (picture, error) {
	if err := sameLength("steps", len(steps), "sets of points", len(points)); err != nil {
		return picture{}, err
	}
	extent, err := reach(points)
	if err != nil {
		return picture{}, err
	}
	square := frame{-extent, extent, -extent, extent, pointsWidth, pointsHeight}
	var rows []row
	for moment, step := range steps {
		rows = append(rows, pointRows(square, moment, step, points[moment])...)
	}
	last := len(steps) - 1
	text := fmt.Sprintf("Labels as points: %s against %s. After %d steps: %s.",
		yTitle, xTitle, steps[last], coordinates(points[last]))
	if last > 0 {
		text = fmt.Sprintf("Labels as points, with a slider over training, at steps %v: %s against %s. "+
			"After %d steps: %s.", steps, yTitle, xTitle, steps[last], coordinates(points[last]))
	}
	p, err := load("points", title, text, rows)
	if err == nil {
		framePoints(p.spec, xTitle, yTitle, extent, last)
	}
	return p, err
}

// reach returns the end of the axes in each direction from 0, with a margin for the labels.
func reach(points [][]Point) (float64, error) {
	extent := 0.0
	for _, moment := range points {
		for _, point := range moment {
			if err := finite("point "+point.Label, point.X, point.Y); err != nil {
				return 0, err
			}
			extent = max(extent, math.Abs(point.X), math.Abs(point.Y))
		}
	}
	if extent == 0 {
		return 1, nil
	}
	return rounded(extent * 1.1), nil
}

// pointRows returns the rows of the points at a moment, with the places of labels that are moved.
func pointRows(square frame, moment, step int, points []Point) []row {
	labels := make([]label, len(points))
	for i, point := range points {
		labels[i] = label{point.Label, square.spot(point.X, point.Y), pointsFont}
	}
	rows := make([]row, len(points))
	for i, place := range placed(labels, nil) {
		point := points[i]
		rows[i] = row{"moment": moment, "step": step, "label": point.Label, "kind": point.Kind,
			"x": rounded(point.X), "y": rounded(point.Y)}
		if place != labels[i].point {
			rows[i]["labelX"], rows[i]["labelY"] = square.number(place)
		}
	}
	return rows
}

// framePoints sets the axes, which are the same at all moments, and the slider. One moment needs no slider.
func framePoints(filled spec, xTitle, yTitle string, extent float64, last int) {
	filled["width"], filled["height"] = pointsWidth, pointsHeight
	for i, axis := range []string{"x", "y"} {
		name := []string{xTitle, yTitle}[i]
		set(filled, name, "encoding", axis, "title")
		set(filled, spec{"domain": []float64{-extent, extent}, "nice": false}, "encoding", axis, "scale")
		set(filled, name, "layer", 1, "encoding", "tooltip", 2+i, "title")
	}
	if last > 0 {
		lastStep(filled, last)
		return
	}
	delete(filled, "params")
	filled["transform"] = filled["transform"].([]any)[1:] // without the choice of a moment
	layers := filled["layer"].([]any)
	filled["layer"] = layers[:len(layers)-1] // without the name of the moment
}

// coordinates returns the points as text.
func coordinates(points []Point) string {
	parts := make([]string, len(points))
	for i, point := range points {
		parts[i] = fmt.Sprintf("%s (%.2f, %.2f)", point.Label, point.X, point.Y)
	}
	return strings.Join(parts, ", ")
}
