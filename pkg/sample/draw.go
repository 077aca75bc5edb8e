package sample

// Randomness: drawing from a distribution, and where the random numbers come from.

import "math/rand/v2"

// Draw draws an index with the given probabilities: i is drawn with probability p[i].
//
// It finds where a uniform number from [0, 1) falls among the sums p[0], p[0]+p[1], …; what has probability 0 is
// never drawn. Without a source, or if no probability is above 0, there is nothing to draw and it returns −1.
func Draw(probabilities []float64, random *rand.Rand) int {
	if random == nil {
		return -1
	}
	last := -1
	u := random.Float64()
	for i, p := range probabilities {
		if !(p > 0) {
			continue
		}
		if u -= p; u < 0 {
			return i
		}
		last = i // rounding may leave a little of u after the last one
	}
	return last
}

// Random returns the source of randomness for the name with the given index, in a sample with the given seed.
//
// Each name has a source of its own: names come out the same one after the other or in batches, 10 of them or 1,000.
func Random(seed int64, index int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), uint64(index)))
}
