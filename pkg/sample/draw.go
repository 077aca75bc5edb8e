package sample

// Random draws from a distribution, and the sources of their random numbers.

import "math/rand/v2"

// Draw returns a random index: i with the probability probabilities[i].
//
//	probabilities: [n], which sum to 1; returns: an index in [0, n)
//
// It draws u, uniform in [0, 1), and returns the first i for which p[0] + … + p[i] is above u. An index with the
// probability 0 is never drawn. If random is nil, or if no probability is above 0, Draw returns −1.
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
		last = i // because of rounding, the probabilities may sum to a little less than u
	}
	return last
}

// Random returns the source of random numbers for the text with the given index, when texts are generated with the
// given seed.
//
// Each text has its own source. So text i is the same whether texts are generated one at a time or in batches, and
// whether there are 10 or 1,000 of them.
func Random(seed int64, index int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), uint64(index)))
}
