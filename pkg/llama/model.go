package llama

// The model as an lm.Model.

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/pkg/bpe"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// Model is a pretrained language model. It is an lm.Model, with its own sessions (lm.Starter) and its own loss
// (lm.Likelihood). Make one with SmolLM2 or Open. It may be used by one goroutine at a time.
type Model struct {
	Config
	tokenizer *bpe.Tokenizer
	context   int
	backend   compute.Backend
	store     *model.Store

	// Programs, compiled at their first use; those of a shape too.
	next, losses, step, lens, look func() (*model.Exec, error)
}

// compile sets the functions that compile the programs.
func (m *Model) compile() {
	m.next, m.losses, m.step = compileOnce(m, m.nextLogits), compileOnce(m, m.lossEach), compileOnce(m, m.stepLogits)
	m.lens, m.look = compileOnce(m, m.lensLogits), compileOnce(m, m.attentionWeights)
}

func compileOnce[F model.ExecGraphFn](m *Model, graph F) func() (*model.Exec, error) {
	return sync.OnceValues(func() (*model.Exec, error) {
		program, err := model.NewExec(m.backend, m.store, graph)
		if err != nil {
			return nil, err
		}
		return program.SetMaxCache(-1), nil // without a limit; GoMLX's own is 32 shapes
	})
}

// call runs a program. The error of a graph that cannot be built is what its function panicked with.
func (m *Model) call(compiled func() (*model.Exec, error), inputs ...any) ([]*tensors.Tensor, error) {
	program, err := compiled()
	if err != nil {
		return nil, err
	}
	results, err := program.Call(inputs...)
	if err != nil {
		for cause := err; cause != nil; cause = errors.Unwrap(cause) {
			err = cause
		}
		return nil, err
	}
	return results, nil
}

// Tokenizer returns the model's tokenizer, which is byte-level BPE.
func (m *Model) Tokenizer() vocab.Tokenizer { return m.tokenizer }

// Context returns the largest number of tokens that the model sees.
func (m *Model) Context() int { return m.context }

// ParameterCount returns the number of parameters, by counting.
func (m *Model) ParameterCount() int { return m.store.RootScope().NumParameters() }

// WithContext returns the same model, with the same parameters in memory, that sees at most the last tokens of a text.
// It returns an error if tokens is not between 1 and Context.
func (m *Model) WithContext(tokens int) (*Model, error) {
	if tokens < 1 || tokens > m.context {
		return nil, fmt.Errorf("a context of %d tokens: it must be 1 to %d", tokens, m.context)
	}
	short := *m
	short.context = tokens
	return &short, nil
}

// WithGraph returns the same model, with the same parameters, whose method Logits computes with another graph; the
// sessions and the loss stay as they are. It is for a graph that you write yourself.
//
//	graph: ids [1, places] int32 → logits [1, places, vocabulary] float32
//
// WithGraph returns an error for nil. Logits returns one if the graph returns another shape or type, or if it has a
// layer whose parameters are not in the file.
func (m *Model) WithGraph(graph func(scope *model.Scope, ids *Node) *Node) (*Model, error) {
	if graph == nil {
		return nil, errors.New("the graph is nil: give a function")
	}
	other := *m
	other.next = compileOnce(m, func(scope *model.Scope, ids, place *Node) *Node {
		logits, want := graph(scope, ids), shapes.Make(dtypes.Float32, 1, ids.Shape().Dim(1), m.Vocabulary)
		if logits == nil || !logits.Shape().Equal(want) {
			exceptions.Panicf("the graph must return the logits, %s: it returns %s", want, shapeOf(logits))
		}
		return Squeeze(at(logits, place), 1)
	})
	return &other, nil
}

func shapeOf(x *Node) string {
	if x == nil {
		return "nil"
	}
	return x.Shape().String()
}

