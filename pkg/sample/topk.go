package sample

import (
	"cmp"
	"slices"
)

// TopK returns the ids of the k highest probabilities, or logits. The highest comes first; ids with equal probabilities
// are in their own order. TopK returns all ids if there are fewer than k, and none if k is below 1.
//
//	probabilities: [vocabulary]
//	returns:       [min(k, vocabulary)]
func TopK(probabilities []float64, k int) []int {
	ids := make([]int, len(probabilities))
	for id := range ids {
		ids[id] = id
	}
	slices.SortStableFunc(ids, func(a, b int) int { return cmp.Compare(probabilities[b], probabilities[a]) })
	return ids[:max(0, min(k, len(ids)))]
}
