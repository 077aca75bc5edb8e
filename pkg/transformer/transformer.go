// Package transformer builds a small GPT as a GoMLX graph: embeddings of tokens and positions → blocks, each with
// attention and a multi-layer perceptron → at every position, the logits of the next token. Config holds its sizes, and
// computes its number of parameters by formula.
//
// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017. Three things are as in GPT-2 (Radford et al.,
// Language Models are Unsupervised Multitask Learners, 2019, section 2.3, and its code): normalisation comes before
// attention and before the perceptron, the perceptron has GELU with the approximation by tanh, and the embedding table
// of the tokens also computes the logits. Config can leave out what a small GPT does not need, as Karpathy's microgpt
// (2026) does.
package transformer

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/layers/attention"
	"github.com/gomlx/gomlx/ml/layers/norm"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Config holds the sizes of a transformer.
type Config struct {
	Vocabulary int // number of tokens, with the end token
	Context    int // number of tokens that the model sees
	Width      int // length of the vector at each position
	Heads      int // attention heads in each block; each has Width/Heads numbers of the vector
	Blocks     int // number of blocks, one after the other: the depth

	NoBias  bool // dense layers have weights only
	NoGain  bool // RMS normalisation, which has no parameters, in place of layer normalisation, which has 2 × Width
	OwnHead bool // a matrix of its own, Width × Vocabulary, computes the logits, in place of the embedding table
}

// Check returns an error if a size is below 1, or if Width is not a multiple of Heads. The message names the size, its
// value and what it must be.
func (c Config) Check() error {
	for _, size := range []struct {
		name  string
		value int
	}{
		{"vocabulary", c.Vocabulary},
		{"context", c.Context},
		{"width", c.Width},
		{"heads", c.Heads},
		{"blocks", c.Blocks},
	} {
		if size.value <= 0 {
			return fmt.Errorf("%s %d: it must be at least 1", size.name, size.value)
		}
	}
	if c.Width%c.Heads != 0 {
		return fmt.Errorf("%d heads for a width of %d: the heads share the width, so it must be a multiple of %d",
			c.Heads, c.Width, c.Heads)
	}
	return nil
}

// Logits builds the graph of the unnormalised scores of the token after each position. It is a training.Model.
//
//	ids:     [batch, context] int32, in [0, vocabulary)
//	returns: [batch, context, vocabulary] float32
//
// The logits at a position depend on the ids up to this position, and on no later ones. Like every GoMLX graph
// function, Logits panics on a mistake: if ids has another shape, or if Check returns an error.
func (c Config) Logits(scope *model.Scope, ids *Node) *Node {
	x, table, _ := c.apply(scope, ids, nil)
	return c.unembed(scope, x, table)
}

// Attention builds the graph of the attention weights: how much each position takes from each position, in every head
// of every block. The heads of the first block come first.
//
//	ids:     [batch, context] int32, in [0, vocabulary)
//	returns: [batch, context, blocks × heads, context] float32; the weights along the last axis sum to 1
//
// It panics for what Logits panics for.
func (c Config) Attention(scope *model.Scope, ids *Node) *Node {
	_, _, weights := c.apply(scope, ids, nil)
	return Concatenate(weights, 2)
}

// apply embeds the tokens and their positions, and applies the blocks to them.
//
//	mixed:   what the heads of the first block return, where it is computed elsewhere; else nil
//	returns: x [batch, context, width], the embedding table [vocabulary, width], and the attention weights of each
//	         block, [batch, context, heads, context]
func (c Config) apply(scope *model.Scope, ids, mixed *Node) (x, table *Node, weights []*Node) {
	x, table = c.embed(scope, ids)
	weights = make([]*Node, c.Blocks)
	for i := range weights {
		x, weights[i] = c.block(c.blockScope(scope, i), x, mixed)
		mixed = nil
	}
	return x, table, weights
}

func (c Config) blockScope(scope *model.Scope, i int) *model.Scope {
	return normal(scope, 0.05).In("block%d", i+1)
}

// embed adds the embeddings of each token and of its position, [batch, context] → [batch, context, width]. It also
// returns the embedding table of the tokens, [vocabulary, width].
func (c Config) embed(scope *model.Scope, ids *Node) (x, table *Node) {
	if err := c.Check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	ids.AssertDims(-1, c.Context)
	in := normal(scope, 0.1).In("tokens")
	x = layers.Embedding(in, ids, dtypes.Float32, c.Vocabulary, c.Width)
	positions := Iota(ids.Graph(), ids.Shape(), 1) // without them, attention ignores the order of the tokens
	x = Add(x, layers.Embedding(normal(scope, 0.1).In("places"), positions, dtypes.Float32, c.Context, c.Width))
	return x, in.GetVariable("embeddings").NodeValue(ids.Graph())
}

// block applies attention, which mixes the vectors of a position and those before it, and then a perceptron, which
// works on each position alone. The result of each is added to its input.
//
//	x:       [batch, context, width]
//	mixed:   what the heads return, or nil: see apply
//	returns: the shape of x, and the attention weights, [batch, context, heads, context]
func (c Config) block(scope *model.Scope, x, mixed *Node) (result, weights *Node) {
	query, key, value := c.project(scope, x)
	ours, weights := attention.Core(query, key, value, attention.LayoutBSHD,
		attention.CoreOptions{UseCausalMask: true, WantCoefficients: true})
	if mixed == nil {
		mixed = ours
	}
	x = Add(x, c.dense(scope.In("output"), Reshape(mixed, x.Shape().Dimensions...), c.Width))
	hidden := c.dense(scope.In("hidden"), c.normalise(scope.In("norm2"), x), 4*c.Width)
	return Add(x, c.dense(scope.In("back"), activation.GeluApproximate(hidden), c.Width)), weights
}

// project returns the queries, the keys and the values of the heads: [batch, context, heads, width/heads] each.
func (c Config) project(scope *model.Scope, x *Node) (query, key, value *Node) {
	x = c.normalise(scope.In("norm1"), x)
	return c.dense(scope.In("query"), x, c.Heads, c.Width/c.Heads),
		c.dense(scope.In("key"), x, c.Heads, c.Width/c.Heads),
		c.dense(scope.In("value"), x, c.Heads, c.Width/c.Heads)
}

// dense is a matrix, with a bias or without.
func (c Config) dense(scope *model.Scope, x *Node, sizes ...int) *Node {
	return layers.Dense(scope, x, !c.NoBias, sizes...)
}

// normalise scales the vector of each position: with NoGain to a root mean square of 1 (Zhang and Sennrich, Root Mean
// Square Layer Normalization, 2019), else with the layer normalisation of Ba, Kiros and Hinton (2016).
func (c Config) normalise(scope *model.Scope, x *Node) *Node {
	if c.NoGain {
		return norm.RMSNorm(scope, x).WithScale(false).Done()
	}
	return norm.LayerNorm(scope, x, -1).Done()
}

// unembed turns [batch, context, width] into logits, [batch, context, vocabulary]: each logit is the dot product of a
// normalised vector with a row of the embedding table, or with a column of the head.
func (c Config) unembed(scope *model.Scope, x, table *Node) *Node {
	x = c.normalise(scope.In("last"), x)
	if c.OwnHead {
		return layers.Dense(normal(scope, 0.05).In("head"), x, false, c.Vocabulary)
	}
	return Einsum("bcw,vw->bcv", x, table)
}

// normal returns the scope, with variables that start as random numbers from a normal distribution with mean 0 and the
// given standard deviation.
func normal(scope *model.Scope, deviation float64) *model.Scope {
	return scope.WithInitializer(initializer.RandomNormalFn(scope, deviation))
}
