package exercise

// Notebook 05: the loss, a step downhill, a better model.

import (
	"fmt"
	"math"
	"slices"
)

// Rate checks a prediction: the learning rate with which one step leads from w = 0 to the minimum of (w − 3)².
func Rate(mine float64) Result { return rate.check(mine) }

var rate = choice{
	todo: "Put another rate in the place of 0.1, until one step is enough.",
	praise: "The slope at 0 is −6, and half of that is the whole way. " +
		"Nobody knows such a rate beforehand for 2,257 numbers at once.",
	right:     0.5,
	stub:      0.1,
	tolerance: 1e-9,
	mistakes: map[float64]string{
		1: "With 1, the first step leads from 0 to 6, and the next one back to 0, without an end.",
		3: "3 is the place of the minimum. A step is the rate times the slope, and the slope at 0 is −6.",
		6: "6 is the size of the slope. Which part of it leads from 0 to 3?",
	},
	below: "The step ends before the minimum: compare the w after the first step with 3.",
	above: "The step ends after the minimum: compare the w after the first step with 3.",
}

// guesses is a batch: predicted probabilities, and the ids of the right answers.
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

// CrossEntropy checks a function that returns the mean cross-entropy of predictions, in nats: the mean of −ln of the
// probability of each right answer. predicted: [examples][symbols]; answers: ids, [examples].
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
		{"That is the sum, which depends on the number of predictions: divide by it.",
			func(g guesses) float64 { return g.mean(surprise) * float64(len(g.answers)) }},
		{"The sign is missing: the logarithm of a probability is negative, but a loss is not.",
			func(g guesses) float64 { return -g.mean(surprise) }},
		{"That is the logarithm of the wrong number: of the largest probability. Use that of the right answer.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, _ int) float64 { return -math.Log(slices.Max(p)) })
			}},
		{"That is the logarithm of the wrong number: of the one before the right answer. Ids begin with 0.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, answer int) float64 { return -math.Log(p[(answer+len(p)-1)%len(p)]) })
			}},
		{"That is the logarithm of the wrong number: always of the first one. Use the answers.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, _ int) float64 { return -math.Log(p[0]) })
			}},
		{"You added up all probabilities' logarithms. Only that of the right answer counts.",
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
		{"You used decimal logarithms. Nats need the natural logarithm.",
			func(g guesses) float64 { return g.mean(surprise) / math.Ln10 }},
		{"You took the logarithm of the mean. First take the logarithm of each, then the mean.",
			func(g guesses) float64 {
				return -math.Log(g.mean(func(p []float64, answer int) float64 { return p[answer] }))
			}},
		{"The logarithm is missing: that is one minus the mean probability.",
			func(g guesses) float64 {
				return g.mean(func(p []float64, answer int) float64 { return 1 - p[answer] })
			}},
	},
	hint: func(g guesses, got float64) string { return "Compute the loss of the first prediction by hand." },
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

// Step checks a function that returns the parameters after a step of gradient descent: parameters − rate × gradient;
// all are [parameters].
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
		{"That is uphill: the loss grows in the direction of the slope. Go against it.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w + d.rate*slope }) }},
		{"The rate is missing: such steps are far too long.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope }) }},
		{"The slope is missing: every parameter changes by the same number.",
			func(d descent) []float64 { return d.each(func(w, _ float64) float64 { return w - d.rate }) }},
		{"That is only the change. The step starts from the parameters.",
			func(d descent) []float64 { return d.each(func(_, slope float64) float64 { return -d.rate * slope }) }},
		{"You divided by the rate: then a small rate makes large steps.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope/d.rate }) }},
		{"Only the first parameter has changed: a step changes all of them.",
			func(d descent) []float64 {
				changed := slices.Clone(d.parameters)
				changed[0] -= d.rate * d.gradient[0]
				return changed
			}},
	},
	hint: func(d descent, got []float64) string { return "Compute the new value of the first parameter by hand." },
}

const (
	lectureLoss = 2.18 // the dev loss of notebook 05's model
	better      = 2.10
	tooGood     = 1.7 // no small model has so low a loss on names that it has not seen
)

// BetterModel checks a model by its dev loss, in nats per character. It is right if the loss is at most 2.10; the
// lecture's model has 2.18.
func BetterModel(devLoss float64) Result {
	switch {
	case math.IsNaN(devLoss) || math.IsInf(devLoss, 0):
		message := fmt.Sprintf("The loss is %v: the steps were too large. Try a smaller learning rate.", devLoss)
		return Result{Wrong, message}
	case devLoss < tooGood:
		return withLoss(Wrong, devLoss, " is too good to be true. "+
			"Is it the loss on dev, of names that were not learned?")
	case devLoss <= better:
		return withLoss(Right, devLoss, " nats per character on dev: clearly better than the lecture's model.")
	case math.Abs(devLoss-lectureLoss) < 0.02:
		return withLoss(NotDone, devLoss, " is the lecture's model, or one that is no better. Reach %.2f.", better)
	case devLoss < lectureLoss:
		return withLoss(Wrong, devLoss, ": better, but not by much. "+
			"Which part is too small: the embedding of a letter, or the hidden layer? Reach %.2f.", better)
	case devLoss > 3:
		return withLoss(Wrong, devLoss, ": it has learned almost nothing; equal probabilities have a loss of 3.296. "+
			"Are there too few steps, or is the learning rate far too small or too large?")
	default:
		return withLoss(Wrong, devLoss, ": worse than the lecture's %.2f. Smaller sizes or fewer steps learn less.",
			lectureLoss)
	}
}

// withLoss returns a result whose message begins with a loss.
func withLoss(state State, loss float64, format string, values ...any) Result {
	return Result{state, fmt.Sprintf("%.3f", loss) + fmt.Sprintf(format, values...)}
}
