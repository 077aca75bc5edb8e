package main

import (
	"encoding/json"
	"fmt"
	"math"

	"nexttoken/internal/gpu"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/neural"
)

// number is a float64 that is null in JSON if it is not finite: JSON has neither NaN nor infinity.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if x := float64(n); math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// results are what `nexttoken train` prints of a model. Losses are in nats per character, with the end token; NaN for
// a part of the split without names.
type results struct {
	Backend        string  `json:"backend"`
	Device         string  `json:"device"` // cpu, or the name of the card
	Parameters     int     `json:"parameters"`
	Names          int     `json:"names"`
	TrainLoss      number  `json:"train_loss"`
	DevLoss        number  `json:"dev_loss"`
	TestLoss       number  `json:"test_loss"`
	Steps          int     `json:"steps"`
	Seconds        float64 `json:"seconds"`         // of training, without the compilation
	CompileSeconds float64 `json:"compile_seconds"` // before the first step
	StepsPerSecond float64 `json:"steps_per_second"`
	Interrupted    bool    `json:"interrupted,omitempty"`
}

// measure evaluates a model on the three parts of the split.
func measure(model *neural.Model, split corpus.Split) (*results, error) {
	r := &results{
		Backend: model.Config.Backend.Name(), Device: gpu.Device(model.Config.Backend),
		Parameters: model.ParameterCount(), Steps: model.Step,
		Names:   len(split.Train) + len(split.Dev) + len(split.Test),
		Seconds: model.Training.Seconds(), CompileSeconds: model.Compiling.Seconds(), StepsPerSecond: model.Speed,
		Interrupted: model.Interrupted,
	}
	for _, part := range []struct {
		names []string
		loss  *number
	}{{split.Train, &r.TrainLoss}, {split.Dev, &r.DevLoss}, {split.Test, &r.TestLoss}} {
		if len(part.names) == 0 {
			*part.loss = number(math.NaN())
			continue
		}
		loss, err := lm.Loss(model, part.names)
		if err != nil {
			return nil, err
		}
		*part.loss = number(loss)
	}
	return r, nil
}

// sentences returns the results as text for people.
func (r *results) sentences(directory string) string {
	return fmt.Sprintf("%d parameters, %d steps in %.1f s (%.0f steps/s)\n"+
		"loss in nats per character: train %s, dev %s, test %s\n"+
		"saved in %s: %s\n",
		r.Parameters, r.Steps, r.Seconds, r.StepsPerSecond,
		nats(r.TrainLoss), nats(r.DevLoss), nats(r.TestLoss), directory,
		shellCommand("generate", "--model", directory))
}

func nats(loss number) string {
	if math.IsNaN(float64(loss)) {
		return "none"
	}
	return fmt.Sprintf("%.3f", loss)
}
