package chart

import (
	"math"
	"strings"
	"testing"
)

func TestLossesByRateByHand(t *testing.T) {
	p, err := lossByRate("Rates", []float64{1, 0.01, 10, 0.1, 100}, []float64{2.25, 3, 17.5, 2.5, math.Inf(1)},
		[]Baseline{{"ln 27", 3.5}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "points", columns(p, "rate", "loss", "true"),
		[]string{"0.01 3 3.000", "0.1 2.5 2.500", "1 2.25 2.250", "10 4.2 17.500"}) // 4.2 is 1.2 · 3.5
	if want := "0.01: 3.000, 0.1: 2.500, 1: 2.250, 10: 17.500, 100: +Inf."; !strings.HasSuffix(p.text, want) {
		t.Errorf("the text is %q, want %q at its end", p.text, want)
	}
	numbers := rowsOfLayer(p, 3)
	if len(numbers) != 4 || numbers[3]["label"] != "↑ 17.500" || numbers[2]["colour"] == numbers[1]["colour"] {
		t.Errorf("the numbers are %v", numbers)
	}
	if lines := rowsOfLayer(p, 0); len(lines) != 1 || lines[0]["loss"] != 3.5 {
		t.Errorf("the lines are %v", lines)
	}
}

func TestLossesByRateWithoutALossDrawNothing(t *testing.T) {
	p, err := lossByRate("Rates", []float64{1}, []float64{math.NaN()}, nil)
	if err != nil || len(rowsOf(p)) != 0 || !strings.HasSuffix(p.text, "1: NaN.") {
		t.Errorf("%v, %q", err, p.text)
	}
}

func TestRatesThatCannotBeDrawn(t *testing.T) {
	for want, rates := range map[string][]float64{
		"rate 2 is 0: it must be above 0": {1, 0}, "rate 1 is -1": {-1, 1}, "rate 1 is NaN": {math.NaN(), 1},
		"rate 2 is +Inf": {1, math.Inf(1)}, "1 rates and 2 losses": {1},
	} {
		if _, err := lossByRate("", rates, []float64{2, 3}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", rates, err, want)
		}
	}
}
