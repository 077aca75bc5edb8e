package neural

// A model in which a Go function computes the heads of the first block of attention.

import (
	"errors"
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// Heads is a transformer whose first heads a Go function can compute. transformer.Config is one, and its
// documentation has the shapes.
type Heads interface {
	Scores(scope *model.Scope, ids *Node) (scores, values *Node)
	LogitsFrom(scope *model.Scope, ids, mixed *Node) *Node
}

// WithHeads returns this model, with attend in the place of the heads of the first block. The function gets the scores
// and the values of one head for the tokens of one context. It must hide later tokens itself.
//
//	graph:  the transformer that the model was trained with
//	attend: scores [tokens][tokens], values [tokens][size] → for each token its mixture of the values, [tokens][size]
//
// The model's method Logits returns an error if attend is nil or returns another shape, or if graph does not fit the
// model's parameters.
func (m *Model) WithHeads(graph Heads, attend func(scores, values [][]float64) [][]float64) lm.Model {
	return &attended{
		Model: m, trained: m, attend: attend,
		scores: compileOnce(m, graph.Scores),
		logits: compileOnce(m, func(scope *model.Scope, inputs, mixed, rows *Node) *Node {
			logits := graph.LogitsFrom(scope, inputs, mixed)
			return Gather(Reshape(logits, -1, logits.Shape().Dim(-1)), rows)
		}),
	}
}

// attended is a model whose first heads attend computes. Its losses come from Logits, one context after the other.
type attended struct {
	lm.Model
	trained        *Model
	attend         func(scores, values [][]float64) [][]float64
	scores, logits func() (*model.Exec, error)
}

func (a *attended) Logits(contexts [][]int) ([][]float64, error) {
	if len(contexts) == 0 || a.attend == nil {
		return nil, errors.New("no contexts, or no function for the heads: give one of each at least")
	}
	length := a.trained.context
	inputs, rows, lengths := make([]int32, 0, len(contexts)*length), make([]int32, len(contexts)), []int(nil)
	for i, context := range contexts {
		if err := vocab.CheckIDs(context, a.Tokenizer().Size()); err != nil {
			return nil, err
		}
		window := a.trained.window(context)
		rows[i] = int32(i*length + len(window) - 1)
		inputs, lengths = appendRow(inputs, window, length), append(lengths, len(window))
	}
	return a.logitsAt(matrix(inputs, len(contexts), length), matrix(rows, len(contexts), 1), lengths)
}

// logitsAt returns the logits of one row of each sequence, [batch, vocabulary]; lengths are the tokens of each.
func (a *attended) logitsAt(ids, rows *tensors.Tensor, lengths []int) ([][]float64, error) {
	mixed, err := a.mix(ids, lengths)
	if err != nil {
		return nil, err
	}
	program, err := a.logits()
	if err != nil {
		return nil, err
	}
	logits, err := program.Call1(ids, mixed, rows)
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// mix calls attend for each head of each context.
//
//	returns: [batch, context, heads, size] float32, with 0 after the tokens of a context
func (a *attended) mix(ids *tensors.Tensor, lengths []int) (*tensors.Tensor, error) {
	program, err := a.scores()
	if err != nil {
		return nil, err
	}
	computed, valued, err := program.Call2(ids)
	if err != nil {
		return nil, err
	}
	scores, err1 := tensors.CopyFlatData[float32](computed)
	values, err2 := tensors.CopyFlatData[float32](valued)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	dims, mixed := valued.Shape().Dimensions, make([]float32, len(values))
	context, heads, size := dims[1], dims[2], dims[3]
	for i, tokens := range lengths {
		for head := range heads {
			first := i*context*heads + head // the first row of this head
			got := a.attend(headRows(scores, first, heads, tokens, context, tokens),
				headRows(values, first, heads, tokens, size, size))
			if err := checkMixture(got, tokens, size); err != nil {
				return nil, err
			}
			for token, row := range got {
				copyRow(mixed[(first+token*heads)*size:], row)
			}
		}
	}
	return tensors.FromFlatDataAndDimensions(mixed, dims...), nil
}

func copyRow(to []float32, from []float64) {
	for i, x := range from {
		to[i] = float32(x)
	}
}

// headRows returns the rows of one head: every heads-th row from first on, of width numbers, of which it keeps some.
func headRows(flat []float32, first, heads, tokens, width, keep int) [][]float64 {
	rows := make([][]float64, tokens)
	for token := range rows {
		at := (first + token*heads) * width
		for _, x := range flat[at : at+keep] {
			rows[token] = append(rows[token], float64(x))
		}
	}
	return rows
}

// checkMixture returns an error unless a function returned a mixture of size numbers for each token.
func checkMixture(mixture [][]float64, tokens, size int) error {
	other := func(row []float64) bool { return len(row) != size }
	if len(mixture) != tokens {
		return fmt.Errorf("your function returns %d rows for %d tokens: return one mixture for each",
			len(mixture), tokens)
	}
	if at := slices.IndexFunc(mixture, other); at >= 0 {
		return fmt.Errorf("row %d of your function's result has %d numbers: a mixture of these values has %d",
			at, len(mixture[at]), size)
	}
	return nil
}
