package chart

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// three is a model with the tokens d, n and the end token. Its logits are ln 6, ln 1 and ln 3 after every text.
func three() lm.Model {
	v, _ := vocab.New("dn")
	return lm.Func(v, 1, func([]int) []float64 { return []float64{math.Log(6), 0, math.Log(3)} })
}

func ExampleNextToken() {
	NextToken("After d", three(), "d")
	// Output: After d. Bars: d 60.0 %, - 30.0 %, n 10.0 %. The dashed line is at 1/3: equal probabilities.
}

// The probabilities are proportional to 36, 9 and 1 at T = 0.5, to 6, 3 and 1 at T = 1, and to √6, √3 and 1 at T = 2.
func TestTemperatureShowsThreeTemperatures(t *testing.T) {
	p, err := temperatureAfter("After d", three(), "d")
	want := "After d. Bars of the softmax, with a slider for the temperature T. " +
		"At T = 0.5: d 78.3 %, - 19.6 %, n 2.2 %. At T = 1: d 60.0 %, - 30.0 %, n 10.0 %. " +
		"At T = 2: d 47.3 %, - 33.4 %, n 19.3 %."
	if err != nil || p.text != want {
		t.Errorf("%q, %v, want %q", p.text, err, want)
	}
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
	_, err = temperatureAfter("", m, "one")
	if err == nil || !strings.Contains(err.Error(), "the vocabulary has 258 tokens") {
		t.Errorf("temperature: %v", err)
	}
}

func TestNextTokenByStepsUsesEachModel(t *testing.T) {
	p, err := nextTokenBySteps("After d", "d", []int{0, 10}, []lm.Model{three(), three()}, []float64{0, 1, 0})
	if err != nil || len(rowsOf(p)) != 9 {
		t.Errorf("%d rows, %v, want 3 of the names and 3 of each moment", len(rowsOf(p)), err)
	}
	for want, call := range map[string]func() (picture, error){
		"2 steps and 1 models": func() (picture, error) {
			return nextTokenBySteps("", "", []int{0, 1}, []lm.Model{three()}, nil)
		},
		"the model is nil":  func() (picture, error) { return nextToken("", nil, "") },
		"'z' is not in the": func() (picture, error) { return temperatureAfter("", three(), "z") },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}
