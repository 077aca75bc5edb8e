package chart

import (
	"slices"
	"testing"
)

// 30 bars from 0 to 3: each is 0.1 wide. The largest value belongs to the last bar.
func TestAHistogramByHand(t *testing.T) {
	p, err := histogram("", "ratio", []float64{0, 0.05, 1.51, 2.99, 3}, 1.2, "ours")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "bars", columns(p, "from", "to", "count"),
		[]string{"<nil> <nil> <nil>", "0 0.1 2", "1.5 1.6 1", "2.9 3 2"})
	equal(t, "the mark", columns(p, "marked", "name")[:1], []string{"1.2 ours"})
	const want = ". A histogram of 5 values from 0.00 to 3.00; half of them are between 0.05 and 2.99. " +
		"Marked: ours, 1.20; 2 of the values are not larger."
	if p.text != want {
		t.Errorf("text %q, want %q", p.text, want)
	}
}

func TestAHistogramOfOneValueHasAnAxis(t *testing.T) {
	p, err := histogram("", "ratio", []float64{2, 2}, 2, "ours")
	if err != nil {
		t.Fatal(err)
	}
	ends := p.spec["encoding"].(spec)["x"].(spec)["scale"].(spec)["domain"].([]float64)
	if !(ends[0] < 2 && 2 < ends[1]) {
		t.Errorf("the axis goes from %v", ends)
	}
}

// Every value is in one bar, wherever the marked one is.
func TestNoValueIsLost(t *testing.T) {
	values := []float64{-1, 0.3, 0.3, 7, 2.5}
	for _, marked := range []float64{-5, 0.3, 100} {
		low := min(slices.Min(values), marked)
		sum := 0
		for _, count := range counted(values, low, (max(7, marked)-low)/bins) {
			sum += count
		}
		if sum != len(values) {
			t.Errorf("marked %v: %d of %d values", marked, sum, len(values))
		}
	}
}
