package exercise

// Notebook 06: context, counts as probabilities, perplexity. The check of a better model is in training.go.

import (
	"fmt"
	"math"
	"slices"
)

// Context checks a prediction: how many parameters the bigger network of the page has if it sees six letters, not
// three.
// It has 27·10 + (3·10 + 1)·200 + (200 + 1)·27 = 11,897 parameters with three.
func Context(prediction int) Result { return longerContext.check(float64(prediction)) }

var longerContext = choice{
	todo: "Put your prediction in the place of the 0.",
	praise: "Three letters more are 3 · 10 inputs more, with 200 weights each: 6,000. All else stays. " +
		"Counts of six letters, however, have 27⁶ = 387,420,489 possible contexts.",
	right: 17897,
	mistakes: map[float64]string{
		11897: "The first layer changes: it gets 10 inputs more for each letter more.",
		23794: "Only the first layer grows. The table and the last layer do not depend on the context.",
		18167: "The table of embeddings is the same for every place in the context: count it once.",
		18097: "The 200 biases do not double: each hidden value has one bias.",
		6000:  "Those are the parameters that come in addition. How many are there in all?",
		13897: "That is one letter more. Six letters are three more than three.",
		11927: "Each of the 30 new inputs has a weight for each of the 200 hidden values.",
		12497: "Count the weights of the new inputs again: 3 letters · 10 numbers · 200 hidden values.",
	},
	below: writeLayers,
	above: writeLayers,
}

const writeLayers = "Write the three parts down: the table, the hidden layer, the last layer. " +
	"Which of them depends on the number of letters?"

// tally holds how often each token followed, and the number that is added to each count.
type tally struct {
	counts []float64
	extra  float64
}

func (t tally) String() string { return fmt.Sprintf("the counts %v and %v extra", t.counts, t.extra) }

// shares returns a number for each count.
func (t tally) shares(share func(count, total float64) float64) []float64 {
	total := 0.0
	for _, count := range t.counts {
		total += count
	}
	shares := make([]float64, len(t.counts))
	for i, count := range t.counts {
		shares[i] = share(count, total)
	}
	return shares
}

func (t tally) size() float64 { return float64(len(t.counts)) }

// Smooth checks a function that turns counts into probabilities, with extra added to each count:
// (count + extra) / (sum of the counts + extra · number of counts).
//
// Source: Lidstone, 1920; with extra = 1, Laplace's rule of succession. counts: [symbols]; it returns [symbols].
func Smooth(mine func(counts []float64, extra float64) []float64) Result {
	return smooth.check(func(t tally) []float64 { return mine(slices.Clone(t.counts), t.extra) })
}

var smooth = task[tally, []float64]{
	todo:   "All probabilities are still equal. Use the counts.",
	praise: "Every probability is above 0, and they add up to 1: that is a language model.",
	inputs: []tally{
		{[]float64{3, 0, 1}, 1}, {[]float64{0, 8, 1, 0, 1}, 0.5}, {[]float64{2, 2, 5, 0}, 2}, {[]float64{0, 0}, 1},
	},
	right: func(t tally) []float64 {
		return t.shares(func(count, total float64) float64 { return (count + t.extra) / (total + t.extra*t.size()) })
	},
	stub: func(t tally) []float64 {
		return t.shares(func(float64, float64) float64 { return 1 / t.size() })
	},
	mistakes: []mistake[tally, []float64]{
		{"The extra is missing: a symbol with the count 0 gets the probability 0. If it follows, the loss is +Inf.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 { return count / total })
			}},
		{"The probabilities add up to more than 1: you added the extra to each count, but not to the sum.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 { return (count + t.extra) / total })
			}},
		{"The probabilities do not add up to 1: the sum grows by the extra once for each count.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 { return (count + t.extra) / (total + t.extra) })
			}},
		{"You always added 1. Add the extra.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 { return (count + 1) / (total + t.size()) })
			}},
		{"Those are counts. Divide them by their sum.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 { return count + t.extra })
			}},
		{"Only the counts of 0 got the extra. Add it to every count: a count of 1 must stay above a count of 0.",
			func(t tally) []float64 {
				zeros := 0.0
				for _, count := range t.counts {
					if count == 0 {
						zeros++
					}
				}
				return t.shares(func(count, total float64) float64 {
					if count == 0 {
						count = t.extra
					}
					return count / (total + zeros*t.extra)
				})
			}},
		{"Those are logarithms. Return the probabilities.",
			func(t tally) []float64 {
				return t.shares(func(count, total float64) float64 {
					return math.Log((count + t.extra) / (total + t.extra*t.size()))
				})
			}},
	},
	hint: func(t tally, got []float64) string {
		sum := 0.0
		for _, p := range got {
			sum += p
		}
		if len(got) != len(t.counts) {
			return fmt.Sprintf("Return one probability for each of the %d counts.", len(t.counts))
		}
		if !near(sum, 1) {
			return fmt.Sprintf("Your probabilities add up to %.4g, not to 1.", sum)
		}
		return "They add up to 1. Compute the first one by hand."
	},
}

