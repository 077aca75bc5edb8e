package sample

// Top-k and top-p: draw from the likely tokens only.

import "fmt"

// KeepTopK keeps the k likeliest tokens, and divides their probabilities by their sum. All others become 0.
//
//	probabilities: [vocabulary], which sum to 1
//	returns:       [vocabulary], which sum to 1
//
// Of equal probabilities, the one with the smaller id counts as likelier. It returns an error if k is below 1, or if
// the probabilities are not between 0 and 1 or do not sum to 1.
// (Fan, Lewis and Dauphin, Hierarchical Neural Story Generation, 2018)
func KeepTopK(probabilities []float64, k int) ([]float64, error) {
	if k < 1 {
		return nil, fmt.Errorf("top-k with k = %d: at least 1 token must stay", k)
	}
	if err := checkDistribution(probabilities); err != nil {
		return nil, err
	}
	return keep(probabilities, TopK(probabilities, k)), nil
}

// KeepTopP keeps the smallest number of tokens, the likeliest first, whose probabilities sum to p or more, and divides
// their probabilities by their sum. All others become 0. The method is also called nucleus sampling.
//
//	probabilities: [vocabulary], which sum to 1; p: above 0, at most 1
//	returns:       [vocabulary], which sum to 1
//
// It returns an error if p is not above 0 and at most 1, or if the probabilities are not between 0 and 1 or do not sum
// to 1. (Holtzman and others, The Curious Case of Neural Text Degeneration, 2020)
func KeepTopP(probabilities []float64, p float64) ([]float64, error) {
	if !(p > 0 && p <= 1) {
		return nil, fmt.Errorf("top-p with p = %g: it must be above 0 and at most 1", p)
	}
	if err := checkDistribution(probabilities); err != nil {
		return nil, err
	}
	ids := TopK(probabilities, len(probabilities))
	return keep(probabilities, ids[:enough(probabilities, ids, p)]), nil
}

// enough returns how many of the ids, from the first on, have probabilities that sum to p. A difference that comes from
// rounding is allowed.
func enough(probabilities []float64, ids []int, p float64) int {
	const rounding = 1e-9
	sum := 0.0
	for i, id := range ids {
		if sum += probabilities[id]; sum >= p-rounding {
			return i + 1
		}
	}
	return len(ids)
}

// keep sets all probabilities but those of the ids to 0, and divides by the sum.
func keep(probabilities []float64, ids []int) []float64 {
	kept, sum := make([]float64, len(probabilities)), 0.0
	for _, id := range ids {
		sum += probabilities[id]
	}
	for _, id := range ids {
		kept[id] = probabilities[id] / sum
	}
	return kept
}
