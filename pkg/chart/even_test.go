package chart

import (
	"strings"
	"testing"
)

// Three equal probabilities are 1/3 each. Without a part of the symbols, nobody knows how many there are.
func TestTheLineAtAnEvenGuess(t *testing.T) {
	for _, test := range []struct {
		probabilities []float64
		text          string
	}{
		{[]float64{0.2, 0.7, 0.1}, "The dashed line is at 1/3: equal probabilities."},
		{[]float64{1}, "The dashed line is at 1/1: equal probabilities."},
		{[]float64{0.2, 0.7}, ""},
	} {
		layers, text := even(test.probabilities)
		if strings.TrimSpace(text) != test.text || (len(layers) == 2) != (text != "") {
			t.Errorf("%v: %d layers, %q", test.probabilities, len(layers), text)
		}
	}
	p, err := distribution("After abi", []string{"a", "b"}, []float64{0.25, 0.75})
	if err != nil {
		t.Fatal(err)
	}
	layers := p.spec["layer"].([]any)
	line := layers[1].(spec)["encoding"].(spec)["y"].(spec)["datum"]
	if len(layers) != 3 || line != 0.5 {
		t.Errorf("%d layers, and the line of two symbols is at %v", len(layers), line)
	}
}
