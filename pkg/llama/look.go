package llama

// Looking into the model.

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/training"
)

// lensLogits builds the logits that each block's result would give after one place, as if it were the last block.
//
//	ids:     [1, places] int32
//	place:   scalar int32
//	returns: [blocks + 1, vocabulary] float32
func (m *Model) lensLogits(scope *model.Scope, ids, place *Node) *Node {
	r := m.run(ids)
	r.look = true
	r.blocks(scope, ids)
	var rows []*Node
	for _, x := range r.states {
		rows = append(rows, at(x, place))
	}
	return Squeeze(r.logits(scope, Concatenate(rows, 1)), 0)
}

// Lens returns the logits of the next token after a text that each block would give if it were the last one; row 0 is
// before the first block (nostalgebraist, Interpreting GPT: the Logit Lens, 2020).
//
//	returns: [blocks + 1][vocabulary]
//
// It returns an error if the text cannot be encoded. Of a text longer than the context, the model sees the end.
func (m *Model) Lens(text string) ([][]float64, error) {
	ids, err := m.tokenizer.Encode(text)
	if err != nil {
		return nil, err
	}
	inputs, place := padded(m.window(ids))
	results, err := m.call(m.lens, inputs, place)
	if err != nil {
		return nil, err
	}
	return training.Rows(results[0])
}

// attentionWeights builds the attention weights: ids [1, places] int32 → [blocks, places, heads, places] float32.
func (m *Model) attentionWeights(scope *model.Scope, ids *Node) *Node {
	r := m.run(ids)
	r.look = true
	r.blocks(scope, ids)
	return Concatenate(r.weights, 0)
}

// Attention returns how much each token of a text takes from each token, in every head of every block.
//
//	tokens:  [tokens]
//	weights: [blocks][heads][tokens][tokens]; the numbers of a row sum to 1
//
// It returns an error if the text cannot be encoded. Of a text longer than the context, the model sees the end.
func (m *Model) Attention(text string) (tokens []string, weights [][][][]float64, err error) {
	ids, err := m.tokenizer.Encode(text)
	if err != nil {
		return nil, nil, err
	}
	ids = m.window(ids)
	inputs, _ := padded(ids)
	results, err := m.call(m.look, inputs)
	if err != nil {
		return nil, nil, err
	}
	flat, err := tensors.CopyFlatData[float32](results[0])
	if err != nil {
		return nil, nil, err
	}
	for _, id := range ids {
		token, err := m.tokenizer.Token(id)
		if err != nil {
			return nil, nil, err
		}
		tokens = append(tokens, token)
	}
	return tokens, m.byBlock(flat, inputs.Shape().Dim(1), len(ids)), nil
}

// byBlock cuts the weights, [blocks, places, heads, places], to the tokens, and orders them by block and head.
func (m *Model) byBlock(flat []float32, places, tokens int) [][][][]float64 {
	weights := make([][][][]float64, m.Blocks)
	for block := range weights {
		weights[block] = make([][][]float64, m.Heads)
		for head := range weights[block] {
			for i := range tokens {
				at := ((block*places+i)*m.Heads + head) * places
				row := make([]float64, tokens)
				for j := range row {
					row[j] = float64(flat[at+j])
				}
				weights[block][head] = append(weights[block][head], row)
			}
		}
	}
	return weights
}
