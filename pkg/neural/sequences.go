package neural

// Models that predict the next token at every position of a sequence.

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/training"
)

// buildLossEach builds the graph of the cross-entropy at each position, in nats. The loss in training is the mean of
// all.
//
//	inputs: [batch, context] int32; labels: [batch, context, 1] int32
//	returns: [batch, context] float32
func (m *Model) buildLossEach(scope *model.Scope, inputs, labels *Node) *Node {
	logits := m.Config.Model(scope, inputs)
	right := OneHot(Squeeze(labels, -1), logits.Shape().Dim(-1), logits.DType())
	return Neg(ReduceSum(Mul(right, LogSoftmax(logits)), -1))
}

// buildLogitsAt builds the graph of the logits after one position of each sequence.
//
//	inputs:  [batch, context] int32
//	rows:    [batch, 1] int32: sequence × context + position, the row of [batch × context, vocabulary]
//	returns: [batch, vocabulary] float32
func (m *Model) buildLogitsAt(scope *model.Scope, inputs, rows *Node) *Node {
	logits := m.Config.Model(scope, inputs) // [batch, context, vocabulary]
	return Gather(Reshape(logits, -1, logits.Shape().Dim(-1)), rows)
}

// sequenceLogits is Logits for a model of sequences: each context is one sequence.
func (m *Model) sequenceLogits(contexts [][]int) ([][]float64, error) {
	program, err := m.logitsAt()
	if err != nil {
		return nil, err
	}
	inputs, rows := make([]int32, 0, len(contexts)*m.context), make([]int32, len(contexts))
	for i, context := range contexts {
		window := m.window(context)
		rows[i] = int32(i*m.context + len(window) - 1)
		inputs = appendRow(inputs, window, m.context)
	}
	logits, err := program.Call1(matrix(inputs, len(contexts), m.context), matrix(rows, len(contexts), 1))
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// window returns the ids that the model sees: the end token, for the beginning of the document, and ids; of these the
// last Context.
func (m *Model) window(ids []int) []int {
	all := append([]int{m.tokenizer.End()}, ids...)
	return all[max(0, len(all)-m.context):]
}

// appendRow appends a window as one row of the given length. Zeros fill the right; they do not change the logits at the
// last position of the window, which depend on no later ids.
func appendRow(flat []int32, window []int, length int) []int32 {
	flat = appendIDs(flat, window)
	return append(flat, make([]int32, length-len(window))...)
}

// sequencesPerCall is the number of sequences whose losses one call of the backend computes.
const sequencesPerCall = 32

// sequenceNLL cuts each document into sequences of Context tokens, and returns the sum of the losses at all
// positions, in nats.
func (m *Model) sequenceNLL(documents [][]int) (float64, error) {
	sum, batch := 0.0, &sequenceBatch{model: m}
	for _, ids := range documents {
		for at := 0; at < len(ids); at += m.context {
			batch.add(ids, at)
			if len(batch.lengths) == sequencesPerCall {
				nats, err := batch.nats()
				if err != nil {
					return 0, err
				}
				sum += nats
			}
		}
	}
	nats, err := batch.nats()
	return sum + nats, err
}

// sequenceBatch is a batch of sequences, with the token after each position.
type sequenceBatch struct {
	model          *Model
	inputs, labels []int32 // [sequences × context]
	lengths        []int   // [sequences]: the last sequence of a document may be shorter than the context
}

// add adds the sequence that predicts the ids from position at on. Its inputs begin with the token before at.
func (b *sequenceBatch) add(ids []int, at int) {
	length := min(b.model.context, len(ids)-at)
	before := b.model.tokenizer.End()
	if at > 0 {
		before = ids[at-1]
	}
	b.inputs = appendRow(b.inputs, append([]int{before}, ids[at:at+length-1]...), b.model.context)
	b.labels = appendRow(b.labels, ids[at:at+length], b.model.context)
	b.lengths = append(b.lengths, length)
}

// nats returns the sum of the losses of the batch, and empties it. Rows and positions that were not filled do not
// count.
func (b *sequenceBatch) nats() (float64, error) {
	if len(b.lengths) == 0 {
		return 0, nil
	}
	program, err := b.model.lossEach()
	if err != nil {
		return 0, err
	}
	context := b.model.context
	missing := make([]int32, (sequencesPerCall-len(b.lengths))*context)
	inputs := matrix(append(b.inputs, missing...), sequencesPerCall, context)
	labels := tensors.FromFlatDataAndDimensions(append(b.labels, missing...), sequencesPerCall, context, 1)
	losses, err := program.Call1(inputs, labels)
	if err != nil {
		return 0, err
	}
	each, err := tensors.CopyFlatData[float32](losses)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for i, length := range b.lengths {
		for _, nats := range each[i*context : i*context+length] {
			sum += float64(nats)
		}
	}
	*b = sequenceBatch{model: b.model}
	return sum, nil
}
