package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Point is a point of a plane with its label. All points of one kind, such as "vowel", have one colour. A point without
// a label is a dot, without a trail.
type Point struct {
	Label, Kind string
	X, Y        float64
}

// Plane is one of several planes side by side, with the title Name. Points holds the points at each moment.
//
//	Points: [moments][any number]
type Plane struct {
	Name   string
	Points [][]Point
}

const (
	pointsWidth, pointsHeight = 520.0, 420.0
	panelWidth, panelHeight   = 262.0, 300.0 // of one of two planes
	pointsFont                = 15.0
	pointsDot                 = 4.0  // radius, in pixels
	nearLabel                 = 16.0 // distance up to which a label needs no line to its dot, in pixels
)

// Points draws labelled points. If there are several moments, the points move: there is a slider over the steps of the
// training, a check box plays it, and trails show where each point came from. The picture opens at the last moment.
// Each dot lies at its point; its label stands beside it. The axes hold all moments and have one scale.
//
//	steps: [moments]
//	points: [moments][any number]
func Points(title, xTitle, yTitle string, steps []int, points [][]Point) {
	show(pointsPicture(title, xTitle, yTitle, steps, points))
}

func pointsPicture(title, xTitle, yTitle string, steps []int, points [][]Point) (picture, error) {
	view, rows, err := planes(steps, []Plane{{"", points}}, pointsWidth, pointsHeight)
	if err != nil {
		return picture{}, err
	}
	p, err := load("points", title, pointsText(xTitle, yTitle, steps, points), rows)
	if err == nil {
		framePoints(p.spec, view, xTitle, yTitle)
		setMoments(p.spec, len(steps)-1)
	}
	return p, err
}

// Planes draws several planes of points side by side, with the same axes, as Points draws one.
//
//	steps: [moments]
func Planes(title, xTitle, yTitle string, steps []int, panels ...Plane) {
	show(planesPicture(title, xTitle, yTitle, steps, panels))
}

func planesPicture(title, xTitle, yTitle string, steps []int, panels []Plane) (picture, error) {
	view, rows, err := planes(steps, panels, panelWidth, panelHeight)
	if err != nil {
		return picture{}, err
	}
	var names, texts []string
	for _, panel := range panels {
		names = append(names, panel.Name)
		texts = append(texts, panel.Name+": "+pointsText(xTitle, yTitle, steps, panel.Points))
	}
	p, err := load("points", title, strings.Join(texts, " "), rows)
	if err != nil {
		return picture{}, err
	}
	framePoints(p.spec, view, xTitle, yTitle)
	setMoments(p.spec, len(steps)-1)
	inside := spec{} // the plane, which is drawn once for each panel
	for _, key := range []string{"encoding", "layer", "width", "height"} {
		inside[key] = p.spec[key]
		delete(p.spec, key)
	}
	p.spec["spec"], p.spec["columns"] = inside, 2
	p.spec["facet"] = spec{"field": "panel", "type": "nominal", "title": nil, "sort": names,
		"header": spec{"labelFontSize": 14, "labelFontWeight": "bold"}}
	return p, nil
}

// planes returns the frame that holds all points, and their rows.
func planes(steps []int, panels []Plane, width, height float64) (frame, []row, error) {
	var all []Point
	for _, panel := range panels {
		if err := sameLength("steps", len(steps), "sets of points", len(panel.Points)); err != nil {
			return frame{}, nil, err
		}
		all = append(all, slices.Concat(panel.Points...)...)
	}
	view, err := fitted(all, width, height)
	if err != nil {
		return frame{}, nil, err
	}
	var rows []row
	for _, panel := range panels {
		for moment, step := range steps {
			for _, r := range pointRows(view, moment, step, panel.Points[moment]) {
				r["panel"] = panel.Name
				rows = append(rows, r)
			}
		}
	}
	return view, rows, nil
}

