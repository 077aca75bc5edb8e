package sample

// Many texts at once: one call of the model computes the logits of the next token for all of them.

import (
	"math/rand/v2"

	"nexttoken/pkg/lm"
)

const (
	maxSlots  = 1024    // largest number of texts that are generated at the same time
	maxLogits = 4 << 20 // largest number of logits that one call of the model returns, to limit the memory
)

// batchSampler has slots; each slot generates one text. When a text ends, its slot begins the next one. So every call
// of the model has the same number of contexts, and a model that is compiled needs to be compiled only once.
type batchSampler struct {
	model     lm.Model
	prompt    []int
	continued [][]int // the results: the ids after the prompt
	begun     int     // number of texts that have begun
	options   Options
	slots     []*slot // nil: no text is left for this slot
	contexts  [][]int // for each slot, the ids of the prompt and those drawn so far
}

// slot holds one text while it is generated.
type slot struct {
	index   int   // number of the text
	drawn   []int // ids after the prompt, without the end token
	last    int   // id that was drawn last
	done    bool
	random  *rand.Rand
	options Options
}

func newSlot(index int, o Options) *slot {
	return &slot{index: index, random: Random(o.Seed, index), options: o}
}

func newBatchSampler(m lm.Model, prompt []int, continued [][]int, o Options) *batchSampler {
	b := &batchSampler{model: m, prompt: prompt, continued: continued, options: o}
	count, needed := 1, min(len(continued), maxSlots, maxLogits/m.Tokenizer().Size())
	for count < needed { // a power of two, so that few different shapes are compiled
		count *= 2
	}
	b.slots, b.contexts = make([]*slot, count), make([][]int, count)
	for i := range b.slots {
		b.begin(i)
	}
	return b
}

// begin begins the next text in a slot. If there is no next text, the slot is empty: the prompt takes its place in
// the batch, and its logits are not used.
func (b *batchSampler) begin(i int) {
	b.contexts[i] = append(b.contexts[i][:0], b.prompt...)
	if b.begun == len(b.continued) {
		b.slots[i] = nil
		return
	}
	b.slots[i] = newSlot(b.begun, b.options)
	b.begun++
}

// run draws a token for every slot, and repeats this until all texts have ended.
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

// draw draws the next token from its logits, and sets done if the text ends with it.
func (s *slot) draw(logits []float64, end int) error {
	probabilities, err := s.options.probabilities(logits)
	if err != nil {
		return err
	}
	if s.last = Draw(probabilities, s.random); s.last < 0 {
		return errNothingToDraw
	}
	if s.last == end && !s.options.IgnoreEnd {
		s.done = true
		return nil
	}
	s.drawn = append(s.drawn, s.last)
	s.done = len(s.drawn) == s.options.MaxTokens
	return nil
}
