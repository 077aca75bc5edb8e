package main

import (
	"errors"
	"time"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/dataset"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/backend"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/training"
)

// loopPeer trains the same model with GoMLX's train.Loop, on batches from its in-memory data set.
type loopPeer struct {
	split corpus.Split
	loops map[int]*loop
}

type loop struct {
	loop  *train.Loop
	data  *dataset.InMemoryDataset
	model *model.Store
}

func (p *loopPeer) build(batch int) (*loop, error) {
	engine, err := backend.Open()
	if err != nil {
		return nil, err
	}
	examples, err := examplesOf(p.split.Train)
	if err != nil {
		return nil, err
	}
	data, err := dataset.InMemoryFromData(engine, "names", []any{examples.Inputs}, []any{examples.Labels})
	if err != nil {
		return nil, err
	}
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(1); err != nil {
		return nil, err
	}
	trainer := train.NewTrainer(engine, store, func(scope *model.Scope, _ any, inputs []*Node) []*Node {
		return []*Node{sizes.Logits(scope, inputs[0])}
	}, loss.SparseCategoricalCrossEntropyLogits, optimizer.Adam().LearningRate(rate).Done(), nil, nil)
	data.RandomWithReplacement().Infinite(true).BatchSize(batch, true)
	return &loop{train.NewLoop(trainer), data, store}, nil
}

func (p *loopPeer) prepare(batch int) (answer, error) {
	start := time.Now()
	l, err := p.build(batch)
	if err != nil {
		return answer{}, err
	}
	if p.loops == nil {
		p.loops = map[int]*loop{}
	}
	p.loops[batch] = l
	_, err = l.loop.RunSteps(l.data, 1)
	return since(start), err
}

func (p *loopPeer) train(batch, steps int) (answer, error) {
	start := time.Now()
	_, err := p.loops[batch].loop.RunSteps(p.loops[batch].data, steps)
	taken := since(start)
	taken.Steps = steps
	return taken, err
}

func (p *loopPeer) reach(batch int, wanted float64) (answer, error) {
	if _, err := p.prepare(batch); err != nil {
		return answer{}, err
	}
	evaluate, err := p.evaluation(p.loops[batch].model)
	if err != nil {
		return answer{}, err
	}
	if _, err = evaluate(); err != nil { // compiles
		return answer{}, err
	}
	for start, steps := time.Now(), evaluateEvery; steps <= longest; steps += evaluateEvery {
		if _, err := p.train(batch, evaluateEvery); err != nil {
			return answer{}, err
		}
		if dev, err := evaluate(); err != nil || dev <= wanted {
			return answer{Seconds: time.Since(start).Seconds(), Steps: steps, Loss: dev}, err
		}
	}
	return answer{}, errors.New("the dev loss was not reached")
}

// evaluation returns a function that computes the dev loss of the model with its current parameters.
func (p *loopPeer) evaluation(store *model.Store) (func() (float64, error), error) {
	dev, err := examplesOf(p.split.Dev)
	if err != nil {
		return nil, err
	}
	var engine compute.Backend
	if engine, err = backend.Open(); err != nil {
		return nil, err
	}
	program, err := model.NewExec(engine, store, func(scope *model.Scope, inputs, labels *Node) *Node {
		return ReduceAllMean(training.CrossEntropy(labels, sizes.Logits(scope, inputs)))
	})
	return func() (float64, error) {
		mean, err := program.Call1(dev.Inputs, dev.Labels)
		if err != nil {
			return 0, err
		}
		return float64(tensors.ToScalar[float32](mean)), nil
	}, err
}

func (p *loopPeer) generate(int) (answer, error) {
	return answer{}, errors.New("GoMLX has no function that writes names")
}
