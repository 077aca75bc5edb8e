package transformer

// The heads of the first block, opened: what goes into them, and the model with something else that comes out.

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
)

// Scores builds the graph of what the heads of the first block compute with: the score q·k/√size of each position for
// each position, before the mask and the softmax; and the values.
//
//	ids:    [batch, context] int32, in [0, vocabulary)
//	scores: [batch, context, heads, context] float32
//	values: [batch, context, heads, width/heads] float32
//
// It panics for what Logits panics for.
func (c Config) Scores(scope *model.Scope, ids *Node) (scores, values *Node) {
	x, _ := c.embed(scope, ids)
	query, key, values := c.project(c.blockScope(scope, 0), x)
	scores = Einsum("bqhd,bkhd->bqhk", query, key)
	return DivScalar(scores, math.Sqrt(float64(c.Width/c.Heads))), values
}

// LogitsFrom builds the graph of Logits, with a given result of the heads of the first block.
//
//	ids:     [batch, context] int32, in [0, vocabulary)
//	mixed:   [batch, context, heads, width/heads] float32: for each position and head, the mixture of the values
//	returns: [batch, context, vocabulary] float32
//
// It panics for what Logits panics for.
func (c Config) LogitsFrom(scope *model.Scope, ids, mixed *Node) *Node {
	x, table, _ := c.apply(scope, ids, mixed)
	return c.unembed(scope, x, table)
}
