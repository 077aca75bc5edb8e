package exercise

// Notebook 04: the loss, a step downhill, a better model.

import (
	"fmt"
	"math"
	"slices"
)

// Rate checks the learning rate that leads from w = 0 to the bottom of (w − 3)² in one step.
func Rate(mine float64) Result { return rate.check(mine) }

var rate = choice{
	todo:      "Put another rate in the place of 0.1, until one step is enough.",
	praise:    "The slope at 0 is −6, and half of that is the whole way. Nobody knows such a rate beforehand for 2,257 numbers at once.",
	right:     0.5,
	stub:      0.1,
	tolerance: 1e-9,
	mistakes: map[float64]string{
		1: "With 1, the step leads from 0 to 6: as far above the bottom as it was below, and back again, for ever.",
		3: "3 is where the bottom is. The rate says which part of the slope to walk: the slope at 0 is −6.",
		6: "6 is how steep it is. Which part of it leads from 0 to 3?",
	},
	below: "The step ends before the bottom: compare the w after the first step with 3.",
	above: "The step leads beyond the bottom: compare the w after the first step with 3.",
}

// guesses is a batch: predictions, and the ids of the right answers.
type guesses struct {
	predicted [][]float64
	answers   []int
}

func (g guesses) String() string {
	return fmt.Sprintf("the predictions %v and the right answers %v", g.predicted, g.answers)
}

// mean returns the mean of a loss over the batch.
func (g guesses) mean(loss func(p []float64, answer int) float64) float64 {
	sum := 0.0
	for i, answer := range g.answers {
		sum += loss(g.predicted[i], answer)
	}
	return sum / float64(len(g.answers))
}

func surprise(p []float64, answer int) float64 { return -math.Log(p[answer]) }

// CrossEntropy checks a function that computes the mean cross-entropy of predictions, in nats.
func CrossEntropy(mine func(predicted [][]float64, answers []int) float64) Result {
	return crossEntropy.check(func(g guesses) float64 { return mine(rowsOf(g.predicted), slices.Clone(g.answers)) })
}

var crossEntropy = task[guesses, float64]{
	todo:   "For each prediction, take −ln of the probability of the right answer; return the mean.",
	praise: "The mean of −ln of what the right answers got. This is the number that training makes small.",
	inputs: []guesses{
		{[][]float64{{0.7, 0.2, 0.1}, {0.3, 0.6, 0.1}}, []int{0, 2}},
		{[][]float64{{0.1, 0.1, 0.8}, {0.25, 0.5, 0.25}, {0.05, 0.9, 0.05}}, []int{1, 1, 0}},
	},
	right: func(g guesses) float64 { return g.mean(surprise) },
	stub:  func(guesses) float64 { return 0 },
	mistakes: []mistake[guesses, float64]{
		{"That is the sum. Divide by the number of predictions, or the loss depends on how many there are.",
			func(g guesses) float64 { return g.mean(surprise) * float64(len(g.answers)) }},
		{"The sign is missing: the logarithm of a probability is negative, and a loss should not be.",
			func(g guesses) float64 { return -g.mean(surprise) }},
		{"That is the logarithm of the wrong entry: of the largest probability, instead of the right answer's.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, _ int) float64 { return -math.Log(slices.Max(p)) })
			}},
		{"That is the logarithm of the wrong entry: of the one before the right answer's. Ids begin with 0.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, answer int) float64 { return -math.Log(p[(answer+len(p)-1)%len(p)]) })
			}},
		{"That is the logarithm of the wrong entry: always of the first one. Use the answers.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, _ int) float64 { return -math.Log(p[0]) })
			}},
		{"Every entry counts here. Multiplied with the one-hot list of the right answer, only one is left.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, _ int) float64 {
					sum := 0.0
					for _, x := range p {
						sum -= math.Log(x)
					}
					return sum
				})
			}},
		{"Binary logarithms give bits. Nats need the natural logarithm.",
			func(g guesses) float64 { return g.mean(surprise) / math.Ln2 }},
		{"Decimal logarithms. Nats need the natural logarithm.",
			func(g guesses) float64 { return g.mean(surprise) / math.Ln10 }},
		{"The logarithm comes after the mean. First the logarithm of each, then the mean.",
			func(g guesses) float64 {
				return -math.Log(g.mean(func(p []float64, answer int) float64 { return p[answer] }))
			}},
		{"The logarithm is missing: that is one minus the mean probability.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, answer int) float64 { return 1 - p[answer] })
			}},
	},
	hint: func(g guesses, got float64) string { return "Compute the first prediction alone, by hand." },
}

