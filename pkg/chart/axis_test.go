package chart

import (
	"slices"
	"testing"
)

func TestAnAxisOfOneNumberHasTwoEnds(t *testing.T) {
	for _, test := range []struct{ numbers, want []float64 }{
		{[]float64{3.3}, []float64{1.65, 4.95}},
		{[]float64{-2, -2}, []float64{-3, -1}},
		{[]float64{0}, []float64{-1, 1}},
		{[]float64{1, 2}, nil}, // Vega does that well
		{nil, nil},
	} {
		if got := around(test.numbers); !slices.Equal(got, test.want) {
			t.Errorf("%v: %v, want %v", test.numbers, got, test.want)
		}
	}
}

// domain returns the ends of an axis, nil where Vega chooses them.
func domain(p picture, axis string) []float64 {
	scale, _ := p.spec["encoding"].(spec)[axis].(spec)["scale"].(spec)
	ends, _ := scale["domain"].([]float64)
	return ends
}

func TestALineOfOnePointHasAxes(t *testing.T) {
	p, err := line("", "x", "y", []float64{500}, []float64{2})
	if err != nil {
		t.Fatal(err)
	}
	x, y := domain(p, "x"), domain(p, "y")
	if !slices.Equal(x, []float64{250, 750}) || !slices.Equal(y, []float64{1, 3}) {
		t.Errorf("the axes go from %v and %v", x, y)
	}
}

func TestALossCurveOfOnePointHasAnAxisUntilTheSecondComes(t *testing.T) {
	curve := &lossCurve{}
	for _, test := range []struct {
		step int
		loss float64
		want []float64
	}{
		{0, 3.2, []float64{1.6, 4.8}}, {10, 3.2, []float64{1.6, 4.8}},
		{20, 2.5, []float64{2.472, 3.228}}, // 4 % of 0.7 on both sides
	} {
		curve.add(report(test.step, test.loss, test.loss))
		p, err := curve.picture(report(test.step, test.loss, test.loss))
		if got := domain(p, "y"); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("step %d: the axis goes from %v, want %v (%v)", test.step, got, test.want, err)
		}
	}
}
