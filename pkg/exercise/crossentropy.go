package exercise

// Notebook 04: the loss.

import (
	"fmt"
	"math"
	"slices"
)

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
	todo: "For each prediction, take −ln of the probability of the right answer; return the mean.",
	praise: "The mean of −ln p, where p is the probability of a right answer. " +
		"This is the number that training makes small.",
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

// ModelLoss checks a function that CrossEntropy checks, on the predictions of a real model: it must return the same
// loss as ours, in nats, to three digits after the point.
//
//	predicted: [examples][symbols] probabilities; answers: [examples] ids
func ModelLoss(mine func(predicted [][]float64, answers []int) float64, predicted [][]float64, answers []int,
	ours float64) Result {
	switch small := CrossEntropy(mine); small.State {
	case NotDone:
		return Result{NotDone, "Write crossEntropy first: this cell calls it."}
	case Wrong:
		return Result{Wrong, "Your crossEntropy is not right yet. " + small.Message}
	}
	loss, stopped := try(func(g guesses) float64 { return mine(g.predicted, g.answers) },
		guesses{rowsOf(predicted), slices.Clone(answers)})
	if stopped != "" {
		return Result{Wrong, fmt.Sprintf("On the %d predictions of the model, your function %s.",
			len(answers), stopped)}
	}
	beside := fmt.Sprintf("For %d predictions, your loss is %.3f, and ours is %.3f", len(answers), loss, ours)
	if !(math.Abs(loss-ours) < 0.0015) {
		return Result{Wrong, beside + ". Does your function work for any number of predictions and symbols?"}
	}
	return Result{Right, beside + ": your function measures the real model."}
}
