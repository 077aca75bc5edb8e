package chart

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Arrow is an arrow between two points of a plane. Its meaning is shown at the pointer of the mouse.
type Arrow struct {
	Meaning  string
	From, To Point
}

const (
	arrowsWidth, arrowsHeight = 500.0, 380.0
	arrowsFont                = 14.0
	dotRadius                 = 5.0
)

// Arrows draws labelled points, at least one, and arrows, for instance the parallelogram of an analogy. Labels cover
// neither each other nor the points nor the arrows.
func Arrows(title, xTitle, yTitle string, points []Point, arrows []Arrow) {
	show(arrowsPicture(title, xTitle, yTitle, points, arrows))
}

func arrowsPicture(title, xTitle, yTitle string, points []Point, arrows []Arrow) (picture, error) {
	ends := slices.Clone(points)
	for _, arrow := range arrows {
		ends = append(ends, arrow.From, arrow.To)
	}
	view, err := framed(ends)
	if err != nil {
		return picture{}, err
	}
	rows := labelledRows(view, points, arrows)
	for _, arrow := range arrows {
		rows = append(rows, arrowRow(view, arrow))
	}
	p, err := load("arrows", title, arrowsText(points, arrows), rows)
	if err != nil {
		return picture{}, err
	}
	p.spec["width"], p.spec["height"] = view.width, view.height
	set(p.spec, spec{"domain": []float64{view.left, view.right}, "nice": false}, "encoding", "x", "scale")
	set(p.spec, spec{"domain": []float64{view.bottom, view.top}, "nice": false}, "encoding", "y", "scale")
	set(p.spec, xTitle, "encoding", "x", "title")
	set(p.spec, yTitle, "encoding", "y", "title")
	return p, nil
}

// framed returns a frame around points, with space for their labels.
func framed(points []Point) (frame, error) {
	if len(points) == 0 {
		return frame{}, errors.New("there are no points to draw: give at least one")
	}
	f := frame{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1), arrowsWidth, arrowsHeight}
	for _, point := range points {
		if err := finite("point "+point.Label, point.X, point.Y); err != nil {
			return frame{}, err
		}
		f.left, f.right = min(f.left, point.X), max(f.right, point.X)
		f.bottom, f.top = min(f.bottom, point.Y), max(f.top, point.Y)
	}
	f.left, f.right = widened(f.left, f.right, 0.2)
	f.bottom, f.top = widened(f.bottom, f.top, 0.15)
	return f, nil
}

// widened returns a range with a share of its width added on each side. The result is never empty, also after rounding.
func widened(low, high, share float64) (wideLow, wideHigh float64) {
	margin := share * max(high-low, 1e-3*math.Abs(low), 1e-3*math.Abs(high), 1e-6)
	return rounded(low - margin), rounded(high + margin)
}

// labelledRows returns the points, each with the place of its label.
func labelledRows(view frame, points []Point, arrows []Arrow) []row {
	var taken []area
	for _, arrow := range arrows {
		taken = append(taken, along(view.spot(arrow.From.X, arrow.From.Y), view.spot(arrow.To.X, arrow.To.Y))...)
	}
	labels := make([]label, len(points))
	for i, point := range points {
		labels[i] = label{point.Label, view.spot(point.X, point.Y), arrowsFont}
		taken = append(taken, area{labels[i].point, dotRadius, dotRadius})
	}
	rows := make([]row, len(points))
	for i, place := range placed(labels, taken) {
		rows[i] = row{"label": points[i].Label, "x": rounded(points[i].X), "y": rounded(points[i].Y)}
		rows[i]["labelX"], rows[i]["labelY"] = view.number(place)
	}
	return rows
}

// arrowRow returns the row of an arrow that does not cover its points. Its angle is that of its head on the screen, in
// degrees.
func arrowRow(view frame, arrow Arrow) row {
	from, to := view.spot(arrow.From.X, arrow.From.Y), view.spot(arrow.To.X, arrow.To.Y)
	length := max(math.Hypot(to.x-from.x, to.y-from.y), 1e-6)
	dx, dy := (to.x-from.x)/length, (to.y-from.y)/length
	tip := min(dotRadius+6, length/2)
	x, y := view.number(spot{from.x + dx*min(dotRadius, length/2), from.y + dy*min(dotRadius, length/2)})
	toX, toY := view.number(spot{to.x - dx*tip, to.y - dy*tip})
	angle := rounded(90 + 180/math.Pi*math.Atan2(dy, dx))
	return row{"arrow": arrow.Meaning, "x": x, "y": y, "toX": toX, "toY": toY, "angle": angle}
}

func arrowsText(points []Point, arrows []Arrow) string {
	parts := []string{"Points: " + coordinates(points)}
	for _, arrow := range arrows {
		from, to := arrow.From.Label, arrow.To.Label
		parts = append(parts, fmt.Sprintf("an arrow from %s to %s: %s", from, to, arrow.Meaning))
	}
	return strings.Join(parts, "; ") + "."
}