// given holds the probabilities that a model gave to the tokens of a sequence.
type given []float64

func (g given) String() string { return fmt.Sprintf("the probabilities %v", []float64(g)) }

// mean returns the mean of a function of the probabilities.
func (g given) mean(f func(p float64) float64) float64 {
	sum := 0.0
	for _, p := range g {
		sum += f(p)
	}
	return sum / float64(len(g))
}

func (g given) loss() float64 { return g.mean(func(p float64) float64 { return -math.Log(p) }) }

// Perplexity checks a function that returns the perplexity of a sequence: exp of the mean of −ln p over its tokens.
// probabilities: [tokens], those that the model gave to the tokens of the sequence, each after the tokens before it.
func Perplexity(mine func(probabilities []float64) float64) Result {
	return perplexity.check(func(g given) float64 { return mine(slices.Clone(g)) })
}

var perplexity = task[given, float64]{
	todo: "Your function still returns 0. Take the mean of −ln p, then exp.",
	praise: "First the mean loss, then exp. So a longer sequence has no higher perplexity " +
		"if the model predicts it equally well.",
	inputs: []given{{0.5, 0.125}, {0.1, 0.1, 0.1}, {0.9, 0.2, 0.4, 0.05}},
	right:  func(g given) float64 { return math.Exp(g.loss()) },
	stub:   func(given) float64 { return 0 },
	mistakes: []mistake[given, float64]{
		{"That is exp of the sum: it grows with the length of the sequence. Take the mean of the losses first.",
			func(g given) float64 { return math.Exp(g.loss() * float64(len(g))) }},
		{"That is the mean of exp of each loss, which is the mean of 1/p. Take the mean first, then exp.",
			func(g given) float64 { return g.mean(func(p float64) float64 { return 1 / p }) }},
		{"That is 1 divided by the mean probability. Take the mean of the losses, −ln p, then exp.",
			func(g given) float64 { return 1 / g.mean(func(p float64) float64 { return p }) }},
		{"That is the mean loss. Perplexity is exp of it.", given.loss},
		{"The sign is missing: the result is below 1. The loss is −ln p.",
			func(g given) float64 { return math.Exp(-g.loss()) }},
		{"That is the probability of the whole sequence: the product. Perplexity uses the mean loss of a token.",
			func(g given) float64 { return math.Exp(-g.loss() * float64(len(g))) }},
		{"The loss is in nats, so the base is e, not 2: use math.Exp.",
			func(g given) float64 { return math.Exp2(g.loss()) }},
		{"That is the sum of the losses. Take their mean, then exp.",
			func(g given) float64 { return g.loss() * float64(len(g)) }},
	},
	hint: func(g given, got float64) string {
		return "Compute −ln of each probability, their mean, and exp of it."
	},
}
