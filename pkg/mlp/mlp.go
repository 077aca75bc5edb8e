// Package mlp builds the lecture's model as a GoMLX graph: a context of tokens → their embeddings, concatenated → a
// multi-layer perceptron → the logits of the next token. Config holds its sizes, and computes its number of
// parameters by formula.
//
// Source: Bengio, Ducharme, Vincent and Jauvin, A Neural Probabilistic Language Model, JMLR 3, 2003, equation 1.
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

// Config holds the sizes of a model. The depth is the number of hidden layers, the length of Hidden.
type Config struct {
	Vocabulary int     `json:"vocabulary"` // number of tokens, with the end token
	Context    int     `json:"context"`    // number of tokens that the model sees
	Embedding  int     `json:"embedding"`  // length of the vector of a token
	Hidden     []int   `json:"hidden"`     // width of each hidden layer; if empty, the embeddings lead to the logits
	Activation string  `json:"activation"` // tanh (the default), relu, sigmoid or gelu
	Dropout    float64 `json:"dropout"`    // share, in [0, 1), of the hidden values that a training step sets to 0
}

var activations = map[string]func(*Node) *Node{
	"": Tanh, "tanh": Tanh, "relu": activation.Relu, "sigmoid": Sigmoid, "gelu": activation.Gelu,
}

// Check returns an error if a size is below 1, if the activation is unknown, or if the dropout is not in [0, 1). The
// message names the field, its value and what it must be.
func (c Config) Check() error {
	for _, size := range []struct {
		name  string
		value int
	}{
		{"vocabulary", c.Vocabulary},
		{"context", c.Context},
		{"embedding", c.Embedding},
	} {
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
	return names[1:] // without "", the default
}

// Logits builds the graph of the unnormalised scores of the next token. It is a training.Model.
//
//	context: [batch, context] int32, ids in [0, vocabulary)
//	returns: [batch, vocabulary] float32
//
// Like every GoMLX graph function it panics on a mistake: if context has another shape, or if Check returns an error.
func (c Config) Logits(scope *model.Scope, context *Node) *Node {
	if err := c.Check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	context.AssertDims(-1, c.Context)
	batch := context.Shape().Dimensions[0]
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

// normal returns the scope, with variables that start as random numbers from a normal distribution. Embeddings start
// with a standard deviation of 1, so that characters differ clearly. The last layer starts with 0.01, so that an
// untrained model gives each token nearly the same probability: its loss is about ln(vocabulary).
func normal(scope *model.Scope, deviation float64) *model.Scope {
	return scope.WithInitializer(initializer.RandomNormalFn(scope, deviation))
}

// Layers returns the number of parameters of each part, by formula, in the order of the graph: vocabulary × embedding
// for the embedding table, and for each layer inputs × outputs weights and one bias for each output.
func (c Config) Layers() []lm.Layer {
	all := []lm.Layer{{
		Name:    "embedding",
		Formula: fmt.Sprintf("%d × %d", c.Vocabulary, c.Embedding),
		Count:   c.Vocabulary * c.Embedding,
	}}
	inputs := c.Context * c.Embedding
	for i, width := range append(slices.Clone(c.Hidden), c.Vocabulary) {
		name := fmt.Sprintf("hidden%d", i+1)
		if i == len(c.Hidden) {
			name = "logits"
		}
		all = append(all, lm.Layer{
			Name:    name,
			Formula: fmt.Sprintf("%d × %d + %d", inputs, width, width),
			Count:   inputs*width + width,
		})
		inputs = width
	}
	return all
}

// Parameters returns the number of parameters by formula: the sum over Layers.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }
