// Package llama is the architecture of SmolLM2, Llama and many other models that chat, as GoMLX graphs: a transformer
// with RMS normalisation, rotary positions, a gated network and keys that several heads share (Touvron et al., Llama 2,
// 2023; Ben Allal et al., SmolLM2, 2025). It opens the released parameters, and gives them as an lm.Model: what works
// with the models of names works with it.
//
// Package transformer has the older architecture, that of GPT-2, which the lecture trains itself.
package llama

import (
	"fmt"
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/layers/attention"
	"github.com/gomlx/gomlx/ml/layers/attention/pos"
	"github.com/gomlx/gomlx/ml/layers/norm"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/lm"
)

// Config holds the sizes of the model.
type Config struct {
	Vocabulary int     // tokens
	Width      int     // numbers for each place
	Blocks     int     //
	Heads      int     // of queries; each has Width/Heads numbers
	KVHeads    int     // of keys and values: Heads/KVHeads heads of queries share one
	Hidden     int     // numbers in the middle of the network of a block
	Base       float64 // of the rotary positions
	Epsilon    float64 // of the normalisation

	Weights dtypes.DType // of the large tables: float32, or float16 for half the memory
}

// check returns an error unless the sizes fit together.
func (c Config) check() error {
	switch {
	case min(c.Vocabulary, c.Width, c.Blocks, c.Heads, c.KVHeads, c.Hidden) < 1 || !(c.Base > 0 && c.Epsilon > 0):
		return fmt.Errorf("a size is missing, or not a number above 0: %+v", c)
	case c.Heads%c.KVHeads != 0:
		return fmt.Errorf("%d heads cannot share the keys of %d", c.Heads, c.KVHeads)
	case c.Width%c.Heads != 0 || c.HeadSize()%2 != 0:
		return fmt.Errorf("a width of %d cannot be cut into %d heads of pairs", c.Width, c.Heads)
	}
	return nil
}

// HeadSize returns the length of a query, a key and a value.
func (c Config) HeadSize() int { return c.Width / c.Heads }

// Layers returns the parts of the model with their numbers of parameters. The layer of the logits has none of its own:
// it is the table of tokens.
func (c Config) Layers() []lm.Layer {
	d, kv, blocks := c.Width, c.KVHeads*c.HeadSize(), c.Blocks
	return []lm.Layer{
		layer("tokens", c.Vocabulary*d, "%d × %d", c.Vocabulary, d),
		layer("attention", blocks*2*(d*d+d*kv), "%d × (2 × %d² + 2 × %d × %d)", blocks, d, d, kv),
		layer("MLP", blocks*3*d*c.Hidden, "%d × 3 × %d × %d", blocks, d, c.Hidden),
		layer("normalisations", (2*blocks+1)*d, "(2 × %d + 1) × %d", blocks, d),
	}
}

// Parameters returns the number of parameters by formula, the sum over Layers.
func (c Config) Parameters() int { return lm.Total(c.Layers()) }

func layer(name string, count int, formula string, sizes ...any) lm.Layer {
	return lm.Layer{Name: name, Formula: fmt.Sprintf(formula, sizes...), Count: count}
}

// Logits builds the model: the logits of the next token at each place, from the tokens up to this place.
//
//	ids:     [batch, places] int32
//	returns: [batch, places, vocabulary] float32
func (c Config) Logits(scope *model.Scope, ids *Node) *Node {
	r := c.run(ids)
	return r.logits(scope, r.blocks(scope, ids))
}

func (c Config) run(ids *Node) *run {
	return &run{Config: c, first: ScalarZero(ids.Graph(), dtypes.Int32)}
}

// run is one graph of the model.
type run struct {
	Config
	first *Node // place of the first id: scalar int32
	cache *cache
	look  bool // keep states and weights

	rotary *pos.RoPEWithCosSin

	states  []*Node // what each block receives, and what the last one returns: [blocks+1] of [batch, places, width]
	weights []*Node // of attention: [blocks] of [batch, places, heads, places]
}

