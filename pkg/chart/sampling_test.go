package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

func ExampleSampling() {
	Sampling("After d", three(), "d")
	// Output:
	// After d. Bars, with sliders for the temperature, top-k and top-p. At T = 1: "d" 60.0 %, "-" 30.0 %, "n" 10.0 %.
	// Top-p 0.9 keeps 2 of 3 tokens at T = 0.5, 2 at T = 1 and 3 at T = 2.
}

// known returns what the picture knows at each place of its sliders.
func known(p picture) spec { return p.spec["params"].([]any)[3].(spec)["value"].(spec) }

// barsAt computes what the picture shows at places of its sliders, as specs/sampling.json does: how many tokens may be
// drawn, and the probability of each bar.
func barsAt(p picture, place [3]int) (count int, probabilities []float64) {
	count = known(p)["counts"].([][][]int)[place[0]][place[1]][place[2]]
	sum := known(p)["sums"].([][][]float64)[place[0]][place[1]][place[2]]
	for _, row := range rowsOf(p) {
		share := row["shares"].([]float64)[place[0]]
		switch {
		case row["first"].(int) > count:
			share = 0
		case row["last"].(int) > count:
			share = max(0, sum-row["ahead"].([]float64)[place[0]])
		}
		probabilities = append(probabilities, share/sum)
	}
	return count, probabilities
}

// want returns the same, from package sample.
func want(t *testing.T, logits []float64, temperature float64, k int, p float64) (count int, probabilities []float64) {
	t.Helper()
	kept, err := sample.Softmax(logits, temperature)
	if err == nil && k > 0 {
		kept, err = sample.KeepTopK(kept, k)
	}
	if err == nil && p > 0 {
		kept, err = sample.KeepTopP(kept, p)
	}
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range sample.TopK(logits, len(logits)) {
		if kept[id] > 0 {
			count++
		}
		if n <= ownBars {
			probabilities = append(probabilities, 0)
		}
		probabilities[min(n, ownBars)] += kept[id]
	}
	return count, probabilities
}

// numbered returns tokens 0, 1, 2, …
func numbered(n int) (tokens []string) {
	for i := range n {
		tokens = append(tokens, fmt.Sprint(i))
	}
	return tokens
}

// At each place of the three sliders, for vocabularies without other tokens, with one place of top-k and with all.
func TestThePictureShowsWhatPackageSampleKeeps(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{1, 3, 13, 14, 400} {
		logits := make([]float64, size)
		for id := range logits {
			logits[id] = 3 * random.NormFloat64()
		}
		if size > 3 { // equal ones, and one that is impossible
			logits[1], logits[2], logits[3] = logits[0], logits[0], math.Inf(-1)
		}
		p, err := sampling("", numbered(size), logits)
		if err != nil {
			t.Fatal(err)
		}
		topK := slices.DeleteFunc(slices.Clone(slideTopK), func(k int) bool { return k >= size })
		for i, temperature := range slideTemperatures {
			for j, k := range topK {
				for l, limit := range slideTopP {
					count, probabilities := barsAt(p, [3]int{i, j, l})
					wantCount, want := want(t, logits, temperature, k, limit)
					near := func(a, b float64) bool { return math.Abs(a-b) < 1e-4 } // each number has five digits
					if count != wantCount || !slices.EqualFunc(probabilities, want, near) {
						t.Errorf("%d tokens, T = %v, k = %d, p = %v: %d, %v, want %d, %v",
							size, temperature, k, limit, count, probabilities, wantCount, want)
					}
				}
			}
		}
	}
}

// Of 5/10, 3/10 and 2/10, top-k 2 keeps 5/8 and 3/8; then 5/8 is more than 0.6, and not more than 0.7.
func TestTopPComesAfterTopK(t *testing.T) {
	r := rank([]float64{.2, .5, .3}, []int{1, 2, 0})
	for _, test := range []struct {
		k    int
		p    float64
		want int
	}{{0, 0, 3}, {2, 0, 2}, {9, 0, 3}, {0, .6, 2}, {2, .6, 1}, {2, .7, 2}, {0, .8, 2}, {0, .81, 3}, {1, .99, 1}} {
		if got := r.kept(test.k, test.p); got != test.want {
			t.Errorf("k = %d, p = %v: %d tokens, want %d", test.k, test.p, got, test.want)
		}
	}
}

// It opens at T = 1 without top-k and top-p: 12 tokens have bars of their probabilities, 1/16 each, and 4 share one.
func TestTheSlidersOpenWithoutACut(t *testing.T) {
	p, err := sampling("", numbered(16), make([]float64, 16))
	if err != nil {
		t.Fatal(err)
	}
	var opening [3]int
	for i, want := range []string{"1", "off", "off"} {
		param := p.spec["params"].([]any)[i].(spec)
		opening[i] = param["value"].(int)
		places := known(p)["places"].([][]string)[i]
		if places[opening[i]] != want || param["bind"].(spec)["max"] != len(places)-1 {
			t.Errorf("slider %d opens at %v of %v, want %s", i, opening[i], places, want)
		}
	}
	equal(t, "places of top-k", known(p)["places"].([][]string)[1], strings.Fields("1 2 3 4 5 10 off"))
	count, probabilities := barsAt(p, opening)
	if count != 16 || len(probabilities) != 13 || probabilities[11] != .0625 || probabilities[12] != .25 {
		t.Errorf("%d tokens, %v", count, probabilities)
	}
	if !strings.Contains(p.text, " The 4 others together: 25.0 %.\nTop-p 0.9 keeps 15 of 16 tokens at T = 0.5") {
		t.Errorf("the text is %q", p.text)
	}
	equal(t, "names", known(p)["names"].([]string), append(numbered(12), "4 others"))
}

func TestThePictureOfALargeVocabularyIsSmall(t *testing.T) {
	logits := make([]float64, 49_152)
	for id := range logits {
		logits[id] = -math.Sqrt(float64(id))
	}
	p, err := sampling("", numbered(len(logits)), logits)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p.spec)
	if err != nil || len(text) > 50_000 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}

func TestTokensAreVisible(t *testing.T) {
	for token, want := range map[string]string{" Paris": "␣Paris", "\n\t": `\n\t`, "\xe2": `\xe2`, `"`: `"`, "é": "é",
		"": "", "   ": "␣␣␣", `\`: `\\`, "<|im_end|>": "<|im_end|>"} {
		if got := visible(token); got != want {
			t.Errorf("%q is shown as %s, want %s", token, got, want)
		}
	}
}

func TestSamplingOfBadInput(t *testing.T) {
	v, _ := vocab.New("dn")
	gives := func(logits ...float64) lm.Model { return lm.Func(v, 1, func([]int) []float64 { return logits }) }
	for want, call := range map[string]func() (picture, error){
		"the model is nil":  func() (picture, error) { return samplingAfter("", nil, "") },
		"'z' is not in the": func() (picture, error) { return samplingAfter("", three(), "z") },
		"logit 1 is NaN":    func() (picture, error) { return samplingAfter("", gives(0, math.NaN(), 0), "d") },
		"all logits are -I": func() (picture, error) {
			return samplingAfter("", gives(math.Inf(-1), math.Inf(-1), math.Inf(-1)), "")
		},
		"3 tokens and 1 logits": func() (picture, error) { return sampling("", symbols, []float64{0}) },
		"0 tokens and 0 logits": func() (picture, error) { return sampling("", nil, nil) },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
	if _, err := samplingAfter("", three(), ""); err != nil {
		t.Errorf("the empty prompt: %v", err)
	}
}
