package chart

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// three is a model over d, n and the end token, with the logits ln 6, ln 1 and ln 3 whatever was written.
func three() lm.Model {
	v, _ := vocab.New("dn")
	return lm.Func(v, 1, func([]int) []float64 { return []float64{math.Log(6), 0, math.Log(3)} })
}

func ExampleNextToken() {
	NextToken("After d", three(), "d")
	// Output: After d. Bars: d 60.0 %, - 30.0 %, n 10.0 %.
}

func ExampleTemperature() {
	Temperature("After d", three(), "d")
	// Output: After d. Bars of the softmax, with a slider for the temperature T. At T = 0.5: d 78.3 %, - 19.6 %, n 2.2 %. At T = 1: d 60.0 %, - 30.0 %, n 10.0 %. At T = 2: d 47.3 %, - 33.4 %, n 19.3 %.
}

func TestALargeVocabularyShowsItsLikeliestTokens(t *testing.T) {
	v, err := vocab.FromText(vocab.Words, "one two", 1)
	if err != nil {
		t.Fatal(err)
	}
	m := lm.Func(v, 1, func([]int) []float64 {
		logits := make([]float64, v.Size())
		logits['q'], logits['x'] = 9, 8
		return logits
	})
	p, err := nextToken("After one", m, "one")
	if err != nil || len(rowsOf(p)) != someBars || rowsOf(p)[0]["symbol"] != "q" || rowsOf(p)[1]["symbol"] != "x" {
		t.Errorf("%v, %v", rowsOf(p), err)
	}
	if _, err := temperatureAfter("", m, "one"); err == nil || !strings.Contains(err.Error(), "a vocabulary of 258 tokens") {
		t.Errorf("temperature: %v", err)
	}
}

func TestNextTokenByStepsAsksEachModel(t *testing.T) {
	p, err := nextTokenBySteps("After d", "d", []int{0, 10}, []lm.Model{three(), three()}, []float64{0, 1, 0})
	if err != nil || len(rowsOf(p)) != 9 {
		t.Errorf("%d rows, %v, want 3 of the names and 3 of each moment", len(rowsOf(p)), err)
	}
	for want, call := range map[string]func() (picture, error){
		"2 steps and 1 models": func() (picture, error) { return nextTokenBySteps("", "", []int{0, 1}, []lm.Model{three()}, nil) },
		"the model is nil":     func() (picture, error) { return nextToken("", nil, "") },
		"'z' is not in the":    func() (picture, error) { return temperatureAfter("", three(), "z") },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}
