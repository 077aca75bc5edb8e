// Package transformer is a small GPT as a GoMLX graph: tokens and their places → blocks of attention and a perceptron → at every
// place, the logits of the next token. Its sizes are a Config, and its parameters are counted by formula.
//
// Architecture: Vaswani et al., Attention Is All You Need, NeurIPS 2017; the normalisation before each part, and the table of
// tokens that also writes, as in Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section 2.3.
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

// Config gives a transformer its sizes.
type Config struct {
	Vocabulary int // tokens
	Context    int // tokens that it sees
	Width      int // numbers that stand for a token
	Heads      int // of attention in each block; they share the width
	Blocks     int // of attention and perceptron, one after the other: the depth
}

// Check returns an error if a size is below 1, or if the heads cannot share the width equally.
func (c Config) Check() error {
	for _, size := range []struct {
		name  string
		value int
	}{{"vocabulary", c.Vocabulary}, {"context", c.Context}, {"width", c.Width}, {"heads", c.Heads}, {"blocks", c.Blocks}} {
		if size.value <= 0 {
			return fmt.Errorf("%s %d: it must be at least 1", size.name, size.value)
		}
	}
	if c.Width%c.Heads != 0 {
		return fmt.Errorf("%d heads for a width of %d: the heads share the width, so it must be a multiple of %d", c.Heads, c.Width, c.Heads)
	}
	return nil
}

// Logits builds the unnormalised scores of the token after each place: a training.Model.
//
//	ids:     [batch, context] int32, in [0, vocabulary)
//	returns: [batch, context, vocabulary] float32; those at a place depend on the ids up to it, and on no later ones
//
// It panics, as GoMLX graph functions do, if ids has another shape, or with what Check finds wrong.
func (c Config) Logits(scope *model.Scope, ids *Node) *Node {
	x, table, _ := c.think(scope, ids)
	return write(scope, x, table)
}

// Attention builds how much each place looks at each place, in all heads of all blocks, the first block's first.
//
//	ids:     [batch, context] int32; returns: [batch, context, blocks × heads, context] float32, whose last axis sums to 1
func (c Config) Attention(scope *model.Scope, ids *Node) *Node {
	_, _, shares := c.think(scope, ids)
	return shares
}

// think sends tokens, and their places, through the blocks.
func (c Config) think(scope *model.Scope, ids *Node) (x, table, shares *Node) {
	if err := c.Check(); err != nil {
		exceptions.Panicf("%v", err)
	}
	ids.AssertDims(ids.Shape().Dimensions[0], c.Context)
	x, table = c.read(scope, ids)
	places := Iota(ids.Graph(), ids.Shape(), 1) // attention alone knows no order
	x = Add(x, layers.Embedding(normal(scope, 0.1).In("places"), places, dtypes.Float32, c.Context, c.Width))
	heads := make([]*Node, c.Blocks)
	for i := range heads {
		x, heads[i] = c.block(normal(scope, 0.05).In("block%d", i+1), x)
	}
	return x, table, Concatenate(heads, 2)
}

// read looks ids up: [batch, context] → [batch, context, width]. It returns the table too, [vocabulary, width].
func (c Config) read(scope *model.Scope, ids *Node) (x, table *Node) {
	in := normal(scope, 0.1).In("tokens")
	x = layers.Embedding(in, ids, dtypes.Float32, c.Vocabulary, c.Width)
	return x, in.GetVariable("embeddings").NodeValue(ids.Graph())
}

// block lets every place look at those before it, and then changes each alone: [batch, context, width], the same shape again,
// and the attention's shares, [batch, context, heads, context].
func (c Config) block(scope *model.Scope, x *Node) (result, shares *Node) {
	normalised := norm.LayerNorm(scope.In("norm1"), x, -1).Done()
	heads := attention.SelfAttention(scope, normalised, c.Heads, c.Width/c.Heads).WithCausalMask(true)
	seen, shares := heads.DoneWithCoefficients()
	x = Add(x, seen)
	normalised = norm.LayerNorm(scope.In("norm2"), x, -1).Done()
	hidden := layers.DenseWithBias(scope.In("hidden"), normalised, 4*c.Width)
	back := layers.DenseWithBias(scope.In("back"), activation.Gelu(hidden), c.Width)
	return Add(x, back), shares
}

// write turns [batch, context, width] into logits, [batch, context, vocabulary], with the table that reads.
func write(scope *model.Scope, x, table *Node) *Node {
	normalised := norm.LayerNorm(scope.In("last"), x, -1).Done()
	return Einsum("bcw,vw->bcv", normalised, table)
}

// normal makes a scope's variables start as draws from a normal distribution.
func normal(scope *model.Scope, deviation float64) *model.Scope {
	return scope.WithInitializer(initializer.RandomNormalFn(scope, deviation))
}

// Layers returns the parameters of each part by formula, with d for the width: V·d for the tokens, n·d for the positions; in
// each block 4d² + 4d for attention (query, key, value, output), 8d² + 5d for the perceptron (d → 4d → d), 4d for two
// normalisations; 2d for the last one.
func (c Config) Layers() []lm.Layer {
	v, n, d, blocks := c.Vocabulary, c.Context, c.Width, c.Blocks
	return []lm.Layer{
		{Name: "tokens", Formula: fmt.Sprintf("%d × %d", v, d), Count: v * d},
		{Name: "positions", Formula: fmt.Sprintf("%d × %d", n, d), Count: n * d},
		{Name: "attention", Formula: fmt.Sprintf("%d × (4 × %d² + 4 × %d)", blocks, d, d), Count: blocks * (4*d*d + 4*d)},
		{Name: "perceptrons", Formula: fmt.Sprintf("%d × (8 × %d² + 5 × %d)", blocks, d, d), Count: blocks * (8*d*d + 5*d)},
		{Name: "normalisations", Formula: fmt.Sprintf("(%d × 4 + 2) × %d", blocks, d), Count: (blocks*4 + 2) * d},
	}
}

// Parameters returns how many numbers training adjusts, by formula: V·d + n·d + blocks·(12d² + 13d) + 2d.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }
