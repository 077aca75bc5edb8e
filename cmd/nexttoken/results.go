package main

import (
	"fmt"
	"math"

	"nexttoken/pkg/charmodel"
	"nexttoken/pkg/corpus"
)

// results are what `nexttoken train` tells of a model. Losses are in nats per character, the end token counted; null where the
// split left no names.
type results struct {
	Backend        string   `json:"backend"`
	Parameters     int      `json:"parameters"`
	Names          int      `json:"names"`
	TrainLoss      *float64 `json:"train_loss"`
	DevLoss        *float64 `json:"dev_loss"`
	TestLoss       *float64 `json:"test_loss"`
	Steps          int      `json:"steps"`
	Seconds        float64  `json:"seconds"`         // of training, without compilation
	CompileSeconds float64  `json:"compile_seconds"` // before the first step
	StepsPerSecond float64  `json:"steps_per_second"`
	Interrupted    bool     `json:"interrupted,omitempty"`
}

// measure evaluates a model on the three parts of the split.
func measure(model *charmodel.Model, split corpus.Split) (*results, error) {
	r := &results{
		Backend: model.Config.Backend.Name(), Parameters: model.ParameterCount(), Steps: model.Step,
		Names:   len(split.Train) + len(split.Dev) + len(split.Test),
		Seconds: model.Training.Seconds(), CompileSeconds: model.Compiling.Seconds(), StepsPerSecond: model.Speed,
		Interrupted: model.Interrupted,
	}
	for _, part := range []struct {
		names []string
		loss  **float64
	}{{split.Train, &r.TrainLoss}, {split.Dev, &r.DevLoss}, {split.Test, &r.TestLoss}} {
		loss, err := model.LossOf(part.names)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(loss) {
			*part.loss = &loss
		}
	}
	return r, nil
}

// sentences says the results for people.
func (r *results) sentences(directory string) string {
	return fmt.Sprintf("%d parameters, %d steps in %.1f s (%.0f steps/s)\nloss in nats per character: train %s, dev %s, test %s\nsaved in %s: nexttoken generate --model %s\n",
		r.Parameters, r.Steps, r.Seconds, r.StepsPerSecond, nats(r.TrainLoss), nats(r.DevLoss), nats(r.TestLoss), directory, directory)
}

func nats(loss *float64) string {
	if loss == nil {
		return "none"
	}
	return fmt.Sprintf("%.3f", *loss)
}
