package exercise

// Notebook 05: a better model.

import (
	"fmt"
	"math"
)

const (
	lectureLoss = 2.18 // the dev loss of page 05's model
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
		return withLoss(Wrong, devLoss, " is too low: no small model reaches this on dev. "+
			"Is it the loss on dev, of names that the model did not learn from?")
	case devLoss <= better:
		return withLoss(Right, devLoss, " nats per character on dev: clearly better than the lecture's model.")
	case math.Abs(devLoss-lectureLoss) < 0.02:
		return withLoss(NotDone, devLoss, " is about the loss of the lecture's model. Reach %.2f.", better)
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
