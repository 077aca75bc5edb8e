package training

import (
	"errors"
	"fmt"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// summed is the largest default of EvaluateEvery. The losses between two evaluations are added in float32, which
// has seven digits: after a hundred thousand losses, two digits are left for the next one.
const summed = 100_000

// complete checks a Config and fills in the defaults.
func (c Config) complete() (Config, error) {
	switch {
	case c.Model == nil:
		return c, errors.New("the model function is missing: set Model")
	case c.Steps <= 0:
		return c, fmt.Errorf("%d steps: train at least 1", c.Steps)
	case c.Batch <= 0:
		return c, fmt.Errorf("a batch of %d examples: take at least 1", c.Batch)
	case c.EvaluateEvery < 0:
		return c, fmt.Errorf("an evaluation every %d steps: take at least 1, or 0 for the default", c.EvaluateEvery)
	case c.Patience < 0:
		return c, fmt.Errorf("a patience of %d evaluations: take at least 1, or 0 to never stop early", c.Patience)
	case !(c.ClipNorm >= 0):
		return c, fmt.Errorf("gradients cannot have a norm of at most %v: take a positive number, or 0", c.ClipNorm)
	}
	if err := c.checkExamples(); err != nil {
		return c, err
	}
	if c.EvaluateEvery == 0 {
		c.defaultEvery = true
		c.EvaluateEvery = max(1, min(c.Steps/20, summed))
	}
	return c.withDefaults(), nil
}

// check returns an error unless there are as many labels as inputs; name says in it which examples these are.
func (e Examples) check(name string) error {
	if (e.Inputs == nil) != (e.Labels == nil) {
		return fmt.Errorf("the %s examples need both inputs and labels", name)
	}
	if e.Inputs != nil && (e.Labels.Rank() == 0 || e.Labels.Shape().Dimensions[0] != e.Len()) {
		return fmt.Errorf("the %s examples have inputs %s but labels %s: each input needs its label", name,
			e.Inputs.Shape(), e.Labels.Shape())
	}
	return nil
}

func (c Config) checkExamples() error {
	for _, part := range []struct {
		name     string
		examples Examples
	}{{"training", c.Train}, {"dev", c.Dev}} {
		if err := part.examples.check(part.name); err != nil {
			return err
		}
	}
	if c.Train.Len() == 0 {
		return errors.New("there are no training examples: give at least one")
	}
	if (c.Patience > 0 || c.KeepBest) && c.Dev.Len() == 0 {
		return errors.New("early stopping and keeping the best model need dev examples, and there are none")
	}
	for _, step := range c.Snapshots {
		if step < 0 || step > c.Steps {
			return fmt.Errorf("a snapshot at step %d lies outside the %d steps of training: "+
				"take it out of Snapshots, or train for more steps", step, c.Steps)
		}
	}
	return nil
}

// building runs a function that builds a graph. GoMLX's graph functions panic: this turns the panic into one sentence.
func building(what string, build func()) error {
	if err := exceptions.TryCatch[error](build); err != nil {
		return fmt.Errorf("%s does not fit together: %s", what, sentence(err))
	}
	return nil
}

// sentence returns the first line of an error, without the stack that GoMLX's panics carry.
func sentence(err error) string {
	first, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return first
}

// checkLogits panics when logits have more or fewer axes than their labels. Labels do not show how long the last
// axis must be.
func checkLogits(labels, logits *Node) {
	if logits.Rank() != labels.Rank() {
		exceptions.Panicf("the model returned %s for labels %s, but logits must be [batch, vocabulary]",
			logits.Shape(), labels.Shape())
	}
}
