package chart

import (
	"math"
	"strings"
	"testing"
)

// Outside a notebook, a chart prints its text alternative.
func ExampleDistribution() {
	Distribution("After abi", []string{"d", "n", "-"}, []float64{0.6, 0.1, 0.3})
	// Output: After abi. Bars: d 60.0 %, - 30.0 %, n 10.0 %. The dashed line is at 1/3, an even guess.
}

func rowsOf(p picture) []row { return p.spec["data"].(spec)["values"].([]row) }

func TestDistributionKeepsTheOrderOfTheVocabulary(t *testing.T) {
	rows := rowsOf(gallery(t)["distribution"])
	for i, symbol := range symbols {
		if rows[i]["symbol"] != symbol || rows[i]["probability"] != some[i] {
			t.Errorf("row %d is %v, want %s %v", i, rows[i], symbol, some[i])
		}
	}
}

// Of three symbols, each has 1/3 in an even guess. Without a part of the symbols, nobody knows how many there are.
func TestTheLineAtAnEvenGuess(t *testing.T) {
	for _, test := range []struct {
		probabilities []float64
		text          string
	}{
		{[]float64{0.2, 0.7, 0.1}, "The dashed line is at 1/3, an even guess."},
		{[]float64{1}, "The dashed line is at 1/1, an even guess."},
		{[]float64{0.2, 0.7}, ""},
	} {
		layers, text := even(test.probabilities)
		if !strings.Contains(text, test.text) || (text == "") != (test.text == "") || (len(layers) == 2) != (text != "") {
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

func TestTheSliderOverStepsStandsAtTheBeginningAndTheAxisStaysStill(t *testing.T) {
	plain, err := plainTypes(gallery(t)["by steps"].spec)
	if err != nil {
		t.Fatal(err)
	}
	slider := plain["params"].([]any)[0].(map[string]any)
	if slider["value"] != 0.0 || slider["bind"].(map[string]any)["max"] != 1.0 {
		t.Errorf("the slider is %v", slider)
	}
	y := plain["layer"].([]any)[0].(map[string]any)["encoding"].(map[string]any)["y"].(map[string]any)
	domain := y["scale"].(map[string]any)["domain"].([]any)
	if top := domain[1].(float64); math.Abs(top-0.735) > 1e-9 { // 1.05 × the highest bar of all moments
		t.Errorf("the axis ends at %v, want 0.735", top)
	}
}