type descent struct {
	parameters, gradient []float64
	rate                 float64
}

func (d descent) String() string {
	return fmt.Sprintf("the parameters %v, the gradient %v and the rate %v", d.parameters, d.gradient, d.rate)
}

func (d descent) each(change func(w, slope float64) float64) []float64 {
	changed := make([]float64, len(d.parameters))
	for i, w := range d.parameters {
		changed[i] = change(w, d.gradient[i])
	}
	return changed
}

// Step checks a function that takes one step downhill.
func Step(mine func(parameters, gradient []float64, rate float64) []float64) Result {
	return step.check(func(d descent) []float64 {
		return mine(slices.Clone(d.parameters), slices.Clone(d.gradient), d.rate)
	})
}

var step = task[descent, []float64]{
	todo:   "Change every parameter a little, against its slope.",
	praise: "Against the slope, a small part of it, every parameter at once: that is a step.",
	inputs: []descent{{[]float64{0, 5}, []float64{-6, 4}, 0.1}, {[]float64{1, 2, 3}, []float64{1, -1, 0.5}, 0.5}},
	right:  func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - d.rate*slope }) },
	stub:   func(d descent) []float64 { return d.parameters },
	mistakes: []mistake[descent, []float64]{
		{"Uphill: with the slope, the loss grows. Go against it.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w + d.rate*slope }) }},
		{"The rate is forgotten: such steps are far too long.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope }) }},
		{"The slope is forgotten: every parameter changes by the same.",
			func(d descent) []float64 { return d.each(func(w, _ float64) float64 { return w - d.rate }) }},
		{"That is only the change. The step begins where the parameters are.",
			func(d descent) []float64 { return d.each(func(_, slope float64) float64 { return -d.rate * slope }) }},
		{"Divided by the rate: then a small rate makes large steps.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope/d.rate }) }},
		{"Only the first parameter has changed: a step changes them all.",
			func(d descent) []float64 {
				changed := slices.Clone(d.parameters)
				changed[0] -= d.rate * d.gradient[0]
				return changed
			}},
	},
	hint: func(d descent, got []float64) string { return "Compute the first parameter by hand." },
}

const (
	decksLoss = 2.18 // what notebook 04's model reaches on dev
	better    = 2.10
	tooGood   = 1.7 // nothing of this size reaches that on names that it has not seen
)

// BetterModel checks a model by its loss on dev, in nats per character: it must be clearly better than the lecture's.
func BetterModel(devLoss float64) Result {
	switch {
	case math.IsNaN(devLoss) || math.IsInf(devLoss, 0):
		return Result{Wrong, "The loss is no number any more: the learning rate is too high, and the steps lead further and further away."}
	case devLoss < tooGood:
		return Result{Wrong, fmt.Sprintf("%.3f is too good to be true. Is it the loss on dev, of names that it has not learned from?", devLoss)}
	case devLoss <= better:
		return Result{Right, fmt.Sprintf("%.3f nats per character on dev: clearly better than the lecture's model.", devLoss)}
	case math.Abs(devLoss-decksLoss) < 0.02:
		return Result{NotDone, fmt.Sprintf("%.3f is the lecture's model, or one that is no better. Reach %.2f.", devLoss, better)}
	case devLoss < decksLoss:
		return Result{Wrong, fmt.Sprintf("%.3f: better, but not by much. Which part is too small: what stands for a letter, or what mixes them? Reach %.2f.", devLoss, better)}
	case devLoss > 3:
		return Result{Wrong, fmt.Sprintf("%.3f: it has learned hardly anything; knowing nothing costs 3.296. Too few steps, or a learning rate that is far too small or too large?", devLoss)}
	default:
		return Result{Wrong, fmt.Sprintf("%.3f: worse than the lecture's %.2f. Smaller sizes learn less; so do fewer steps.", devLoss, decksLoss)}
	}
}
