package sample_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

func alike(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 1e-12 })
}

func TestKeptTokensByHand(t *testing.T) {
	p := []float64{.1, .5, .15, .25}
	for k, want := range map[int][]float64{
		1: {0, 1, 0, 0}, 2: {0, 2. / 3, 0, 1. / 3}, 3: {0, .5 / .9, .15 / .9, .25 / .9}, 4: p, 9: p,
	} {
		if got, err := sample.KeepTopK(p, k); err != nil || !alike(got, want) {
			t.Errorf("k = %d: %v, %v, want %v", k, got, err, want)
		}
	}
	for limit, want := range map[float64][]float64{
		.1: {0, 1, 0, 0}, .5: {0, 1, 0, 0}, .51: {0, 2. / 3, 0, 1. / 3}, .75: {0, 2. / 3, 0, 1. / 3},
		.76: {0, .5 / .9, .15 / .9, .25 / .9}, 1: p,
	} {
		if got, err := sample.KeepTopP(p, limit); err != nil || !alike(got, want) {
			t.Errorf("p = %g: %v, %v, want %v", limit, got, err, want)
		}
	}
}

// Whatever is kept sums to 1, has the ratios from before, and is likelier than what is cut.
func TestWhatIsKeptIsADistribution(t *testing.T) {
	_, p := sample.DeckAbi()
	for k := 1; k <= 27; k++ {
		byK, err := sample.KeepTopK(p, k)
		if err != nil {
			t.Fatal(err)
		}
		byP, err := sample.KeepTopP(p, float64(k)/27)
		if err != nil {
			t.Fatal(err)
		}
		for _, kept := range [][]float64{byK, byP} {
			sum, least, most := 0.0, 1.0, 0.0
			for id, q := range kept {
				if sum += q; q > 0 {
					least = min(least, p[id])
					if ratio := q / kept[slices.Index(p, .6)]; math.Abs(ratio-p[id]/.6) > 1e-12 {
						t.Errorf("k = %d: the ratio of %d is %v", k, id, ratio)
					}
				} else {
					most = max(most, p[id])
				}
			}
			if math.Abs(sum-1) > 1e-12 || most > least {
				t.Errorf("k = %d: sum %v; cut %v, kept %v", k, sum, most, least)
			}
		}
	}
}

func TestKeepingThatIsRefused(t *testing.T) {
	p := []float64{.5, .5}
	for _, test := range []struct {
		p     []float64
		k     int
		limit float64
		want  string
	}{
		{p, 0, 1, "top-k with k = 0"}, {p, -1, 1, "top-k with k = -1"}, {p, 1, 0, "top-p with p = 0"},
		{p, 1, 1.1, "top-p with p = 1.1"}, {p, 1, nan, "top-p with p = NaN"},
		{[]float64{.5, .6}, 1, .5, "sum to 1.1"}, {nil, 1, .5, "no probabilities"},
	} {
		_, byK := sample.KeepTopK(test.p, test.k)
		_, byP := sample.KeepTopP(test.p, test.limit)
		for _, err := range []error{byK, byP} {
			if err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%+v: %v", test, err)
			}
		}
		if byK == nil && byP == nil {
			t.Errorf("%+v is not refused", test)
		}
	}
}

// With k = 1, every temperature draws the likeliest token; with a small p, too.
func TestOptionsKeepTheLikeliest(t *testing.T) {
	greedy, err := sample.Generate(random, "", 20, at(0, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []sample.Options{{Temperature: 5, TopK: 1}, {Temperature: 1, TopP: 1e-6}, {TopK: 3, TopP: .5}} {
		for name, model := range map[string]func() ([]string, error){
			"in batches": func() ([]string, error) { return sample.Generate(random, "", 20, o) },
			"alone":      func() ([]string, error) { return sample.Generate(stateful{random}, "", 20, o) },
		} {
			if got, err := model(); err != nil || !slices.Equal(got, greedy) {
				t.Errorf("%s, %+v: %q, %v", name, o, got, err)
			}
		}
	}
}

// After the temperature: at T = 1000 all tokens are nearly alike, so 3 of 27 are needed for a tenth.
func TestTopPComesAfterTheTemperature(t *testing.T) {
	names, err := sample.Generate(random, "abi", 300, sample.Options{Temperature: 1000, TopP: .1, MaxTokens: 1})
	if err != nil {
		t.Fatal(err)
	}
	if different := slices.Compact(slices.Sorted(slices.Values(names))); len(different) != 3 {
		t.Errorf("%q, want 3 names", different)
	}
}

func TestOptionsMayHaveTheirOwnSoftmax(t *testing.T) {
	o := sample.Options{Temperature: .7, Seed: 5}
	ours, err := sample.Generate(random, "", 50, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Softmax = func(logits []float64, temperature float64) []float64 {
		sum := 0.0
		for i, z := range logits {
			logits[i] = math.Exp(z / temperature) // the logits are a copy
			sum += logits[i]
		}
		for i := range logits {
			logits[i] /= sum
		}
		return logits
	}
	if mine, err := sample.Generate(random, "", 50, o); err != nil || !slices.Equal(mine, ours) {
		t.Errorf("%q, %v, want %q", mine, err, ours)
	}
	for want, softmax := range map[string]func([]float64, float64) []float64{
		"gave 1 probabilities for 27 logits": func([]float64, float64) []float64 { return []float64{1} },
		"sum to 0":                           func([]float64, float64) []float64 { return make([]float64, 27) },
		"must be between 0 and 1":            func(z []float64, _ float64) []float64 { z[0] = nan; return z },
	} {
		o.Softmax = softmax
		if _, err := sample.Generate(random, "", 1, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestWrongOptionsAreRefused(t *testing.T) {
	for want, o := range map[string]sample.Options{
		"TopK -1": {TopK: -1}, "TopP -0.1": {TopP: -.1}, "TopP 1.1": {TopP: 1.1}, "TopP NaN": {TopP: nan},
	} {
		if _, err := sample.Generate(random, "", 1, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// The deck's columns are those of its slides; a column of T = 1 is that of its distribution.
func TestTheDecksTable(t *testing.T) {
	symbols, temperatures, table := sample.DeckTemperatures()
	if strings.Join(symbols, " ") != "a d s h - others" || !slices.Equal(temperatures, []float64{.5, 1, 2}) {
		t.Errorf("%q, %v", symbols, temperatures)
	}
	sums := make([]float64, 3)
	for _, row := range table {
		for column, p := range row {
			sums[column] += p
		}
	}
	if !alike(sums, []float64{1.001, 1, 1}) {
		t.Errorf("the columns sum to %v", sums)
	}
	_, p := sample.DeckAbi()
	for row, q := range sample.DeckRows(p) {
		if math.Abs(q-table[row][1]) > 1e-9 {
			t.Errorf("%s is %v at T = 1, want %v", symbols[row], q, table[row][1])
		}
	}
	hot, err := sample.ApplyTemperature(p, 2)
	if err != nil || math.Abs(sample.DeckRows(hot)[0]-.029) > .0005 { // 0.1 / 3.51
		t.Errorf("a at T = 2 is %v, %v, want .029", sample.DeckRows(hot), err)
	}
	if got := sample.DeckRows(p[:3]); got != nil {
		t.Errorf("of three probabilities: %v", got)
	}
}
