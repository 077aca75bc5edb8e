package sample_test

import (
	"slices"
	"testing"

	"nexttoken/pkg/sample"
)

// Ids with equal probabilities keep their order. There are 1,000 of them: a sort that is not stable keeps the order of
// only a few.
func TestTopKOfEqualsIsInTheOrderOfIDs(t *testing.T) {
	values, want := make([]float64, 1000), []int{}
	for id := range values {
		values[id] = float64(id * 7919 % 3) // 0, 1 and 2 in turn
	}
	for _, value := range []float64{2, 1, 0} {
		for id := range values {
			if values[id] == value {
				want = append(want, id)
			}
		}
	}
	if got := sample.TopK(values, 1000); !slices.Equal(got, want) {
		t.Errorf("equals come as %v…", got[:20])
	}
}

func TestTopKAtItsLimits(t *testing.T) {
	p := []float64{0.2, 0.5, 0.3}
	for k, want := range map[int][]int{-1: {}, 0: {}, 1: {1}, 3: {1, 2, 0}, 4: {1, 2, 0}} {
		if got := sample.TopK(p, k); !slices.Equal(got, want) {
			t.Errorf("TopK(%v, %d) = %v, want %v", p, k, got, want)
		}
	}
	if got := sample.TopK(nil, 3); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// Probabilities in float32 sum to 1 only up to rounding; a larger difference is a mistake.
func TestDistributionsMustSumToOne(t *testing.T) {
	for sum, right := range map[float64]bool{
		0.9995:  false,
		0.99995: true,
		1:       true,
		1.00005: true,
		1.0005:  false,
		1.05:    false,
	} {
		p := []float64{sum / 2, sum / 2}
		_, cross := sample.CrossEntropy(p, 0)
		_, changed := sample.ApplyTemperature(p, 1)
		if (cross == nil) != right || (changed == nil) != right {
			t.Errorf("a sum of %g: %v, %v", sum, cross, changed)
		}
	}
}
