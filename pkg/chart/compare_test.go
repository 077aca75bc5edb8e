package chart

import (
	"strings"
	"testing"
)

func ExampleCompare() {
	Compare("Next", []string{"d", "-"}, []string{"ours", "yours"}, [][]float64{{0.6, 0.4}, {0.2, 0.8}})
	// Output:
	// Next. Bars. ours: d 60.0 %, - 40.0 %. yours: - 80.0 %, d 20.0 %. The dashed line is at 1/2: equal probabilities.
}

func TestEachDistributionHasItsRows(t *testing.T) {
	p, err := compare("", []string{"a", "b"}, []string{"one", "two"}, [][]float64{{0.25, 0.75}, {1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	want := []row{
		{"source": "one", "symbol": "a", "probability": 0.25}, {"source": "one", "symbol": "b", "probability": 0.75},
		{"source": "two", "symbol": "a", "probability": 1.0}, {"source": "two", "symbol": "b", "probability": 0.0},
	}
	for i, row := range rowsOf(p) {
		for column, value := range want[i] {
			if row[column] != value {
				t.Errorf("row %d is %v, want %v", i, row, want[i])
			}
		}
	}
	if layers := p.spec["spec"].(spec)["layer"].([]any); len(rowsOf(p)) != len(want) || len(layers) != 3 {
		t.Errorf("%d rows and %d layers", len(rowsOf(p)), len(layers))
	}
}

func TestCompareRefuses(t *testing.T) {
	two := []string{"a", "b"}
	for want, probabilities := range map[string][][]float64{
		"2 names and 1 distributions":              {{0.5, 0.5}},
		"two: 2 symbols and 1 probabilities":       {{0.5, 0.5}, {1}},
		"one: number 2 is 4.5, which is not a pro": {{0.5, 4.5}, {0.5, 0.5}},
	} {
		if _, err := compare("", two, []string{"one", "two"}, probabilities); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
