// Package transformer builds a small GPT as a GoMLX graph: embeddings of tokens and positions → blocks, each with
// attention and a multi-layer perceptron → at every position, the logits of the next token. Config holds its sizes, and
// computes its number of parameters by formula.
//
// Source: Vaswani et al., Attention Is All You Need, NeurIPS 2017. Two things are as in GPT-2 (Radford et al., Language
// Models are Unsupervised Multitask Learners, 2019, section 2.3): layer normalisation comes before attention and before
// the perceptron, and the embedding table of the tokens also computes the logits.
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

	"nexttoken/pkg/lm"
)

// Config holds the sizes of a transformer.
type Config struct {
	Vocabulary int // number of tokens, with the end token
	Context    int // number of tokens that the model sees
	Width      int // length of the vector at each position
	Heads      int // attention heads in each block; each has Width/Heads numbers of the vector
	Blocks     int // number of blocks, one after the other: the depth
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
	x, table, _ := c.apply(scope, ids)
	return unembed(scope, x, table)
}

// Attention builds the graph of the attention weights: how much each position takes from each position, in every head
// of every block. The heads of the first block come first.
//
//	ids:     [batch, context] int32, in [0, vocabulary)
//	returns: [batch, context, blocks × heads, context] float32; the weights along the last axis sum to 1
//
// It panics for what Logits panics for.
func (c Config) Attention(scope *model.Scope, ids *Node) *Node {
	_, _, weights := c.apply(scope, ids)
	return weights
}

// apply embeds the tokens and their positions, and applies the blocks to them.
//
//	returns: x [batch, context, width], the embedding table [vocabulary, width], and the attention weights
func (c Config) apply(scope *model.Scope, ids *Node) (x, table, weights *Node) {
	if err := c.Check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	ids.AssertDims(-1, c.Context)
	x, table = c.embed(scope, ids)
	positions := Iota(ids.Graph(), ids.Shape(), 1) // without them, attention ignores the order of the tokens
	x = Add(x, layers.Embedding(normal(scope, 0.1).In("places"), positions, dtypes.Float32, c.Context, c.Width))
	heads := make([]*Node, c.Blocks)
	for i := range heads {
		x, heads[i] = c.block(normal(scope, 0.05).In("block%d", i+1), x)
	}
	return x, table, Concatenate(heads, 2)
}

// embed looks up the embedding of each id, [batch, context] → [batch, context, width]. It also returns the embedding
// table, [vocabulary, width].
func (c Config) embed(scope *model.Scope, ids *Node) (x, table *Node) {
	in := normal(scope, 0.1).In("tokens")
	x = layers.Embedding(in, ids, dtypes.Float32, c.Vocabulary, c.Width)
	return x, in.GetVariable("embeddings").NodeValue(ids.Graph())
}

// block applies attention, which mixes the vectors of a position and those before it, and then a perceptron, which
// works on each position alone. The result of each is added to its input.
//
//	x:       [batch, context, width]
//	returns: the same shape, and the attention weights, [batch, context, heads, context]
func (c Config) block(scope *model.Scope, x *Node) (result, weights *Node) {
	normalised := norm.LayerNorm(scope.In("norm1"), x, -1).Done()
	heads := attention.SelfAttention(scope, normalised, c.Heads, c.Width/c.Heads).WithCausalMask(true)
	attended, weights := heads.DoneWithCoefficients()
	x = Add(x, attended)
	normalised = norm.LayerNorm(scope.In("norm2"), x, -1).Done()
	hidden := layers.DenseWithBias(scope.In("hidden"), normalised, 4*c.Width)
	back := layers.DenseWithBias(scope.In("back"), activation.Gelu(hidden), c.Width)
	return Add(x, back), weights
}

// unembed turns [batch, context, width] into logits, [batch, context, vocabulary]: each logit is the dot product of a
// normalised vector with a row of the embedding table.
func unembed(scope *model.Scope, x, table *Node) *Node {
	normalised := norm.LayerNorm(scope.In("last"), x, -1).Done()
	return Einsum("bcw,vw->bcv", normalised, table)
}

// normal returns the scope, with variables that start as random numbers from a normal distribution with mean 0 and the
// given standard deviation.
func normal(scope *model.Scope, deviation float64) *model.Scope {
	return scope.WithInitializer(initializer.RandomNormalFn(scope, deviation))
}

// Layers returns the number of parameters of each part, by formula. With V for the vocabulary, n for the context and d
// for the width, these are V·d for the tokens and n·d for the positions; in each block 4d² + 4d for attention (query,
// key, value, output), 8d² + 5d for the perceptron (d → 4d → d) and 4d for two normalisations; and 2d for the last
// normalisation.
func (c Config) Layers() []lm.Layer {
	v, n, d, blocks := c.Vocabulary, c.Context, c.Width, c.Blocks
	part := func(name string, count int, formula string, sizes ...any) lm.Layer {
		return lm.Layer{Name: name, Formula: fmt.Sprintf(formula, sizes...), Count: count}
	}
	return []lm.Layer{
		part("tokens", v*d, "%d × %d", v, d),
		part("positions", n*d, "%d × %d", n, d),
		part("attention", blocks*(4*d*d+4*d), "%d × (4 × %d² + 4 × %d)", blocks, d, d),
		part("perceptrons", blocks*(8*d*d+5*d), "%d × (8 × %d² + 5 × %d)", blocks, d, d),
		part("normalisations", (blocks*4+2)*d, "(%d × 4 + 2) × %d", blocks, d),
	}
}

// Parameters returns the number of parameters by formula, the sum over Layers: V·d + n·d + blocks·(12d² + 13d) + 2d.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }
