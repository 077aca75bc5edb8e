package textmodel

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/training"
)

// Attention runs a graph function on a text with the model's parameters, and returns the text's tokens, the beginning (¶) before
// them, and how each shares its attention. The graph function turns ids [1, context] int32 into [1, context, heads, context].
//
//	returns: shares [heads][tokens][tokens]
//
// It returns an error if the text, with its beginning, has more tokens than the context, or if the graph gives another shape or type.
func (m *Model) Attention(text string, graph training.Model) (pieces []string, shares [][][]float64, err error) {
	ids, pieces, err := m.begun(text)
	if err != nil {
		return nil, nil, err
	}
	program, err := model.NewExec(m.Config.Backend, m.Store, (func(*model.Scope, *Node) *Node)(graph))
	if err != nil {
		return nil, nil, err
	}
	seen, err := program.Call1(tensors.FromFlatDataAndDimensions(ids, 1, m.Context))
	if err != nil {
		return nil, nil, err
	}
	if dims := seen.Shape().Dimensions; len(dims) != 4 || dims[1] != m.Context || dims[3] != m.Context {
		return nil, nil, fmt.Errorf("attention of the shape %v: it should be [1 %d heads %d]", dims, m.Context, m.Context)
	}
	if seen.DType() != dtypes.Float32 {
		return nil, nil, fmt.Errorf("attention of %s: it should be %s", seen.DType(), dtypes.Float32)
	}
	flat, err := tensors.CopyFlatData[float32](seen)
	if err != nil {
		return nil, nil, err
	}
	return pieces, byHead(flat, seen.Shape().Dimensions[2], m.Context, len(pieces)), nil
}

// begun returns the ids of the beginning and a text, [context], and what the tokens say.
func (m *Model) begun(text string) (ids []int32, pieces []string, err error) {
	cut, err := m.Text.Cut(text)
	if err != nil {
		return nil, nil, err
	}
	encoded := m.Text.Vocabulary.Encode(cut)
	if len(encoded) >= m.Context {
		return nil, nil, fmt.Errorf("%d tokens and the beginning: the model sees only %d", len(encoded), m.Context)
	}
	pieces = []string{"¶"}
	for _, id := range encoded {
		piece, err := m.Text.Vocabulary.Token(id)
		if err != nil {
			return nil, nil, err
		}
		pieces = append(pieces, piece)
	}
	ids, _ = m.window(encoded)
	return ids, pieces, nil
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
