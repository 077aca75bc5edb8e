package training

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/pkg/backend"
)

// CrossEntropy is the default loss, in nats: −log of the probability that the logits give to the label, its mean
// over all labels.
//
//	labels:  [batch, 1] int32, ids; or [batch, context, 1], where each place of a sequence has one
//	logits:  [batch, vocabulary] float32; or [batch, context, vocabulary]
//	returns: a scalar float32
//
// Its gradient with respect to the logits is softmax(logits) − one-hot(label). Goodfellow, Bengio and Courville,
// Deep Learning, 2016, sections 3.13 and 6.2.2.
func CrossEntropy(labels, logits *Node) *Node {
	checkLogits(labels, logits)
	return loss.SparseCategoricalCrossEntropyLogits([]*Node{labels}, []*Node{logits})
}

func (c Config) withDefaults() Config {
	if c.Loss == nil {
		c.Loss, c.defaultLoss = CrossEntropy, true
	}
	if c.Optimizer == nil {
		c.Optimizer = optimizer.Adam().Done()
	}
	return c
}

// lossOf builds the mean loss of a batch.
func (c Config) lossOf(scope *model.Scope, inputs, labels *Node) *Node {
	return ReduceAllMean(c.Loss(labels, c.Model(scope, inputs)))
}

// step builds one step of training on a batch drawn from the data, and returns the batch's loss.
func (c Config) step(scope *model.Scope, data exampleNodes) *Node {
	mean := c.batchLoss(scope, data)
	c.update(scope, mean)
	return mean
}

// batchLoss builds the mean loss of a batch that is drawn from the data.
func (c Config) batchLoss(scope *model.Scope, data exampleNodes) *Node {
	g := data.Inputs.Graph()
	scope.Store().SetTraining(g, true)
	rows := scope.RandomIntN(g, int32(c.Train.Len()), shapes.Make(dtypes.Int32, c.Batch, 1))
	return c.lossOf(scope, Gather(data.Inputs, rows), Gather(data.Labels, rows))
}

// exampleNodes are examples as nodes of a graph.
type exampleNodes struct{ Inputs, Labels *Node }

// withGradients is what an optimizer offers that can be given gradients, clipped ones for instance.
type withGradients interface {
	UpdateGraphWithGradients(scope *model.Scope, gradients []*Node, lossType dtypes.DType)
}

// update builds the optimizer's change of every parameter.
func (c Config) update(scope *model.Scope, mean *Node) {
	g := mean.Graph()
	if c.Schedule != nil {
		done := ConvertDType(optimizer.GetGlobalStepVar(scope).NodeValue(g), dtypes.Float32)
		optimizer.LearningRateVar(scope, mean.DType(), 0).SetNodeValue(c.Schedule(done))
	}
	if c.ClipNorm == 0 {
		c.Optimizer.UpdateGraph(scope, g, mean)
		return
	}
	clipping, ok := c.Optimizer.(withGradients)
	if !ok {
		exceptions.Panicf("the optimizer %T takes no gradients, so they cannot be clipped: set ClipNorm to 0",
			c.Optimizer)
	}
	gradients := scope.BuildTrainableVariablesGradientsGraph(mean)
	clipping.UpdateGraphWithGradients(scope, clip(gradients, c.ClipNorm), mean.DType())
}

// clip scales gradients so that the norm of all of them together is at most the limit.
// Pascanu et al., On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1.
func clip(gradients []*Node, limit float64) []*Node {
	var squares *Node
	for _, gradient := range gradients {
		square := ReduceAllSum(Square(gradient))
		if squares == nil {
			squares = square
		} else {
			squares = Add(squares, square)
		}
	}
	scale := MinScalar(Div(Scalar(squares.Graph(), squares.DType(), limit), AddScalar(Sqrt(squares), 1e-12)), 1)
	clipped := make([]*Node, len(gradients))
	for i, gradient := range gradients {
		clipped[i] = Mul(gradient, scale)
	}
	return clipped
}

// parameters declares a number of examples of this kind as inputs of a graph.
func parameters(g *Graph, like Examples, rows int) exampleNodes {
	return exampleNodes{
		Parameter(g, "inputs", withRows(like.Inputs.Shape(), rows)),
		Parameter(g, "labels", withRows(like.Labels.Shape(), rows)),
	}
}

// build makes every variable of the model and its optimizer, by building a step in a graph that is thrown away.
func (c Config) build(store *model.Store) error {
	return building("the model", func() {
		g := NewGraph(c.Backend, "variables")
		defer g.Finalize()
		model.SetStore(g, store)
		c.step(store.RootScope(), parameters(g, c.Train, c.Train.Len()))
	})
}

// buildStore builds the model's variables, which have no values yet.
func (c Config) buildStore() (*model.Store, error) {
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(c.Seed); err != nil {
		return nil, err
	}
	return store, c.build(store)
}

// initialise gives the variables that have no value their first one, from the seed. That compiles a program, unless all
// have values: a model that is only opened does not need it.
func (c Config) initialise(store *model.Store) error {
	if !withoutValue(store) {
		return nil
	}
	if err := store.InitializeVariables(c.Backend, nil); err != nil {
		return fmt.Errorf("the model's variables get no first values: %s", sentence(err))
	}
	return nil
}

func (c Config) withBackend() (Config, error) {
	if c.Backend != nil {
		return c, nil
	}
	var err error
	c.Backend, err = backend.Open()
	return c, err
}

// variables returns a store's variables in the order they were made.
func variables(store *model.Store) []*model.Variable {
	var all []*model.Variable
	for variable := range store.IterVariables() {
		all = append(all, variable)
	}
	return all
}

// bytesOf returns a copy of a tensor's bytes.
func bytesOf(tensor *tensors.Tensor) (data []byte, err error) {
	local, err := tensor.LocalClone()
	if err != nil {
		return nil, err
	}
	defer local.FinalizeAll()
	err = local.ConstBytes(func(b []byte) { data = append([]byte(nil), b...) })
	return data, err
}
