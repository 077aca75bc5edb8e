package chart

import (
	"math"
	"testing"
)

// Outside a notebook, a chart prints its text alternative.
func ExampleDistribution() {
	Distribution("After abi", []string{"d", "n", "-"}, []float64{0.6, 0.1, 0.3})
	// Output: After abi. Bars: d 60.0 %, - 30.0 %, n 10.0 %. The dashed line is at 1/3: equal probabilities.
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

func TestTheSliderOverStepsStandsAtTheEndAndTheAxisStaysStill(t *testing.T) {
	plain, err := plainTypes(gallery(t)["by steps"].spec)
	if err != nil {
		t.Fatal(err)
	}
	slider := plain["params"].([]any)[0].(map[string]any)
	if slider["value"] != 1.0 || slider["bind"].(map[string]any)["max"] != 1.0 {
		t.Errorf("the slider is %v", slider)
	}
	y := plain["layer"].([]any)[0].(map[string]any)["encoding"].(map[string]any)["y"].(map[string]any)
	domain := y["scale"].(map[string]any)["domain"].([]any)
	if top := domain[1].(float64); math.Abs(top-0.735) > 1e-9 { // 1.05 × the highest bar of all moments
		t.Errorf("the axis ends at %v, want 0.735", top)
	}
	line := plain["layer"].([]any)[1].(map[string]any)["encoding"].(map[string]any)["y"].(map[string]any)["datum"]
	if line != 0.33333 { // three symbols
		t.Errorf("the line of equal probabilities is at %v, want 1/3", line)
	}
}
