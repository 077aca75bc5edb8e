package neural

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// Attention returns a function that computes the attention weights of a text, with the model's parameters. The graph,
// for instance transformer.Config.Attention, is compiled once, at the first call of the function.
//
//	graph:   ids [1, context] int32 → attention weights [1, context, heads, context] float32
//	tokens:  [tokens]: "¶" for the beginning of the document, and then the tokens of the text
//	weights: [heads][tokens][tokens]: how much each token takes from each token
//
// The function returns an error if the text cannot be encoded, if its tokens and the beginning are more than the
// context, or if the result of the graph has another shape or type.
func (m *Model) Attention(graph training.Model) func(text string) (tokens []string, weights [][][]float64, err error) {
	compiled := compileOnce(m, func(scope *model.Scope, ids *Node) *Node { return atTheEnd(graph(scope, ids)) })
	return func(text string) (tokens []string, weights [][][]float64, err error) {
		window, tokens, err := m.begin(text)
		if err != nil {
			return nil, nil, err
		}
		program, err := compiled()
		if err != nil {
			return nil, nil, err
		}
		computed, err := program.Call1(matrix(appendRow(nil, window, m.context), 1, m.context))
		if err != nil {
			return nil, nil, err
		}
		flat, heads, err := weightsOf(computed, m.context)
		if err != nil {
			return nil, nil, err
		}
		return tokens, byHead(flat, heads, m.context, len(tokens)), nil
	}
}

// atTheEnd returns a node with the numbers of x that stands behind all nodes of its graph. In a program of the pure-Go
// backend (compute 0.1.3), a variable behind the result is an index out of range.
func atTheEnd(x *Node) *Node { return Neg(Neg(x)) }

// begin returns the ids of the beginning of the document and of a text, and their tokens.
func (m *Model) begin(text string) (window []int, tokens []string, err error) {
	ids, err := vocab.EncodePrompt(m.tokenizer, text)
	if err != nil {
		return nil, nil, err
	}
	if len(ids) >= m.context {
		return nil, nil, fmt.Errorf("%d tokens and the beginning are too many: the model sees only %d",
			len(ids), m.context)
	}
	tokens = []string{"¶"}
	for _, id := range ids {
		token, err := m.tokenizer.Token(id)
		if err != nil {
			return nil, nil, err
		}
		tokens = append(tokens, token)
	}
	return m.window(ids), tokens, nil
}

// weightsOf returns the numbers of an attention tensor, [1, context, heads, context], and the number of heads.
func weightsOf(attention *tensors.Tensor, context int) (flat []float32, heads int, err error) {
	dims := attention.Shape().Dimensions
	if len(dims) != 4 || dims[0] != 1 || dims[1] != context || dims[3] != context {
		return nil, 0, fmt.Errorf("attention of the shape %v: it should be [1 %d heads %d]", dims, context, context)
	}
	if attention.DType() != dtypes.Float32 {
		return nil, 0, fmt.Errorf("attention of %s: it should be %s", attention.DType(), dtypes.Float32)
	}
	flat, err = tensors.CopyFlatData[float32](attention)
	return flat, dims[2], err
}

// byHead turns [context, heads, context], flat, into [heads][tokens][tokens]: positions after the last token are left
// out.
func byHead(flat []float32, heads, context, tokens int) [][][]float64 {
	weights := make([][][]float64, heads)
	for head := range weights {
		for from := range tokens {
			row := make([]float64, tokens)
			for to := range row {
				row[to] = float64(flat[(from*heads+head)*context+to])
			}
			weights[head] = append(weights[head], row)
		}
	}
	return weights
}