// fitted returns a frame around points. A unit has the same length in both directions, so that distances can be
// compared.
func fitted(points []Point, width, height float64) (frame, error) {
	left, right, bottom, top := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, point := range points {
		if err := finite("point "+point.Label, point.X, point.Y); err != nil {
			return frame{}, err
		}
		left, right = min(left, point.X), max(right, point.X)
		bottom, top = min(bottom, point.Y), max(top, point.Y)
	}
	if len(points) == 0 {
		left, right, bottom, top = -1, 1, -1, 1
	}
	const margin = 1.15
	unit := margin * max((right-left)/width, (top-bottom)/height, 1e-6) // of the axes, for each pixel
	x, y := (left+right)/2, (bottom+top)/2
	return frame{rounded(x - unit*width/2), rounded(x + unit*width/2),
		rounded(y - unit*height/2), rounded(y + unit*height/2), width, height}, nil
}

// pointRows returns the rows of the points at a moment, with the places of their labels, which cover neither a dot nor
// another label.
func pointRows(view frame, moment, step int, points []Point) []row {
	taken, rows := walls(view), make([]row, len(points))
	var labels []label
	var labelled []row // those of the points with a label
	for i, point := range points {
		dot := view.spot(point.X, point.Y)
		taken = append(taken, area{dot, pointsDot, pointsDot})
		rows[i] = row{"moment": moment, "step": step, "label": point.Label, "kind": point.Kind,
			"x": rounded(point.X), "y": rounded(point.Y)}
		if point.Label != "" {
			labels, labelled = append(labels, label{point.Label, dot, pointsFont}), append(labelled, rows[i])
		}
	}
	for i, place := range placed(labels, taken) {
		labelled[i]["labelX"], labelled[i]["labelY"] = view.number(place)
		if dot := labels[i].point; math.Hypot(place.x-dot.x, place.y-dot.y) > nearLabel {
			labelled[i]["far"] = true
		}
	}
	return rows
}

// walls returns the areas around a frame, where no label may lie.
func walls(f frame) []area {
	const thick = 500
	middle := spot{f.width / 2, f.height / 2}
	return []area{
		{spot{-thick, middle.y}, thick, f.height}, {spot{f.width + thick, middle.y}, thick, f.height},
		{spot{middle.x, -thick}, f.width, thick}, {spot{middle.x, f.height + thick}, f.width, thick},
	}
}

// framePoints sets the axes, which are the same at all moments.
func framePoints(filled spec, view frame, xTitle, yTitle string) {
	filled["width"], filled["height"] = view.width, view.height
	ends := map[string][]float64{"x": {view.left, view.right}, "y": {view.bottom, view.top}}
	for i, axis := range []string{"x", "y"} {
		name := []string{xTitle, yTitle}[i]
		set(filled, name, "encoding", axis, "title")
		set(filled, spec{"domain": ends[axis], "nice": false, "zero": false}, "encoding", axis, "scale")
		set(filled, name, "layer", 3, "encoding", "tooltip", 2+i, "title")
	}
	set(filled, view.width, "layer", 6, "mark", "x")
}

// setMoments sets the slider and the check box; a picture of one moment has none.
func setMoments(filled spec, last int) {
	params := filled["params"].([]any)
	lastStep(filled, last)
	params[0].(spec)["value"] = last
	params = append(params, spec{"name": "last", "value": last})
	filled["params"] = params
	if last > 0 {
		return
	}
	for _, param := range params {
		delete(param.(spec), "bind")
		delete(param.(spec), "on")
	}
	layers := filled["layer"].([]any)
	filled["layer"] = layers[:len(layers)-1] // without the name of the moment
}

func pointsText(xTitle, yTitle string, steps []int, points [][]Point) string {
	last := len(steps) - 1
	if last == 0 {
		return fmt.Sprintf("Labelled points: %s against %s. After %d steps: %s.",
			yTitle, xTitle, steps[0], coordinates(points[0]))
	}
	return fmt.Sprintf("Labelled points with trails and a slider over training, at steps %v: %s against %s. "+
		"After %d steps: %s. After %d steps: %s.", steps, yTitle, xTitle,
		steps[0], coordinates(points[0]), steps[last], coordinates(points[last]))
}

// coordinates returns the points that have labels as text.
func coordinates(points []Point) string {
	var parts []string
	for _, point := range points {
		if point.Label != "" {
			parts = append(parts, fmt.Sprintf("%s (%.2f, %.2f)", point.Label, point.X, point.Y))
		}
	}
	return strings.Join(parts, ", ")
}
