package main

import (
	"context"
	"time"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/progress"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// ours trains with pkg/training, through the same call as a notebook.
type ours struct {
	split corpus.Split
	model *neural.Model
}

// noDev leaves out the dev names, so that only steps are timed.
func (o *ours) noDev() corpus.Split { return corpus.Split{Train: o.split.Train} }

func (o *ours) prepare(batch int) (answer, error) {
	model, err := neural.Train(vocab.Letters(), o.noDev(), sizes.Context, config(batch, 1))
	if err != nil {
		return answer{}, err
	}
	return answer{Seconds: (model.Compiling + model.Training).Seconds()}, nil
}

func (o *ours) train(batch, steps int) (answer, error) {
	model, err := neural.Train(vocab.Letters(), o.noDev(), sizes.Context, config(batch, steps))
	if err != nil {
		return answer{}, err
	}
	o.model = model
	return answer{Seconds: model.Training.Seconds(), Steps: model.Step}, nil
}

func (o *ours) reach(batch int, loss float64) (answer, error) {
	c := config(batch, longest)
	c.EvaluateEvery = evaluateEvery
	stopped, stop := context.WithCancel(context.Background())
	defer stop()
	c.Context, c.OnProgress = stopped, func(report progress.Report) {
		if report.DevLoss <= loss {
			stop()
		}
	}
	model, err := neural.Train(vocab.Letters(), o.split, sizes.Context, c)
	if err != nil {
		return answer{}, err
	}
	return answer{Seconds: model.Training.Seconds(), Steps: model.Step, Loss: model.Best.DevLoss}, nil
}

func (o *ours) generate(names int) (answer, error) {
	start := time.Now()
	_, err := sample.Generate(o.model, "", names, sample.Options{Temperature: 1, Seed: start.UnixNano()})
	return since(start), err
}