// nextLogits builds the logits after one place.
//
//	ids:     [1, places] int32
//	place:   scalar int32
//	returns: [1, vocabulary] float32
func (m *Model) nextLogits(scope *model.Scope, ids, place *Node) *Node {
	r := m.run(ids)
	return Squeeze(r.logits(scope, at(r.blocks(scope, ids), place)), 1)
}

// at returns one place: [1, places, n] → [1, 1, n].
func at(x, place *Node) *Node {
	zero := ScalarZero(x.Graph(), dtypes.Int32)
	return DynamicSlice(x, []*Node{zero, place, zero}, []int{1, 1, x.Shape().Dim(2)})
}

// Logits returns the logits after each context, one context after the other, without a cache: see lm.Model. A session
// is faster for a text that grows. It returns an error for an id outside the vocabulary.
func (m *Model) Logits(contexts [][]int) ([][]float64, error) {
	logits := make([][]float64, len(contexts))
	for i, context := range contexts {
		if err := vocab.CheckIDs(context, m.Vocabulary); err != nil { // XLA gives no error for it
			return nil, err
		}
		inputs, place := padded(m.window(context))
		results, err := m.call(m.next, inputs, place)
		if err != nil {
			return nil, err
		}
		rows, err := training.Rows(results[0])
		if err != nil {
			return nil, err
		}
		logits[i] = rows[0]
	}
	return logits, nil
}

// beginning is the token before a text that has no other: <|endoftext|>, which ends the text before it.
const beginning = 0

// window returns the ids that the model sees. There is always one.
func (m *Model) window(ids []int) []int {
	if len(ids) == 0 {
		return []int{beginning}
	}
	return ids[max(0, len(ids)-m.context):]
}

// padded returns ids as one row, filled on its right to 16, 32, 64 … places so that few lengths are compiled, and the
// place of the last id. What is on the right does not change the logits at this place.
func padded(ids []int) (inputs *tensors.Tensor, place int32) {
	places := 16
	for places < len(ids) {
		places *= 2
	}
	row := make([]int32, places)
	for i, id := range ids {
		row[i] = int32(id)
	}
	return tensors.FromFlatDataAndDimensions(row, 1, places), int32(len(ids) - 1)
}

// lossEach builds the cross-entropy at each place, in nats.
//
//	ids, labels: [1, places] int32
//	returns:     [1, places] float32
func (m *Model) lossEach(scope *model.Scope, ids, labels *Node) *Node {
	r := m.run(ids)
	logits := r.logits(scope, r.blocks(scope, ids))
	right := OneHot(labels, m.Vocabulary, logits.DType())
	return Neg(ReduceSum(Mul(right, LogSoftmax(logits)), -1))
}

// NLL cuts each document into parts of Context tokens, and returns the sum of the losses of all tokens, in nats. The
// model sees the token before a part, and nothing that is before that. See lm.Likelihood. It returns an error for an id
// outside the vocabulary.
func (m *Model) NLL(documents [][]int) (sum float64, err error) {
	for _, ids := range documents {
		if err := vocab.CheckIDs(ids, m.Vocabulary); err != nil { // XLA gives no error for it
			return 0, err
		}
		before := beginning
		for start := 0; start < len(ids); start += m.context {
			part := ids[start:min(start+m.context, len(ids))]
			nats, err := m.partNLL(before, part)
			if err != nil {
				return 0, err
			}
			sum += nats
			before = part[len(part)-1]
		}
	}
	return sum, nil
}

func (m *Model) partNLL(before int, part []int) (sum float64, err error) {
	inputs, last := padded(append([]int{before}, part[:len(part)-1]...))
	labels, _ := padded(part)
	results, err := m.call(m.losses, inputs, labels)
	if err != nil {
		return 0, err
	}
	each, err := tensors.CopyFlatData[float32](results[0])
	if err != nil {
		return 0, err
	}
	for _, nats := range each[:last+1] {
		sum += float64(nats)
	}
	return sum, nil
}
