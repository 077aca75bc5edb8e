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

func TestOnlyMovedLettersGetALineToTheirPoint(t *testing.T) {
	same := []Point{{"a", "vowel", 1, 1}, {"b", "consonant", 1, 1}, {"c", "consonant", -1, -1}}
	p, err := pointsPicture("", "", "", []int{0}, [][]Point{same})
	if err != nil {
		t.Fatal(err)
	}
	for i, moved := range []bool{false, true, false} {
		if _, got := rowsOf(p)[i]["labelX"]; got != moved {
			t.Errorf("%s: moved %v, want %v", same[i].Label, got, moved)
		}
	}
}
