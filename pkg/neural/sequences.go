package neural

// Models that predict a token at every place of a sequence.

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/training"
)

// buildLossEach builds the loss at each place, [batch, context]: training's loss is the mean over all of them.
func (m *Model) buildLossEach(scope *model.Scope, inputs, labels *Node) *Node {
	logits := m.Config.Model(scope, inputs)
	right := OneHot(Squeeze(labels, -1), logits.Shape().Dim(-1), logits.DType())
	return Neg(ReduceSum(Mul(right, LogSoftmax(logits)), -1))
}

// buildLogitsAt builds the scores after one place of each sequence.
//
//	inputs: [batch, context] int32; places: [batch, 1] int32, numbers of rows of the flattened batch
//	returns: [batch, vocabulary]
func (m *Model) buildLogitsAt(scope *model.Scope, inputs, places *Node) *Node {
	logits := m.Config.Model(scope, inputs) // [batch, context, vocabulary]
	return Gather(Reshape(logits, -1, logits.Shape().Dim(-1)), places)
}

func (m *Model) sequenceLogits(contexts [][]int) ([][]float64, error) {
	program, err := m.logitsAt()
	if err != nil {
		return nil, err
	}
	inputs, places := make([]int32, 0, len(contexts)*m.context), make([]int32, len(contexts))
	for i, context := range contexts {
		window := m.window(context)
		places[i] = int32(i*m.context + len(window) - 1)
		inputs = appendRow(inputs, window, m.context)
	}
	logits, err := program.Call1(matrix(inputs, len(contexts), m.context), matrix(places, len(contexts), 1))
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// window returns what the model sees of ids behind the beginning of the document: the last ones, at most Context.
func (m *Model) window(ids []int) []int {
	all := append([]int{m.tokenizer.End()}, ids...)
	return all[max(0, len(all)-m.context):]
}

// appendRow appends a window as one row. What stands to the right of it is not seen at its last place.
func appendRow(flat []int32, window []int, length int) []int32 {
	flat = appendIDs(flat, window)
	return append(flat, make([]int32, length-len(window))...)
}

// rows is for how many sequences one call computes the losses.
const rows = 32

// sequenceNLL cuts each document into sequences of Context tokens, and sums the losses at all their places.
func (m *Model) sequenceNLL(documents [][]int) (float64, error) {
	sum, batch := 0.0, &sequenceBatch{model: m}
	for _, ids := range documents {
		for at := 0; at < len(ids); at += m.context {
			batch.add(ids, at)
			if batch.count == rows {
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

// sequenceBatch is a batch of sequences with the tokens that follow at their places.
type sequenceBatch struct {
	model          *Model
	inputs, labels []int32
	lengths        []int // of the sequences: a document's last one may be short
	count          int
}

// add adds the sequence that predicts the ids from a place on: its inputs begin with the token before.
func (b *sequenceBatch) add(ids []int, at int) {
	length := min(b.model.context, len(ids)-at)
	before := b.model.tokenizer.End()
	if at > 0 {
		before = ids[at-1]
	}
	b.inputs = appendRow(b.inputs, append([]int{before}, ids[at:at+length-1]...), b.model.context)
	b.labels = appendRow(b.labels, ids[at:at+length], b.model.context)
	b.lengths = append(b.lengths, length)
	b.count++
}

// nats returns the sum of the losses of the batch, and empties it. Rows and places that were not filled do not count.
func (b *sequenceBatch) nats() (float64, error) {
	if b.count == 0 {
		return 0, nil
	}
	program, err := b.model.lossEach()
	if err != nil {
		return 0, err
	}
	context := b.model.context
	missing := make([]int32, (rows-b.count)*context)
	inputs, labels := append(b.inputs, missing...), append(b.labels, missing...)
	losses, err := program.Call1(matrix(inputs, rows, context), tensors.FromFlatDataAndDimensions(labels, rows, context, 1))
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