// blocks looks up the ids, [batch, places], and sends them through the blocks: [batch, places, width].
func (r *run) blocks(scope *model.Scope, ids *Node) *Node {
	table := layers.Embedding(scope.In("tokens"), InsertAxes(ids, -1), r.Weights, r.Vocabulary, r.Width)
	x := ConvertDType(table, dtypes.Float32)
	r.rotary = r.angles(ids)
	r.keep(x)
	for i := range r.Blocks {
		x = r.block(scope.In("block%d", i), x, i)
		r.keep(x)
	}
	return x
}

func (r *run) keep(x *Node) {
	if r.look {
		r.states = append(r.states, x)
	}
}

// block adds to each place what attention gives, and then what a small network gives.
func (r *run) block(scope *model.Scope, x *Node, number int) *Node {
	x = Add(x, r.attend(scope, r.normal(scope.In("norm1"), x), number))
	normal := r.normal(scope.In("norm2"), x)
	gate := activation.Swish(r.dense(scope.In("gate"), normal, r.Hidden))
	return Add(x, r.dense(scope.In("down"), Mul(gate, r.dense(scope.In("up"), normal, r.Hidden)), r.Width))
}

// attend gives each place a mixture of the values at the places up to it. Queries and keys are turned by an angle that
// grows with the place, so that their product depends on the distance of two places (Su et al., RoFormer, 2021).
func (r *run) attend(scope *model.Scope, x *Node, number int) *Node {
	query := r.heads(scope.In("query"), x, r.Heads)
	key, value := r.heads(scope.In("key"), x, r.KVHeads), r.heads(scope.In("value"), x, r.KVHeads)
	query, key = r.rotary.Encode(query, 1), r.rotary.Encode(key, 1)
	options := attention.CoreOptions{UseCausalMask: true, WantCoefficients: r.look}
	if r.cache != nil {
		options.UseCausalMask = false
		key, value, options.AttentionMask = r.cache.join(number, key, value)
	}
	mixed, weights := attention.Core(query, key, value, attention.LayoutBSHD, options)
	if r.look {
		r.weights = append(r.weights, weights)
	}
	return r.dense(scope.In("output"), Reshape(mixed, x.Shape().Dimensions...), r.Width)
}

// angles returns the rotary positions: pair j of the numbers of a head is turned by place / Base^(2j / head size).
func (r *run) angles(ids *Node) *pos.RoPEWithCosSin {
	g, half := ids.Graph(), r.HeadSize()/2
	places := ConvertDType(pos.SequentialPositions(g, r.first, ids.Shape().Dim(1)), dtypes.Float32)
	speeds := Exp(MulScalar(Iota(g, shapes.Make(dtypes.Float32, half), 0), -math.Log(r.Base)/float64(half)))
	angles := Mul(InsertAxes(places, -1), InsertAxes(speeds, 0)) // [places, half]
	return pos.NewRoPEWithCosSin(Cos(angles), Sin(angles)).WithInterleaved(true)
}

// heads multiplies by weights, and cuts the result: [batch, places, width] → [batch, places, count, head size].
func (r *run) heads(scope *model.Scope, x *Node, count int) *Node {
	return Reshape(r.dense(scope, x, count*r.HeadSize()), x.Shape().Dim(0), x.Shape().Dim(1), count, r.HeadSize())
}

// logits normalises, and multiplies by the table of tokens: [batch, places, width] → [batch, places, vocabulary].
func (r *run) logits(scope *model.Scope, x *Node) *Node {
	table := scope.Shared("tokens").GetVariable("embeddings").NodeValue(x.Graph())
	x = ConvertDType(r.normal(scope.In("norm"), x), r.Weights)
	return ConvertDType(Einsum("bpw,vw->bpv", x, table), dtypes.Float32)
}

func (r *run) normal(scope *model.Scope, x *Node) *Node {
	return norm.RMSNorm(scope, x).WithEpsilon(r.Epsilon).Done()
}

// dense multiplies by weights [width, in], the way in which PyTorch stores them.
func (r *run) dense(scope *model.Scope, x *Node, width int) *Node {
	x = ConvertDType(x, r.Weights)
	return ConvertDType(layers.DenseWithLayout(scope, x, compute.DenseLayoutOutputsInput, false, width), dtypes.Float32)
}
