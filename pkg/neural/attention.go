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

// Attention returns a function that runs an attention graph on a text, with the model's parameters. It compiles once. The
// graph turns ids [1, context] int32 into shares [1, context, heads, context] float32: how much each place looks at each.
//
//	tokens: of the text, after the beginning of the document, which is written ¶
//	shares: [heads][tokens][tokens]
//
// The function returns an error if the text, with its beginning, has more tokens than the context, or if the graph gives
// another shape or type.
func (m *Model) Attention(graph training.Model) func(text string) (tokens []string, shares [][][]float64, err error) {
	compiled := compileOnce(m, (func(*model.Scope, *Node) *Node)(graph))
	return func(text string) (tokens []string, shares [][][]float64, err error) {
		window, tokens, err := m.begin(text)
		if err != nil {
			return nil, nil, err
		}
		program, err := compiled()
		if err != nil {
			return nil, nil, err
		}
		seen, err := program.Call1(matrix(appendRow(nil, window, m.context), 1, m.context))
		if err != nil {
			return nil, nil, err
		}
		flat, heads, err := sharesOf(seen, m.context)
		return tokens, byHead(flat, heads, m.context, len(tokens)), err
	}
}

// begin returns the ids of the beginning and a text, and what they stand for.
func (m *Model) begin(text string) (window []int, tokens []string, err error) {
	ids, err := vocab.EncodePrompt(m.tokenizer, text)
	if err != nil {
		return nil, nil, err
	}
	if len(ids) >= m.context {
		return nil, nil, fmt.Errorf("%d tokens and the beginning: the model sees only %d", len(ids), m.context)
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

// sharesOf returns the numbers of an attention tensor, and how many heads it has.
func sharesOf(seen *tensors.Tensor, context int) (flat []float32, heads int, err error) {
	dims := seen.Shape().Dimensions
	if len(dims) != 4 || dims[1] != context || dims[3] != context {
		return nil, 0, fmt.Errorf("attention of the shape %v: it should be [1 %d heads %d]", dims, context, context)
	}
	if seen.DType() != dtypes.Float32 {
		return nil, 0, fmt.Errorf("attention of %s: it should be %s", seen.DType(), dtypes.Float32)
	}
	flat, err = tensors.CopyFlatData[float32](seen)
	return flat, dims[2], err
}

// byHead turns [context, heads, context] into [heads][tokens][tokens].
func byHead(flat []float32, heads, context, tokens int) [][][]float64 {
	shares := make([][][]float64, heads)
	for head := range shares {
		for from := range tokens {
			row := make([]float64, tokens)
			for to := range row {
				row[to] = float64(flat[(from*heads+head)*context+to])
			}
			shares[head] = append(shares[head], row)
		}
	}
	return shares
}
