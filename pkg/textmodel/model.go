package textmodel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/sample"
	"nexttoken/pkg/tokens"
	"nexttoken/pkg/training"
)

// Model is a model of text with its parameters.
type Model struct {
	*training.Trained
	Text    Text
	Context int // tokens that it sees

	lossEach, lastLogits func() (*model.Exec, error)
}

// TrainOrOpen trains config.Model on sequences of context tokens, or opens what was trained with exactly this. The model function
// turns ids [batch, context] int32 into logits [batch, context, vocabulary]: at each place those of the next token, from this token
// and the ones before it. A sequence begins at every quarter of the one before. It sets config.Train and config.Dev; see training.TrainOrOpen.
func TrainOrOpen(text Text, context int, config training.Config) (*Model, error) {
	var err error
	if config.Train, err = Examples(text.Train, context, max(1, context/4)); err != nil {
		return nil, err
	}
	if config.Dev, err = Examples(text.Dev, context, context); err != nil {
		return nil, err
	}
	config.Model = config.Model.WithLogits(text.Vocabulary.Size())
	trained, err := training.TrainOrOpen(config)
	if err != nil {
		return nil, err
	}
	return newModel(trained, text, context), nil
}

func newModel(trained *training.Trained, text Text, context int) *Model {
	m := &Model{Trained: trained, Text: text, Context: context}
	m.lossEach = sync.OnceValues(func() (*model.Exec, error) {
		return model.NewExec(trained.Config.Backend, trained.Store, m.buildLossEach)
	})
	m.lastLogits = sync.OnceValues(func() (*model.Exec, error) {
		return model.NewExec(trained.Config.Backend, trained.Store, m.buildLogits)
	})
	return m
}

// buildLossEach builds the loss at each place, [batch, context]: training's loss is the mean over all of them.
func (m *Model) buildLossEach(scope *model.Scope, inputs, labels *Node) *Node {
	logits := m.Config.Model(scope, inputs)
	right := OneHot(Squeeze(labels, -1), logits.Shape().Dim(-1), logits.DType())
	return Neg(ReduceSum(Mul(right, LogSoftmax(logits)), -1))
}

// buildLogits builds the scores after a place of one sequence, [vocabulary].
func (m *Model) buildLogits(scope *model.Scope, inputs, place *Node) *Node {
	logits := m.Config.Model(scope, inputs) // [1, context, vocabulary]
	first := ZerosLike(place)
	return Reshape(DynamicSlice(logits, []*Node{first, place, first}, []int{1, 1, logits.Shape().Dim(-1)}), -1)
}

// rows is how many sequences one call judges.
const rows = 32

// BitsPerByte returns what each byte of a text costs the model, in bits: the surprise of all its tokens, the bytes of unknown
// words among them, over its length. Each token is predicted from those before it, back to the beginning of its sequence of Context tokens.
// It returns an error if the text is empty.
func (m *Model) BitsPerByte(text string) (float64, error) {
	pieces, err := m.Text.Cut(text)
	if err != nil {
		return 0, err
	}
	ids := m.Text.Vocabulary.Encode(pieces)
	if len(ids) == 0 {
		return 0, fmt.Errorf("an empty text has no bytes to judge: give one at least")
	}
	total := 0.0
	for at := 0; at < len(ids); at += rows * m.Context {
		nats, err := m.natsOf(ids, at)
		if err != nil {
			return 0, err
		}
		total += nats
	}
	return tokens.BitsPerByte(total/float64(len(ids)), len(ids), len(text)), nil
}

// natsOf returns the surprise of the ids from a place on, as many as one call judges.
func (m *Model) natsOf(ids []int, at int) (float64, error) {
	program, err := m.lossEach()
	if err != nil {
		return 0, err
	}
	inputs, labels := make([]int32, rows*m.Context), make([]int32, rows*m.Context)
	count := min(len(labels), len(ids)-at) // places after the text's end are computed, and not counted
	for i := range count {
		labels[i], inputs[i] = int32(ids[at+i]), int32(start)
		if at+i > 0 {
			inputs[i] = int32(ids[at+i-1])
		}
	}
	losses, err := program.Call1(tensors.FromFlatDataAndDimensions(inputs, rows, m.Context), tensors.FromFlatDataAndDimensions(labels, rows, m.Context, 1))
	if err != nil {
		return 0, err
	}
	each, err := tensors.CopyFlatData[float32](losses)
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for _, nats := range each[:count] {
		sum += float64(nats)
	}
	return sum, nil
}

// Logits returns the scores of the token after the given ones, of which it sees the last Context.
//
//	ids: in [0, vocabulary); none stands for the beginning of a paragraph
//	returns: [vocabulary]
//
// It returns an error if an id is outside the vocabulary.
func (m *Model) Logits(ids []int) ([]float64, error) {
	if _, err := m.Text.Vocabulary.Decode(ids); err != nil { // the device would take the nearest id there is
		return nil, err
	}
	program, err := m.lastLogits()
	if err != nil {
		return nil, err
	}
	inputs, seen := m.window(ids)
	logits, err := program.Call1(tensors.FromFlatDataAndDimensions(inputs, 1, m.Context), int32(seen-1))
	if err != nil {
		return nil, err
	}
	flat, err := tensors.CopyFlatData[float32](logits)
	if err != nil {
		return nil, err
	}
	scores := make([]float64, len(flat))
	for i, z := range flat {
		scores[i] = float64(z)
	}
	return scores, nil
}

// window returns what the model sees of ids behind the beginning: the last ones, [context], and how many. What stands to the right of them
// is not seen.
func (m *Model) window(ids []int) (inputs []int32, seen int) {
	all := append([]int{start}, ids...)
	all = all[max(0, len(all)-m.Context):]
	inputs = make([]int32, m.Context)
	for i, id := range all {
		inputs[i] = int32(id)
	}
	return inputs, len(all)
}

// Write continues a prompt by n drawn tokens: draw, append, repeat. The same seed gives the same text. Bytes that do not make
// characters are shown as �. It returns an error if n is negative, or for what sample.Softmax returns one for.
func (m *Model) Write(prompt string, n int, temperature float64, seed int64) (string, error) {
	if n < 0 {
		return "", fmt.Errorf("%d tokens: their number must be 0 or more", n)
	}
	pieces, err := m.Text.Cut(prompt)
	if err != nil {
		return "", err
	}
	ids, random := m.Text.Vocabulary.Encode(pieces), sample.Random(seed, 0)
	for range n {
		next, err := m.draw(ids, temperature, random)
		if err != nil {
			return "", err
		}
		ids = append(ids, next)
	}
	text, err := m.Text.Vocabulary.Decode(ids)
	return strings.ToValidUTF8(text, "�"), err
}

func (m *Model) draw(ids []int, temperature float64, random *rand.Rand) (int, error) {
	logits, err := m.Logits(ids)
	if err != nil {
		return 0, err
	}
	probabilities, err := sample.Softmax(logits, temperature)
	if err != nil {
		return 0, err
	}
	if temperature == 0 {
		return slices.Index(probabilities, 1), nil
	}
	return sample.Draw(probabilities, random), nil
}
