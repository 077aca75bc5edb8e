package chart

import (
	"slices"
	"strings"
	"testing"
)

func TestMagnitudesByHand(t *testing.T) {
	p, err := magnitudes("The road", "parameters", "model",
		[]string{"bigram", "GPT-3"}, []float64{567, 174_604_259_328})
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(p)
	if rows[0]["label"] != "567" || rows[1]["label"] != "175 billion" || rows[1]["least"] != 100.0 {
		t.Errorf("rows %v", rows)
	}
	if !strings.Contains(p.text, "parameters: bigram 567, GPT-3 175 billion.") {
		t.Errorf("text %q", p.text)
	}
}

func TestTheAxisHasPowersOfAThousand(t *testing.T) {
	if got := thousands([]float64{100, 2e12}); !slices.Equal(got, []float64{1e3, 1e6, 1e9, 1e12}) {
		t.Errorf("from 100 to 2,000 billion: %v", got)
	}
	if got := thousands([]float64{1, 999}); !slices.Equal(got, []float64{1}) {
		t.Errorf("from 1 to 999: %v", got)
	}
}

func TestNumbersInWords(t *testing.T) {
	for x, want := range map[float64]string{1: "1", 999: "999", 4192: "4,192", 34_005: "34,005", 339_520: "339,520",
		124_439_808: "124 million", 1.5576e9: "1.56 billion"} {
		if got := inWords(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
}

func TestMagnitudesOfBadNumbers(t *testing.T) {
	for want, numbers := range map[string][]float64{
		"b is 0: a number on this axis must be at least 1": {1, 0},
		"2 names and 1 numbers":                            {1},
	} {
		_, err := magnitudes("", "", "", []string{"a", "b"}, numbers)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}

// A head that looks at the first token, one that looks everywhere equally, and one that looks at the token before.
func TestTheinformativeHead(t *testing.T) {
	first := [][]float64{{1}, {1, 0}, {1, 0, 0}}
	equal := [][]float64{{1}, {0.5, 0.5}, {0.34, 0.33, 0.33}}
	before := [][]float64{{1, 0, 0}, {1, 0, 0}, {0, 1, 0}}
	for want, heads := range [][][][]float64{{before, first, equal}, {first, before, equal}, {equal, first, before}} {
		if got := informative(heads); got != want {
			t.Errorf("head %d, want %d", got, want)
		}
	}
	p, err := attention("", []string{"a", "b", "c"}, [][][]float64{first, before, equal})
	if err != nil {
		t.Fatal(err)
	}
	if value := p.spec["params"].([]any)[0].(spec)["value"]; value != 2 {
		t.Errorf("the picture opens on head %v, want 2", value)
	}
}
