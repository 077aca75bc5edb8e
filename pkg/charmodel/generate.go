package charmodel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"nexttoken/pkg/sample"
)

// generationBatch is how many names are written side by side at most.
const generationBatch = 1024

// Names writes n names, with one call to the device for each character of all of them. The temperature is no part of
// what is compiled. Name i is drawn with sample.Random(seed, i), so that sample.Generator writes the same ones.
func (m *Model) Names(prompt string, n int, temperature float64, seed int64) ([]string, error) {
	if n < 0 {
		return nil, fmt.Errorf("%d names: their number must be 0 or more", n)
	}
	context, err := m.Vocabulary.Context(prompt, m.Context)
	if err != nil {
		return nil, err
	}
	var names []string
	for first := 0; first < n; first += generationBatch {
		batch := newBatch(prompt, context, first, min(first+generationBatch, n), seed)
		if err := m.write(batch, temperature); err != nil {
			return nil, err
		}
		names = append(names, batch.names()...)
	}
	return names, nil
}

// draft is a name on its way.
type draft struct {
	context []int
	text    strings.Builder
	random  *rand.Rand
	ended   bool
}

type batch []*draft

func newBatch(prompt string, context []int, first, last int, seed int64) batch {
	var drafts batch
	for i := first; i < last; i++ {
		d := &draft{context: slices.Clone(context), random: sample.Random(seed, i)}
		d.text.WriteString(prompt)
		drafts = append(drafts, d)
	}
	return drafts
}

func (b batch) names() []string {
	names := make([]string, len(b))
	for i, d := range b {
		names[i] = d.text.String()
	}
	return names
}

// contexts returns all contexts, padded with copies to a power of two, so that few shapes are compiled.
func (b batch) contexts() [][]int {
	contexts := make([][]int, 0, 2*len(b))
	for _, d := range b {
		contexts = append(contexts, d.context)
	}
	for len(contexts)&(len(contexts)-1) != 0 {
		contexts = append(contexts, b[0].context)
	}
	return contexts
}

// write draws a character for every draft, appends it, and repeats until all have ended.
func (m *Model) write(drafts batch, temperature float64) error {
	for range sample.DefaultMaxLength {
		logits, err := m.LogitsOf(drafts.contexts())
		if err != nil {
			return err
		}
		left := false
		for i, d := range drafts {
			if err := m.extend(d, logits[i], temperature); err != nil {
				return err
			}
			left = left || !d.ended
		}
		if !left {
			return nil
		}
	}
	return nil
}

// extend draws the next character of a draft that has not ended.
func (m *Model) extend(d *draft, logits []float64, temperature float64) error {
	if d.ended {
		return nil
	}
	probabilities, err := sample.Softmax(logits, temperature)
	if err != nil {
		return err
	}
	id := sample.Draw(probabilities, d.random)
	if d.ended = id == m.Vocabulary.End(); d.ended {
		return nil
	}
	symbol, err := m.Vocabulary.Symbol(id)
	if err != nil {
		return err
	}
	d.text.WriteString(symbol)
	d.context = append(d.context[1:], id)
	return nil
}
