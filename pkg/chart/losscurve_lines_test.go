package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/progress"
)

// drawn returns the picture of a curve with the dev losses of some steps; the last step is the end.
func drawn(t *testing.T, curve *lossCurve, steps []int, losses []float64) picture {
	t.Helper()
	var last progress.Report
	for i, step := range steps {
		last = progress.Report{Step: step, Steps: steps[len(steps)-1], TrainLoss: math.NaN(), DevLoss: losses[i]}
		curve.add(last)
	}
	last.Done = true
	p, err := curve.picture(last)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rowsOfLayer returns a layer's own data.
func rowsOfLayer(p picture, layer int) []row {
	rows, _ := p.spec["layer"].([]any)[layer].(spec)["data"].(spec)["values"].([]row)
	return rows
}

func stepScale(p picture) spec { return curveEncoding(p)["x"].(spec)["scale"].(spec) }

func TestBaselinesAreLinesWithNamesThatDoNotOverlap(t *testing.T) {
	curve := &lossCurve{baselines: []Baseline{{"trigram", 2.14}, {"ln 27", 3.3}, {"counts", 2.13}, {"bigram", 2.15}}}
	p := drawn(t, curve, []int{0, 100}, []float64{3.3, 2.2})
	var lines, names []string
	var heights []float64
	ends := domain(p, "y")
	for i, line := range rowsOfLayer(p, baselineLayer) {
		name := rowsOfLayer(p, baselineNameLayer)[i]
		lines, names = append(lines, fmt.Sprint(line["loss"])), append(names, name["label"].(string))
		heights = append(heights, (name["loss"].(float64)-ends[0])/(ends[1]-ends[0])*260)
	}
	if !slices.Equal(lines, []string{"3.3", "2.15", "2.14", "2.13"}) ||
		!slices.Equal(names, []string{"ln 27 3.300", "bigram 2.150", "trigram 2.140", "counts 2.130"}) {
		t.Errorf("lines at %v with the names %q", lines, names)
	}
	for i := range heights[1:] {
		if gap := heights[i] - heights[i+1]; gap < lineHeight-0.1 {
			t.Errorf("the names %d and %d are %.1f pixels from each other", i, i+1, gap)
		}
	}
	if lowest := heights[len(heights)-1]; lowest < -0.1 {
		t.Errorf("the last name is %.1f pixels below the plot", -lowest)
	}
	if p.spec["width"] != 395.0 || !strings.HasSuffix(p.text, "For comparison: trigram 2.140, ln 27 3.300, "+
		"counts 2.130, bigram 2.150.") {
		t.Errorf("the plot is %v wide, the text is %q", p.spec["width"], p.text)
	}
}

func TestTheAxisHasRoomForEveryBaseline(t *testing.T) {
	p := drawn(t, &lossCurve{baselines: []Baseline{{"low", 1}, {"high", 6}}}, []int{0, 100}, []float64{3, 2})
	if ends := domain(p, "y"); !slices.Equal(ends, []float64{0.8, 6.2}) { // 4 % of 5 on both sides
		t.Errorf("the axis goes from %v", ends)
	}
}

func TestABaselineThatIsNoNumberIsAnError(t *testing.T) {
	curve := &lossCurve{baselines: []Baseline{{"bigram", math.NaN()}}}
	curve.add(report(10, 2, 2))
	if _, err := curve.picture(report(10, 2, 2)); err == nil || !strings.Contains(err.Error(), "the baseline bigram") {
		t.Errorf("it says %v", err)
	}
}

func TestTheLowestDevLossIsMarkedWithANumberBesideIt(t *testing.T) {
	curve := &lossCurve{}
	p := drawn(t, curve, []int{0, 250, 500, 750, 1000}, []float64{3, 2.5, 2, 2.5, 3})
	points, numbers := rowsOfLayer(p, lowestLayer), rowsOfLayer(p, lowestNumberLayer)
	if len(points) != 1 || points[0]["step"] != 500 || points[0]["loss"] != 2.0 {
		t.Fatalf("marked is %v", points)
	}
	if numbers[0]["label"] != "2.000" {
		t.Errorf("the number is %v", numbers)
	}
	for _, place := range curve.drawnAreas(curve.testFrame(p)) {
		f := curve.testFrame(p)
		at := spot{f.x.pixel(numbers[0]["step"].(float64)), f.y.pixel(numbers[0]["loss"].(float64))}
		if (label{"2.000", at, 13}).at(0, 0).overlaps(place) {
			t.Errorf("the number at %v stands on a curve", at)
			break
		}
	}
}

// testFrame returns the frame of a picture whose axes are linear.
func (c *lossCurve) testFrame(p picture) lossFrame {
	steps, losses := stepScale(p)["domain"].([]int), domain(p, "y")
	width, height := p.spec["width"].(float64), p.spec["height"].(float64)
	return lossFrame{width, height, linear(0, float64(steps[1]), 0, width), linear(losses[0], losses[1], height, 0)}
}

func TestEachOfTwoModelsHasItsLowestLossInItsColour(t *testing.T) {
	first := &lossCurve{name: "perceptron"}
	second := &lossCurve{name: "transformer", before: first}
	drawn(t, first, []int{0, 100}, []float64{3, 2})
	p := drawn(t, second, []int{0, 100}, []float64{3, 1.5})
	numbers := rowsOfLayer(p, lowestNumberLayer)
	if len(numbers) != 2 || numbers[0]["label"] != "2.000" || numbers[1]["label"] != "1.500" ||
		numbers[0]["colour"] != modelColours[0] || numbers[1]["colour"] != modelColours[1] {
		t.Errorf("the numbers are %v", numbers)
	}
}

func TestTheStepAxisIsLogarithmicIfTheFallIsEarly(t *testing.T) {
	for i, test := range []struct {
		steps  []int
		losses []float64
		early  bool
	}{
		{[]int{0, 100, 1000, 2000}, []float64{3, 2.19, 2.1, 2}, true},
		{[]int{0, 200, 1000, 2000}, []float64{3, 2.19, 2.1, 2}, true},   // at a tenth
		{[]int{0, 201, 1000, 2000}, []float64{3, 2.19, 2.1, 2}, false},  // after it
		{[]int{0, 100, 1000, 2000}, []float64{3, 2.21, 2.1, 2}, false},  // less than four fifths
		{[]int{0, 100, 1000, 2000}, []float64{3, 2, 2.5, 3.5}, true},    // the lowest counts, not the last
		{[]int{0, 100, 1000, 2000}, []float64{3, 3.1, 3.2, 3.5}, false}, // it never falls
		{[]int{1000, 1100, 2000}, []float64{2.5, 2.4, 2}, false},        // a training that goes on
	} {
		scale := stepScale(drawn(t, &lossCurve{}, test.steps, test.losses))
		if got := scale["type"] == "symlog"; got != test.early {
			t.Errorf("%d: the scale is %v", i, scale)
		}
		if test.early && scale["constant"] != test.steps[1] {
			t.Errorf("%d: it bends at %v, not at the first evaluation", i, scale["constant"])
		}
	}
}

func TestTicksOfALogarithmicStepAxis(t *testing.T) {
	for _, test := range []struct {
		first, steps int
		want         []int
	}{
		{100, 10_000, []int{0, 100, 1000, 10_000}}, {200, 4000, []int{0, 1000, 4000}}, {1, 1, []int{0, 1}},
		{50, 1500, []int{0, 100, 1000}}, {500, 20_000, []int{0, 1000, 10_000, 20_000}},
	} {
		if got := stepTicks(test.first, test.steps); !slices.Equal(got, test.want) {
			t.Errorf("from %d to %d: %v, want %v", test.first, test.steps, got, test.want)
		}
	}
}

// Numbers by hand: in symlog with the constant 100, 0, 100 and 300 have the logarithms of 1, 2 and 4.
func TestScalesGiveThePixelsOfNumbers(t *testing.T) {
	for i, test := range []struct {
		scale         axisScale
		number, pixel float64
	}{
		{linear(2, 4, 200, 0), 2, 200}, {linear(2, 4, 200, 0), 3.5, 50},
		{logarithmic(1, 100, 0, 200), 10, 100}, {logarithmic(1, 100, 0, 200), 1, 0},
		{symlog(100, 300, 200), 0, 0}, {symlog(100, 300, 200), 100, 100}, {symlog(100, 300, 200), 300, 200},
	} {
		if got := test.scale.pixel(test.number); math.Abs(got-test.pixel) > 1e-9 {
			t.Errorf("%d: %v is at pixel %v, want %v", i, test.number, got, test.pixel)
		}
		if got := test.scale.number(test.pixel); math.Abs(got-test.number) > 1e-9 {
			t.Errorf("%d: pixel %v is %v, want %v", i, test.pixel, got, test.number)
		}
	}
}

func TestSpread(t *testing.T) {
	for _, test := range []struct{ places, want []float64 }{
		{[]float64{10, 100}, []float64{10, 100}},
		{[]float64{10, 12, 14}, []float64{10, 25, 40}},
		{[]float64{10, 96, 98, 99}, []float64{10, 70, 85, 100}}, // at the end
		{nil, nil},
	} {
		if got := spread(test.places, 15, 100); !slices.Equal(got, test.want) {
			t.Errorf("%v become %v, want %v", test.places, got, test.want)
		}
	}
}
