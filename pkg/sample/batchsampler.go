package sample

// Many texts at once: one call of the model gives the next token of each.

import (
	"math/rand/v2"

	"nexttoken/pkg/lm"
)

const (
	maxSlots  = 1024    // texts that are written side by side, at most
	maxLogits = 4 << 20 // logits that one call of the model returns, at most: a bound for memory
)

// batchSampler has slots, and in each a text that is being written. When one ends, its slot takes the next, so that every call
// of the model has as many contexts as the one before: a compiled model compiles one shape.
type batchSampler struct {
	model     lm.Model
	prompt    []int
	continued [][]int // the results
	begun     int     // texts
	options   Options
	slots     []*slot
	contexts  [][]int // of each slot: the prompt and what has been drawn
}

// slot holds a text that is being written.
type slot struct {
	index       int // of the text
	drawn       []int
	last        int
	done        bool
	random      *rand.Rand
	temperature float64
	most        int
	ignoreEnd   bool
}

func newSlot(index int, drawn []int, o Options) *slot {
	return &slot{index: index, drawn: drawn, random: Random(o.Seed, index),
		temperature: o.Temperature, most: o.MaxTokens, ignoreEnd: o.IgnoreEnd}
}

func newBatchSampler(m lm.Model, prompt []int, continued [][]int, o Options) *batchSampler {
	b := &batchSampler{model: m, prompt: prompt, continued: continued, options: o}
	count, most := 1, min(len(continued), maxSlots, maxLogits/m.Tokenizer().Size())
	for count < most {
		count *= 2
	}
	b.slots, b.contexts = make([]*slot, count), make([][]int, count)
	for i := range b.slots {
		b.contexts[i] = append([]int(nil), prompt...)
		b.begin(i)
	}
	return b
}

// begin puts the next text into a slot. Where there is none left, the slot keeps its last context and is not drawn from.
func (b *batchSampler) begin(i int) {
	if b.begun == len(b.continued) {
		b.slots[i] = nil
		return
	}
	b.slots[i] = newSlot(b.begun, nil, b.options)
	b.contexts[i] = append(b.contexts[i][:0], b.prompt...)
	b.begun++
}

// run draws a token for every slot, and repeats until all texts are written.
func (b *batchSampler) run() error {
	for open := len(b.continued); open > 0; {
		logits, err := lm.Logits(b.model, b.contexts)
		if err != nil {
			return err
		}
		for i, s := range b.slots {
			if s == nil {
				continue
			}
			if err := s.draw(logits[i], b.model.Tokenizer().End()); err != nil {
				return err
			}
			b.contexts[i] = append(b.contexts[i], s.last)
			if s.done {
				b.continued[s.index] = s.drawn
				b.begin(i)
				open--
			}
		}
	}
	return nil
}

// draw draws the slot's next token from its logits, and notes whether that ends the text.
func (s *slot) draw(logits []float64, end int) error {
	probabilities, err := Softmax(logits, s.temperature)
	if err != nil {
		return err
	}
	if s.last = Draw(probabilities, s.random); s.last < 0 {
		return errNothingToDraw
	}
	if s.last == end && !s.ignoreEnd {
		s.done = true
		return nil
	}
	s.drawn = append(s.drawn, s.last)
	s.done = len(s.drawn) == s.most
	return nil
}
