package chart

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestALabelAloneLiesOnItsPoint(t *testing.T) {
	point := spot{30, 40}
	if got := placed([]label{{"a", point, 16}}, nil)[0]; got != point {
		t.Errorf("got %v, want %v", got, point)
	}
}

func TestLabelsNeverOverlap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for spread := range 20 { // from all letters on one spot to far apart
		labels := make([]label, 27)
		for i := range labels {
			x, y := 200+random.NormFloat64()*float64(10*spread), 200+random.NormFloat64()*float64(10*spread)
			labels[i] = label{fmt.Sprintf("%.*s", 1+i%3, "abc"), spot{x, y}, 16}
		}
		places := placed(labels, nil)
		for i := range labels {
			for j := range i {
				one := labels[i].at(places[i].x-labels[i].point.x, places[i].y-labels[i].point.y)
				other := labels[j].at(places[j].x-labels[j].point.x, places[j].y-labels[j].point.y)
				one.halfWidth -= 1e-6 // touching is allowed
				one.halfHeight -= 1e-6
				if one.overlaps(other) {
					t.Fatalf("spread %d: labels %d and %d overlap at %v and %v", spread, j, i, other, one)
				}
			}
		}
	}
}

func TestLabelsKeepOffArrowsAndPoints(t *testing.T) {
	from, to := spot{100, 300}, spot{120, 60}
	line := along(from, to)
	name := label{"queen", from, 14}
	place := placed([]label{name}, line)[0]
	if !free(name.at(place.x-from.x, place.y-from.y), line) {
		t.Errorf("the label at %v lies on the arrow", place)
	}
	if far := math.Hypot(place.x-from.x, place.y-from.y); far > 60 {
		t.Errorf("the label is %v pixels from its point", far)
	}
}

func TestAFrameGoesBothWays(t *testing.T) {
	view := frame{-2, 2, 0, 10, 400, 100}
	if got := view.spot(-2, 10); got != (spot{0, 0}) {
		t.Errorf("the upper left corner is %v", got)
	}
	if x, y := view.number(view.spot(0.5, 2.5)); x != 0.5 || y != 2.5 {
		t.Errorf("got %v, %v", x, y)
	}
}

func TestAnArrowsHeadPointsAlongTheArrowOnTheScreen(t *testing.T) {
	view := frame{0, 10, 0, 1, 100, 100} // one unit up is as long as ten to the right
	got := arrowRow(view, Arrow{"", Point{X: 0, Y: 0}, Point{X: 10, Y: 1}})
	if got["angle"] != 45.0 { // a triangle points up at 0°
		t.Errorf("the angle is %v, want 45", got["angle"])
	}
}

func TestArrowsBetweenPointsOnOneLineCanBeDrawn(t *testing.T) {
	for _, points := range [][]Point{{man, woman}, {king}, {{Label: "far", X: 12345, Y: -0.001}}, {{}}} {
		p, err := arrowsPicture("", "", "", points, []Arrow{{"", points[0], points[len(points)-1]}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := plainTypes(p.spec); err != nil {
			t.Errorf("%v: %v", points, err)
		}
	}
}

// Each dot is at its point, and no label covers a dot or another label.
func TestLabelsOfPointsStandBesideTheDots(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	points := make([]Point, 27)
	for i := range points {
		points[i] = Point{string(rune('a' + i)), "", random.NormFloat64(), random.NormFloat64()}
	}
	view, err := fitted(points, pointsWidth, pointsHeight)
	if err != nil {
		t.Fatal(err)
	}
	rows := pointRows(view, 0, 0, points)
	var labels []area
	for i, r := range rows {
		if r["x"] != rounded(points[i].X) || r["y"] != rounded(points[i].Y) {
			t.Errorf("the dot %d is at %v, %v", i, r["x"], r["y"])
		}
		place := view.spot(r["labelX"].(float64), r["labelY"].(float64))
		labels = append(labels, area{place, 5, 6})
	}
	for i, room := range labels {
		for j, point := range points {
			if room.overlaps(area{view.spot(point.X, point.Y), 3, 3}) {
				t.Errorf("the label %d covers the dot %d", i, j)
			}
			if i < j && room.overlaps(labels[j]) {
				t.Errorf("the labels %d and %d overlap", i, j)
			}
		}
	}
}

// A unit is as long to the right as up, and all moments are inside.
func TestTheAxesOfPointsHaveOneScale(t *testing.T) {
	points := []Point{{X: -1, Y: 0}, {X: 9, Y: 2}, {X: 0, Y: -1}}
	view, err := fitted(points, 500, 400)
	if err != nil {
		t.Fatal(err)
	}
	if across, up := (view.right-view.left)/500, (view.top-view.bottom)/400; math.Abs(across-up) > 1e-3*up {
		t.Errorf("a pixel is %v across, and %v up", across, up)
	}
	for _, point := range points {
		if s := view.spot(point.X, point.Y); s.x < 10 || s.x > 490 || s.y < 10 || s.y > 390 {
			t.Errorf("%+v is at %v", point, s)
		}
	}
}

// A picture of several moments opens at the last one; one moment has neither a slider nor a check box.
func TestPointsOpenAtTheLastMoment(t *testing.T) {
	moments := [][]Point{{man}, {woman}, {king}}
	p, err := pointsPicture("", "", "", []int{0, 1, 2}, moments)
	if err != nil {
		t.Fatal(err)
	}
	params := p.spec["params"].([]any)
	if slider := params[0].(spec); slider["value"] != 2 || slider["bind"].(spec)["max"] != 2 {
		t.Errorf("the slider is %v", slider)
	}
	p, err = pointsPicture("", "", "", []int{5}, moments[:1])
	if err != nil {
		t.Fatal(err)
	}
	for _, param := range p.spec["params"].([]any) {
		if param := param.(spec); param["bind"] != nil || param["on"] != nil {
			t.Errorf("one moment has %v", param)
		}
	}
}
