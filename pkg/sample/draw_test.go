package sample_test

import (
	"math/rand/v2"
	"testing"

	"nexttoken/pkg/sample"
)

// chiSquare returns Σ (observed − expected)² / expected for the draws.
func chiSquare(counts []int, p []float64, draws int) float64 {
	statistic := 0.0
	for i, count := range counts {
		if expected := p[i] * float64(draws); expected > 0 {
			statistic += (float64(count) - expected) * (float64(count) - expected) / expected
		}
	}
	return statistic
}

// The deck's distribution has 26 symbols with a probability above 0, so 25 degrees of freedom: chi-square is above 52.6
// for one seed in 1,000. The seeds are fixed. The test draws from one source many times, and once from many sources.
func TestDrawsFollowTheProbabilities(t *testing.T) {
	const draws, limit = 100_000, 52.6
	_, p := sample.DeckAbi()
	stream, first := make([]int, len(p)), make([]int, len(p))
	random := sample.Random(1, 0)
	for i := range draws {
		stream[sample.Draw(p, random)]++
		first[sample.Draw(p, sample.Random(1, i))]++
	}
	for name, counts := range map[string][]int{"one stream": stream, "first draws": first} {
		if got := chiSquare(counts, p, draws); got > limit {
			t.Errorf("%s: chi-square %.1f, want at most %.1f: %v", name, got, limit, counts)
		}
		if q := 'q' - 'a'; counts[q] != 0 {
			t.Errorf("%s: %d draws of a symbol with probability 0", name, counts[q])
		}
	}
}

func TestDrawAtTheEdges(t *testing.T) {
	for _, test := range []struct {
		p    []float64
		want int
	}{
		{[]float64{0, 1, 0}, 1},
		{[]float64{0, 1e-300, 0}, 1}, // the sum is below u: the last index with a probability above 0
		{[]float64{0, 0}, -1},
		{[]float64{nan}, -1},
		{nil, -1},
	} {
		for seed := range int64(100) {
			if got := sample.Draw(test.p, sample.Random(seed, 0)); got != test.want {
				t.Fatalf("drew %d from %v, want %d", got, test.p, test.want)
			}
		}
	}
	if got := sample.Draw([]float64{1}, nil); got != -1 {
		t.Errorf("without a source drew %d, want -1", got)
	}
}

// fixed is a source whose next number in [0, 1) is u.
type fixed struct{ u float64 }

func (f fixed) Uint64() uint64 { return uint64(f.u * (1 << 53)) }

// Each index has an interval with its lower end and without its upper one.
func TestDrawByHand(t *testing.T) {
	p := []float64{.25, 0, .5, .25}
	for u, want := range map[float64]int{0: 0, .125: 0, .25: 2, .5: 2, .75: 3, .875: 3} {
		if got := sample.Draw(p, rand.New(fixed{u})); got != want {
			t.Errorf("u = %v gave %d, want %d", u, got, want)
		}
	}
}

func TestSourcesDifferByNameAndSeed(t *testing.T) {
	if sample.Random(7, 3).Uint64() != sample.Random(7, 3).Uint64() {
		t.Error("the same seed and name gave different numbers")
	}
	if sample.Random(7, 3).Uint64() == sample.Random(7, 4).Uint64() {
		t.Error("another name gave the same number")
	}
	if sample.Random(7, 3).Uint64() == sample.Random(8, 3).Uint64() {
		t.Error("another seed gave the same number")
	}
}
