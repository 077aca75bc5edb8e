// Package permutation tests whether a group is special: it compares the group's statistic, such as the mean distance
// between its members, with that of many random groups of the same size.
//
// If few random groups reach the value of the group, the value is hard to explain by chance.
//
// Sources: Fisher, The Design of Experiments, 1935; Phipson and Smyth, Permutation P-values should never be zero,
// Statistical Applications in Genetics and Molecular Biology 9(1), 2010.
package permutation

import (
	"fmt"
	"math/rand/v2"
)

// Groups returns random groups of different ids from 0 to n−1. Each group of this size is equally likely. The same seed
// gives the same groups.
//
//	returns: [draws][size]
//
// It returns an error if size is not between 1 and n, or if draws is below 1.
func Groups(n, size, draws int, seed int64) ([][]int, error) {
	if size < 1 || size > n {
		return nil, fmt.Errorf("a group of %d of %d: its size must be between 1 and %d", size, n, n)
	}
	if draws < 1 {
		return nil, fmt.Errorf("%d groups: draw at least 1", draws)
	}
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	groups := make([][]int, draws)
	for i := range groups {
		groups[i] = random.Perm(n)[:size]
	}
	return groups, nil
}

// P returns the p-value of a test for small values: the share of values that are at most as large as ours. Our own
// value is one of them, so p is never 0:
//
//	p = (number of random values ≤ ours + 1) / (number of random values + 1)
func P(ours float64, random []float64) float64 {
	count := 1
	for _, value := range random {
		if value <= ours {
			count++
		}
	}
	return float64(count) / float64(len(random)+1)
}
