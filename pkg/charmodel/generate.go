package charmodel

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
)

// maxDesks is how many names are written side by side at most.
const maxDesks = 1024

// Names writes n names, with one call to the device for the next character of many of them. The temperature is no part of
// what is compiled. Name i is drawn with sample.Random(seed, i), so that sample.Generator writes the same ones: it, too, cuts a name
// after sample.DefaultMaxLength drawn characters. It returns an error if n is negative, and for what sample.Generator's Name returns one for.
func (m *Model) Names(prompt string, n int, temperature float64, seed int64) ([]string, error) {
	if n < 0 {
		return nil, fmt.Errorf("%d names: their number must be 0 or more", n)
	}
	context, err := m.Vocabulary.Context(prompt, m.Context)
	if err != nil {
		return nil, err
	}
	office := &office{model: m, prompt: prompt, context: appendIDs(nil, context), seed: seed, names: make([]string, n)}
	return office.names, office.write(temperature)
}

// office has desks, and on each a name that is being written. When one ends, the desk takes the next, so that every call
// to the device has as much to do as the one before, and only one shape is compiled.
type office struct {
	model   *Model
	prompt  string
	context []int32 // that every name begins with
	seed    int64
	begun   int // names
	names   []string
	desks   []desk
	inputs  []int32 // [desks × context]
}

// desk holds a name on its way; its index is −1 when there is none left.
type desk struct {
	index  int
	text   strings.Builder
	drawn  int
	random *rand.Rand
}

// write draws a character for every desk, and repeats until all names are written.
func (o *office) write(temperature float64) error {
	count := 1
	for count < min(len(o.names), maxDesks) {
		count *= 2
	}
	o.desks, o.inputs = make([]desk, count), make([]int32, count*len(o.context))
	for i := range o.desks {
		o.begin(i)
	}
	for open := len(o.names); open > 0; {
		logits, err := o.logits()
		if err != nil {
			return err
		}
		for i := range o.desks {
			ended, err := o.extend(i, logits[i], temperature)
			if err != nil {
				return err
			}
			open -= ended
		}
	}
	return nil
}

// begin lets a desk take the next name.
func (o *office) begin(i int) {
	d := &o.desks[i]
	if *d = (desk{index: -1}); o.begun == len(o.names) {
		return
	}
	d.index, d.random = o.begun, sample.Random(o.seed, o.begun)
	d.text.WriteString(o.prompt)
	copy(o.contextOf(i), o.context)
	o.begun++
}

// contextOf returns the part of the inputs that belongs to a desk.
func (o *office) contextOf(i int) []int32 {
	return o.inputs[i*len(o.context) : (i+1)*len(o.context)]
}

// logits asks the device for the scores of every desk's next character.
func (o *office) logits() ([][]float64, error) {
	logits, err := o.model.Predict(tensors.FromFlatDataAndDimensions(o.inputs, len(o.desks), len(o.context)))
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// extend draws the next character of a desk's name, and returns 1 if that ends the name.
func (o *office) extend(i int, logits []float64, temperature float64) (ended int, err error) {
	d := &o.desks[i]
	if d.index < 0 {
		return 0, nil
	}
	probabilities, err := sample.Softmax(logits, temperature)
	if err != nil {
		return 0, err
	}
	id := sample.Draw(probabilities, d.random)
	if id != o.model.Vocabulary.End() {
		if err := o.append(i, id); err != nil || d.drawn < sample.DefaultMaxLength {
			return 0, err
		}
	}
	o.names[d.index] = d.text.String()
	o.begin(i)
	return 1, nil
}

// append adds a character to a desk's name, and moves its context on.
func (o *office) append(i, id int) error {
	symbol, err := o.model.Vocabulary.Symbol(id)
	if err != nil {
		return err
	}
	d, context := &o.desks[i], o.contextOf(i)
	d.text.WriteString(symbol)
	d.drawn++
	copy(context, context[1:])
	context[len(context)-1] = int32(id)
	return nil
}
