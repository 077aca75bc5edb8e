package sample

// Beam search: the likeliest texts, not the drawn ones.

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// Text is a text that a search found, with its probability.
type Text struct {
	Text        string  // the prompt and the tokens after it, without the end token
	Probability float64 // the product of the probabilities of all tokens after the prompt, with that of the end token
	Ended       bool    // false: it has as many tokens as the search allows, and no end token
}

// Beam searches for the likeliest texts after the prompt, at temperature 1. It returns them with the likeliest first.
//
//	width:     how many texts are kept in each step
//	maxTokens: largest number of tokens after the prompt, with the end token; 0: DefaultMaxTokens
//	returns:   [at most width]
//
// In each step, every text that has not ended is continued with every token of the vocabulary, and the likeliest width
// of all texts are kept. The search ends if all of these have ended. With width 1 it is greedy: it always takes the
// likeliest token. The result is exact if width is so large that nothing is ever left out; otherwise a likelier text
// may exist. (Lowerre, The Harpy Speech Recognition System, 1976)
//
// It returns an error if width is below 1, if maxTokens is negative, if the prompt is wrong (see Generate), or if the
// model is nil or fails.
func Beam(m lm.Model, prompt string, width, maxTokens int) ([]Text, error) {
	if width < 1 {
		return nil, fmt.Errorf("width %d: a beam search keeps at least 1 text", width)
	}
	o := Options{MaxTokens: maxTokens}
	session, ids, err := o.start(m, prompt)
	if err != nil {
		return nil, err
	}
	search := beam{m.Tokenizer(), width}
	kept := []candidate{{before: session, next: noToken}}
	for range o.MaxTokens {
		longer, err := search.step(kept)
		if err != nil {
			return nil, err
		}
		if longer == nil { // all have ended
			break
		}
		kept = longer
	}
	return search.texts(kept, len(ids), prompt)
}

// noToken is the next token of a candidate without one: its text is that of its session.
const noToken = -1

// candidate is a text: that of a session and one token more, which is not yet appended.
type candidate struct {
	before lm.Session
	next   int
	nats   float64 // −ln of the probability: a product of many probabilities would become 0
}

type beam struct {
	tokenizer vocab.Tokenizer
	width     int
}

func (b beam) ended(c candidate) bool { return c.next == b.tokenizer.End() }

// step returns the likeliest texts with one token more, or nil if all texts have ended.
func (b beam) step(kept []candidate) ([]candidate, error) {
	if !slices.ContainsFunc(kept, func(c candidate) bool { return !b.ended(c) }) {
		return nil, nil
	}
	var all []candidate
	for _, c := range kept {
		if b.ended(c) {
			all = append(all, c)
			continue
		}
		longer, err := c.continued()
		if err != nil {
			return nil, err
		}
		all = append(all, longer...)
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(x.nats, y.nats) })
	return all[:min(b.width, len(all))], nil
}

// continued returns a text with each token that may follow it.
func (c candidate) continued() (longer []candidate, err error) {
	session := c.before
	if c.next != noToken {
		session = session.Copy()
		if err := session.Append(c.next); err != nil {
			return nil, err
		}
	}
	logits, err := session.Logits()
	if err != nil {
		return nil, err
	}
	probabilities, err := Softmax(logits, 1)
	if err != nil {
		return nil, err
	}
	for id, p := range probabilities {
		if p > 0 {
			longer = append(longer, candidate{session, id, c.nats - math.Log(p)})
		}
	}
	return longer, nil
}

// texts returns the candidates as texts. A session's ids begin with those of the prompt.
func (b beam) texts(kept []candidate, promptLength int, prompt string) ([]Text, error) {
	found := make([]Text, len(kept))
	for i, c := range kept {
		ids := slices.Clone(c.before.IDs()[promptLength:])
		if c.next != noToken && !b.ended(c) {
			ids = append(ids, c.next)
		}
		written, err := b.tokenizer.Decode(ids)
		if err != nil {
			return nil, err
		}
		found[i] = Text{prompt + strings.ToValidUTF8(written, "�"), math.Exp(-c.nats), b.ended(c)}
	}
	return found, nil
}
