package chart

import "sort"

// ranked is a distribution, the likeliest token first. With its sums, each top-k and top-p takes microseconds, where
// package sample would sort the vocabulary again.
type ranked struct {
	each     []float64 // [vocabulary], the probabilities
	sums     []float64 // [vocabulary + 1], of the 0, 1, 2 … likeliest tokens
	possible int       // how many probabilities are above 0
}

// rank returns probabilities in the order of the ids, which has the likeliest first. Both are [vocabulary].
func rank(probabilities []float64, order []int) ranked {
	r := ranked{sums: make([]float64, 1, len(order)+1)}
	for n, id := range order {
		r.each, r.sums = append(r.each, probabilities[id]), append(r.sums, r.sums[n]+probabilities[id])
		if probabilities[id] > 0 {
			r.possible++
		}
	}
	return r
}

// kept returns how many tokens may be drawn after top-k and then top-p, by the rules of sample.KeepTopK and
// sample.KeepTopP, which allows a difference from rounding. 0 is off.
func (r ranked) kept(k int, p float64) int {
	const rounding = 1e-9
	if k == 0 || k > r.possible {
		k = r.possible
	}
	if p == 0 {
		return k
	}
	return 1 + sort.Search(k-1, func(i int) bool { return r.sums[i+1] >= (p-rounding)*r.sums[k] })
}

// table returns how many tokens may be drawn, and the sum of their probabilities, for each top-k and top-p:
// [len(topK)][len(topP)].
func (r ranked) table(topK []int, topP []float64) (counts [][]int, sums [][]float64) {
	counts, sums = make([][]int, len(topK)), make([][]float64, len(topK))
	for i, k := range topK {
		for _, p := range topP {
			n := r.kept(k, p)
			counts[i], sums[i] = append(counts[i], n), append(sums[i], rounded(r.sums[n]))
		}
	}
	return counts, sums
}
