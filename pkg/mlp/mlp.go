// Package mlp is the lecture's model as a GoMLX graph: a context of tokens → their embeddings, concatenated → a multi-layer
// perceptron → the logits of the next token. Its sizes are a Config, and its parameters are counted by formula.
//
// Architecture: Bengio, Ducharme, Vincent and Jauvin, A Neural Probabilistic Language Model, JMLR 3, 2003, equation 1.
package mlp

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/pkg/lm"
)

// Config gives a model its sizes. The depth is the length of Hidden.
type Config struct {
	Vocabulary int     `json:"vocabulary"` // tokens, the end token among them
	Context    int     `json:"context"`    // tokens that the model sees
	Embedding  int     `json:"embedding"`  // numbers that stand for a token
	Hidden     []int   `json:"hidden"`     // width of each hidden layer; none: logits straight from the embeddings
	Activation string  `json:"activation"` // tanh (the default), relu, sigmoid or gelu
	Dropout    float64 `json:"dropout"`    // share of the hidden values that each training step leaves out
}

var activations = map[string]func(*Node) *Node{
	"": Tanh, "tanh": Tanh, "relu": activation.Relu, "sigmoid": Sigmoid, "gelu": activation.Gelu,
}

// Check returns an error if a size is below 1, if the activation is unknown, or if the dropout is no share below 1. The message
// names the size and what it must be.
func (c Config) Check() error {
	for _, size := range []struct {
		name  string
		value int
	}{{"vocabulary", c.Vocabulary}, {"context", c.Context}, {"embedding", c.Embedding}} {
		if size.value <= 0 {
			return fmt.Errorf("%s %d: it must be at least 1", size.name, size.value)
		}
	}
	for i, width := range c.Hidden {
		if width <= 0 {
			return fmt.Errorf("hidden layer %d has width %d: it must be at least 1", i+1, width)
		}
	}
	if _, known := activations[c.Activation]; !known {
		return fmt.Errorf("activation %q: choose one of %s", c.Activation, strings.Join(activationNames(), ", "))
	}
	if !(c.Dropout >= 0 && c.Dropout < 1) {
		return fmt.Errorf("dropout %v: it must be a share from 0 to below 1", c.Dropout)
	}
	return nil
}

func activationNames() []string {
	names := slices.Sorted(maps.Keys(activations))
	return names[1:] // without the default's empty name
}

// Logits builds the unnormalised scores of the next token: a training.Model.
//
//	context: [batch, context] int32, ids in [0, vocabulary)
//	returns: [batch, vocabulary] float32
//
// It panics, as GoMLX graph functions do, if context has another shape, or with what Check finds wrong.
func (c Config) Logits(scope *model.Scope, context *Node) *Node {
	if err := c.Check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	batch := context.Shape().Dimensions[0]
	context.AssertDims(batch, c.Context)
	embedded := layers.Embedding(normal(scope.In("embedding"), 1), context, dtypes.Float32, c.Vocabulary, c.Embedding)
	hidden := Reshape(embedded, batch, c.Context*c.Embedding)
	for i, width := range c.Hidden {
		hidden = layers.DenseWithBias(scope.In("hidden%d", i+1), hidden, width)
		hidden = activations[c.Activation](hidden)
		if c.Dropout > 0 {
			hidden = layers.DropoutStatic(scope, hidden, c.Dropout)
		}
	}
	logits := layers.DenseWithBias(normal(scope.In("logits"), 0.01), hidden, c.Vocabulary)
	logits.AssertDims(batch, c.Vocabulary)
	return logits
}

// normal makes a scope's variables start as draws from a normal distribution. Embeddings start with deviation 1, wide
// enough to tell characters apart; logits with 0.01, so that an untrained model is undecided: its loss is ln(vocabulary).
func normal(scope *model.Scope, deviation float64) *model.Scope {
	return scope.WithInitializer(initializer.RandomNormalFn(scope, deviation))
}

// Layers returns the parameters of each part by formula: vocabulary × embedding for the table, and for each layer
// inputs × outputs weights and one bias for each output.
func (c Config) Layers() []lm.Layer {
	all := []lm.Layer{{Name: "embedding", Formula: fmt.Sprintf("%d × %d", c.Vocabulary, c.Embedding), Count: c.Vocabulary * c.Embedding}}
	inputs := c.Context * c.Embedding
	for i, width := range append(slices.Clone(c.Hidden), c.Vocabulary) {
		name := fmt.Sprintf("hidden%d", i+1)
		if i == len(c.Hidden) {
			name = "logits"
		}
		all = append(all, lm.Layer{Name: name, Formula: fmt.Sprintf("%d × %d + %d", inputs, width, width), Count: inputs*width + width})
		inputs = width
	}
	return all
}

// Parameters returns how many numbers training adjusts, by formula.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }
