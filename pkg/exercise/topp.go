package exercise

// Notebook 09: which temperature has the lowest loss, and top-p.

import (
	"cmp"
	"fmt"
	"slices"
)

// LeastLoss checks a prediction: at which temperature a trained model's loss on dev is lowest. Training minimised the
// loss at T = 1, on train; on dev, the lowest loss is near it.
func LeastLoss(temperature float64) Result { return leastLoss.check(temperature) }

var leastLoss = choice{
	todo: "Predict first, then put the temperature in the place of the −1.",
	praise: "Training minimised the loss at T = 1. " +
		"At a lower T the likeliest symbol gets more, also where it is wrong.",
	right:     1,
	stub:      -1,
	tolerance: 0.11,
	mistakes: map[float64]string{
		0: "You think that a low temperature is more correct. At T = 0, each symbol except the likeliest has " +
			"the probability 0. Where another one follows, the loss is infinite.",
		0.1: colder, 0.2: colder, 0.3: colder, 0.5: colder, 0.7: colder, 0.8: colder,
	},
	below: colder,
	above: "At a high T, all symbols are nearly alike: the model uses little of what it learned.",
}

const colder = "You think that a low temperature is more correct. At a low T the likeliest symbol gets nearly all: " +
	"where it is wrong, the loss is high. At which T was the model trained?"

// nucleus is the input of top-p.
type nucleus struct {
	probabilities []float64
	p             float64
}

func (n nucleus) String() string {
	return fmt.Sprintf("the distribution %v and p = %g", n.probabilities, n.p)
}

// TopP checks a function that keeps the smallest number of symbols, the likeliest first, whose probabilities sum to p
// or more, and divides them by their sum. The others get 0. Both lists are [symbols].
// (Holtzman and others, The Curious Case of Neural Text Degeneration, 2020)
func TopP(mine func(probabilities []float64, p float64) []float64) Result {
	return topP.check(func(n nucleus) []float64 { return mine(slices.Clone(n.probabilities), n.p) })
}

// sorted returns the ids, the likeliest first.
func (n nucleus) sorted() []int {
	ids := make([]int, len(n.probabilities))
	for id := range ids {
		ids[id] = id
	}
	slices.SortStableFunc(ids, func(a, b int) int { return cmp.Compare(n.probabilities[b], n.probabilities[a]) })
	return ids
}

// kept returns the probabilities of the symbols that top-p keeps, and 0 for the others. The one with which the sum
// reaches p is left out if short is set.
func (n nucleus) kept(short bool) []float64 {
	result, sum := make([]float64, len(n.probabilities)), 0.0
	for _, id := range n.sorted() {
		p := n.probabilities[id]
		if sum >= n.p || short && sum+p >= n.p && sum > 0 {
			break
		}
		result[id], sum = p, sum+p
	}
	return result
}

var topP = task[nucleus, []float64]{
	todo:   "Your function still returns the probabilities as they are.",
	praise: "Where the model is sure, few symbols stay; where it is not, many.",
	inputs: []nucleus{
		{[]float64{0.1, 0.5, 0.15, 0.25}, 0.6}, {[]float64{0.05, 0.02, 0.9, 0.03}, 0.8},
		{[]float64{0.3, 0.2, 0.28, 0.22}, 0.7}, {[]float64{0.25, 0.4, 0.35}, 0.3},
	},
	right: func(n nucleus) []float64 { return shares(n.kept(false)) },
	stub:  func(n nucleus) []float64 { return n.probabilities },
	mistakes: []mistake[nucleus, []float64]{
		{"They do not sum to 1: divide those that stay by their sum.",
			func(n nucleus) []float64 { return n.kept(false) }},
		{"p is the limit for the sum, not for each symbol. Add them up, the likeliest first.",
			func(n nucleus) []float64 { return shares(n.atLeast(n.p)) }},
		{"You stop before the sum reaches p. The symbol with which it reaches p stays, too.",
			func(n nucleus) []float64 { return shares(n.kept(true)) }},
		{"You go through the symbols in the order of their ids. Begin with the likeliest.",
			func(n nucleus) []float64 { return shares(n.inOrder()) }},
		{"Only the likeliest symbol stays: that is greedy.",
			func(n nucleus) []float64 {
				result := make([]float64, len(n.probabilities))
				result[n.sorted()[0]] = 1
				return result
			}},
		{"The result is sorted. Each probability must stay in the place of its id.",
			func(n nucleus) []float64 {
				result := shares(n.kept(false))
				slices.SortFunc(result, func(a, b float64) int { return cmp.Compare(b, a) })
				return result
			}},
	},
	hint: func(n nucleus, got []float64) string {
		if len(got) != len(n.probabilities) {
			return fmt.Sprintf("The result has %d numbers, the distribution %d.", len(got), len(n.probabilities))
		}
		return "Which symbols stay? Add up the likeliest ones by hand, until the sum is p or more."
	},
}

// atLeast returns the probabilities of at least p, and 0 for the others.
func (n nucleus) atLeast(p float64) []float64 {
	result := make([]float64, len(n.probabilities))
	for id, q := range n.probabilities {
		if q >= p {
			result[id] = q
		}
	}
	return result
}

// inOrder adds up the probabilities in the order of the ids.
func (n nucleus) inOrder() []float64 {
	result, sum := make([]float64, len(n.probabilities)), 0.0
	for id, p := range n.probabilities {
		if sum >= n.p {
			break
		}
		result[id], sum = p, sum+p
	}
	return result
}
