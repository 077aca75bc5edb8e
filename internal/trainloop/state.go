package trainloop

import (
	"fmt"
	"math"
)

// State is what a checkpoint keeps besides the variables: all that the rest of the training depends on.
type State struct {
	Step       int            `json:"step"`
	Sum        float32        `json:"sum"`       // of the batches' losses since the last evaluation
	Seconds    float64        `json:"seconds"`   // of training, in all processes that took part
	Compiling  float64        `json:"compiling"` // in seconds, in all processes that took part
	History    []Point        `json:"history"`   // the evaluations, in order
	Best       int            `json:"best"`      // index in History of the lowest dev loss
	Finished   bool           `json:"finished"`
	BestValues Values         `json:"-"` // the variables at Best, while KeepBest needs them
	Snapshots  map[int]Values `json:"-"` // the parameters at the steps of Config.Snapshots
}

// Check returns an error where a state contradicts itself, or a training of this many steps.
func (s State) Check(steps int) error {
	n := len(s.History)
	switch {
	case s.Best < 0 || s.Best >= n:
		return fmt.Errorf("it says that evaluation %d of %d was the best", s.Best+1, n)
	case steps > 0 && s.Step > steps:
		return fmt.Errorf("it says step %d of %d", s.Step, steps)
	}
	return nil
}

// BestPoint returns the evaluation with the lowest dev loss, and a zero Point before the first.
func (s State) BestPoint() Point {
	if len(s.History) == 0 {
		return Point{}
	}
	return s.History[s.Best]
}

// add appends an evaluation, and begins a new sum of losses. A dev loss that is not finite is never better than
// another.
func (s *State) add(point Point) {
	s.History = append(s.History, point)
	s.Sum = 0
	loss, best := point.DevLoss, s.BestPoint().DevLoss
	if finite(loss) && (loss < best || !finite(best)) {
		s.Best = len(s.History) - 1
	}
}

// absurd is how many times as high as a uniform guess's a dev loss must be to get a remark.
const absurd = 5

// Remark returns a sentence about the dev loss of a training that has ended, if no useful model has such a loss;
// otherwise "".
func (s State) Remark(config Config) string {
	if !s.Finished || !config.HasDev || len(s.History) == 0 {
		return ""
	}
	loss := s.History[len(s.History)-1].DevLoss
	if config.KeepBest {
		loss = s.BestPoint().DevLoss
	}
	switch {
	case !finite(loss):
		return fmt.Sprintf("the dev loss is %v: the model gives a label the probability 0, "+
			"or does not compute a finite number", loss)
	case config.UniformLoss > 0 && loss > absurd*config.UniformLoss:
		return fmt.Sprintf("the dev loss of %.4g is far above %.2f, the loss of equal probabilities for all classes: "+
			"try a smaller learning rate, or smaller first values", loss, config.UniformLoss)
	}
	return ""
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
