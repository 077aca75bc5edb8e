// Package training trains any GoMLX model function: many steps in each call to the device, the data resident there,
// with progress, held-out evaluation at fixed steps, checkpoints that survive a crash, and "train, or open what was
// trained with exactly this".
//
// The same Config and seed give the same model, bit for bit on one backend: wall time decides only when progress is
// told and when a checkpoint is written, never what is computed.
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

// Model builds the graph from inputs [batch, …] to predictions [batch, …], for instance from contexts
// [batch, context] int32 to logits [batch, vocabulary] float32. Its variables live in scope.
type Model func(scope *model.Scope, inputs *Node) *Node

// Loss builds the graph of the loss of each example, [batch] float32, or of their mean, a scalar.
type Loss func(labels, predictions *Node) *Node

// Examples are inputs and labels; row i of one belongs to row i of the other.
type Examples struct {
	Inputs *tensors.Tensor // [examples, …]
	Labels *tensors.Tensor // [examples, …]
}

// Len returns the number of examples.
func (e Examples) Len() int {
	if e.Inputs == nil || e.Inputs.Rank() == 0 {
		return 0
	}
	return e.Inputs.Shape().Dimensions[0]
}

// Config says what to train, on what, and for how long. Model, Train, Steps and Batch are required.
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

	EvaluateEvery int   // steps between evaluations; default a twentieth of Steps, 100,000 at most: float32 sums up the losses between them
	Patience      int   // stop after this many evaluations in a row without a better dev loss; 0: never
	KeepBest      bool  // end with the parameters of the lowest dev loss, not with the last
	Snapshots     []int // steps whose parameters are kept beside the last ones, to look at how they moved

	Directory  string                // where trained models lie; default ModelDirectory()
	OnProgress func(progress.Report) // told twice a second and more often, but not while it compiles, evaluates, or takes a longer step; first of what earlier processes evaluated
	Context    context.Context       // stops the training when it ends, as an interrupt does; default Background
	Backend    compute.Backend       // default backend.Open()

	defaultLoss bool // Loss was not set
}

// Train trains a model from the beginning and saves nothing.
func Train(config Config) (*Trained, error) {
	run, err := newRun(config)
	if err != nil {
		return nil, err
	}
	return run.train()
}

// TrainOrOpen opens the model that was trained with exactly this Config, or trains and saves it. A run that was cut
// short goes on from its last checkpoint. What "exactly this" covers: the graph that Model, Loss, Optimizer and Schedule
// build, the first parameters, the data, the seed, and all numbers of Config.
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
