package exercise

// Notebook 01: a student's windows in the place of ours, on the real names.

import (
	"fmt"
	"math"
)

const (
	trainNames     = 6308   // names in train
	trainQuestions = 51149  // questions that they give, with any context
	countingLoss   = 2.2198 // nats per character on dev, of a model that counts them with a context of 3 and adds one
)

// CountingModel checks a student's questions of all names in train, with a context of 3: how many there are, and the
// loss on dev, in nats per character, of a model that counts them and adds one to each count.
func CountingModel(questions int, loss float64) Result {
	missing := questions == trainQuestions-trainNames
	switch {
	case questions == 0:
		return Result{NotDone, "Let ask return your questions of the name."}
	case questions == trainQuestions && math.Abs(loss-countingLoss) < 0.0005:
		return Result{Right, fmt.Sprintf("%d questions, and a loss of %.3f: the same as with our windows. "+
			"Your function has made the data of a language model.", questions, loss)}
	case math.IsNaN(loss) || math.IsInf(loss, 0):
		return Result{Wrong, fmt.Sprintf("The loss is %v, which is no number to compare.", loss)}
	case missing && loss < math.Log(27):
		return Result{Wrong, "One question is missing for each name: where does it end? Look at exercise 3."}
	case questions == trainQuestions:
		return Result{Wrong, fmt.Sprintf("The number of questions is right, but the loss is %.3f. "+
			"Is the answer in its own context, or do other characters stand there? Look at exercise 3.", loss)}
	case questions < trainQuestions:
		return Result{Wrong, fmt.Sprintf("%d questions are too few: a name of n letters gives n + 1. "+
			"Does ask use both arguments, name and context?", questions)}
	default:
		return Result{Wrong, fmt.Sprintf("%d questions are too many: a name of n letters gives n + 1.", questions)}
	}
}
