// Package training trains any GoMLX model function: many steps in each call to the device, where the data stay,
// with progress, evaluation on held-out data at fixed steps, checkpoints that survive a crash, and "train, or open
// what was trained with this".
//
// The same Config gives the same model, bit for bit on one backend. Time decides only when progress is reported and
// when a checkpoint is written, never what is computed.
package training

import (
	"context"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/progress"
)

// Model builds the graph from inputs [batch, …] to predictions [batch, …], for instance from contexts [batch,
// context] int32 to logits [batch, vocabulary] float32. Its variables belong to scope. A graph that does not fit
// together panics, as GoMLX's functions do; Train, TrainOrOpen, Untrained and Open return that as an error of one
// sentence.
type Model func(scope *model.Scope, inputs *Node) *Node

// Loss builds the graph of the loss from labels [batch, …] and predictions [batch, …]: of each example, [batch]
// float32, or of their mean, a float32 scalar. Its mean is minimised.
type Loss func(labels, predictions *Node) *Node

// Examples are inputs and labels: row i of one belongs to row i of the other. For CrossEntropy the labels are ids,
// [examples, 1] int32. The zero value holds no examples.
type Examples struct {
	Inputs *tensors.Tensor // [examples, …]
	Labels *tensors.Tensor // [examples, …]
}

// Len returns the number of examples, which is the first dimension of the inputs.
func (e Examples) Len() int {
	if e.Inputs == nil || e.Inputs.Rank() == 0 {
		return 0
	}
	return e.Inputs.Shape().Dimensions[0]
}

// Config describes a training. Model, Train, Steps and Batch are required.
type Config struct {
	Model     Model
	Loss      Loss                // default CrossEntropy: logits against ids
	Optimizer optimizer.Interface // default Adam
	Schedule  Schedule            // learning rate by step; default: the optimizer's own, constant
	ClipNorm  float64             // gradients are scaled down to this norm, all together; 0: never

	Train Examples
	Dev   Examples // held out: evaluated, never trained on; may be empty
	Steps int      // updates of the parameters
	Batch int      // examples that each update looks at, drawn at random
	Seed  int64    // of the first parameters, the batches, and dropout

	EvaluateEvery int   // steps between evaluations; default a twentieth of Steps, at most 100,000
	Patience      int   // stop after this many evaluations in a row without a better dev loss; 0: never
	KeepBest      bool  // end with the parameters of the lowest dev loss, not with the last
	Snapshots     []int // steps whose parameters are kept beside the last ones, to look at how they moved

	Directory  string                // where trained models lie; default ModelDirectory()
	OnProgress func(progress.Report) // gets every evaluation, and several reports a second
	Context    context.Context       // stops the training when it ends, as an interrupt does; default Background
	Backend    compute.Backend       // default backend.Open()

	defaultLoss  bool   // Loss was not set
	defaultEvery bool   // EvaluateEvery was not set, so it follows from Steps
	rule         Update // of Descend; takes the place of Optimizer
}

// Train trains a model from the beginning and saves nothing. The error is one sentence about what does not fit in
// the Config, or about a loss that is not finite.
func Train(config Config) (*Trained, error) {
	run, err := newRun(config)
	if err != nil {
		return nil, err
	}
	return run.train()
}

// TrainOrOpen opens the model that was trained with this Config, or trains and saves it. A training that was
// interrupted goes on from its last checkpoint.
//
// A model is the same where these are: the graphs that Model, Loss, Optimizer and Schedule build, for training, for
// evaluation and for prediction; how the variables get their first values; the examples; and the numbers of Config.
// Names of variables in Go, comments, the directory, the backend and the platform decide nothing. A file
// of another model is never overwritten.
//
// Each number of Steps has a file of its own. More steps go on from fewer where that gives the same model: where
// Patience, KeepBest and Schedule do not depend on the number of steps, and an evaluation is due where the shorter
// training ended.
//
// An interrupt (SIGINT, or the end of Context) saves what was trained and returns it, with Trained.Interrupted set.
// It does not wait for a compilation or an evaluation to end.
//
// The error is one sentence: what does not fit in the Config, which file cannot be used, or which loss is not finite.
func TrainOrOpen(config Config) (*Trained, error) {
	run, err := newRun(config)
	if err != nil {
		return nil, err
	}
	if err := run.openCheckpoint(config.Directory); err != nil {
		return nil, err
	}
	if run.state.Finished {
		return run.opened(), nil
	}
	return run.train()
}
