package sample

import (
	"cmp"
	"slices"
)

// Likeliest returns the ids of the n highest probabilities, the highest first; all of them if there are fewer.
func Likeliest(probabilities []float64, n int) []int {
	ids := make([]int, len(probabilities))
	for id := range ids {
		ids[id] = id
	}
	slices.SortStableFunc(ids, func(a, b int) int { return cmp.Compare(probabilities[b], probabilities[a]) })
	return ids[:max(0, min(n, len(ids)))]
}
