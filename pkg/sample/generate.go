package sample

// Generation: draw a token, append it, repeat until the end token.

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"nexttoken/internal/quote"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// DefaultMaxTokens is the largest number of tokens that Generate draws for one text if Options.MaxTokens is 0.
const DefaultMaxTokens = 40

// Options are the settings for Generate.
type Options struct {
	Temperature float64 // 0: always the likeliest token; 1: the model's probabilities; above 1: more surprising texts
	Seed        int64   // the same seed gives the same texts; the source for text i is Random(Seed, i)
	MaxTokens   int     // largest number of tokens after the prompt, so that generation ends; 0: DefaultMaxTokens
	IgnoreEnd   bool    // go on after the end token, for a text of many paragraphs
	TopK        int     // draw only from the k likeliest tokens; 0: from all. See KeepTopK
	TopP        float64 // draw only from the likeliest tokens that sum to p; 0: from all. See KeepTopP

	// Softmax turns logits into probabilities, both [vocabulary], at Temperature; nil: the function Softmax.
	Softmax func(logits []float64, temperature float64) []float64
}

// Generate continues the prompt n times: it draws a token, appends it, and repeats this until the end token or
// MaxTokens. It returns the texts with the prompt, and without the end token.
//
//	returns: [n]
//
// The empty prompt is the beginning of a document. Of a prompt longer than the context, the model sees only the end;
// see PromptNote. If tokens are parts of a character, and do not make a whole one, they become '�'.
//
// Top-k and top-p come after the temperature; with both, first the k likeliest stay, then the likeliest of them.
//
// Generate returns an error if n, MaxTokens or TopK is negative, if the prompt cannot be encoded or holds the end token
// of a name, if the temperature is negative, infinite or not a number, if TopP is not between 0 and 1, if
// Options.Softmax does not return a probability for each token, or if the model is nil or fails.
func Generate(m lm.Model, prompt string, n int, o Options) ([]string, error) {
	ids, err := o.check(m, prompt, n)
	if err != nil {
		return nil, err
	}
	continued := make([][]int, n)
	if starter, ok := m.(lm.Starter); ok {
		err = eachAlone(starter, ids, continued, o)
	} else {
		err = newBatchSampler(m, ids, continued, o).run()
	}
	if err != nil {
		return nil, err
	}
	texts := make([]string, n)
	for i, drawn := range continued {
		text, err := m.Tokenizer().Decode(drawn)
		if err != nil {
			return nil, err
		}
		texts[i] = prompt + strings.ToValidUTF8(text, "�")
	}
	return texts, nil
}

// check returns the ids of the prompt, and sets a MaxTokens of 0 to DefaultMaxTokens. It returns an error for bad
// input.
func (o *Options) check(m lm.Model, prompt string, n int) ([]int, error) {
	if err := lm.Check(m); err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, fmt.Errorf("%d texts: their number must be 0 or more", n)
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	return vocab.EncodePrompt(m.Tokenizer(), prompt)
}

// complete sets a MaxTokens of 0 to DefaultMaxTokens, and returns an error if an option is wrong.
func (o *Options) complete() error {
	if o.MaxTokens < 0 {
		return fmt.Errorf("MaxTokens %d: it must be 1 or more, or 0 for %d", o.MaxTokens, DefaultMaxTokens)
	}
	if o.MaxTokens == 0 {
		o.MaxTokens = DefaultMaxTokens
	}
	if err := checkTemperature(o.Temperature); err != nil {
		return err
	}
	return o.checkKept()
}

// start checks the options and the model as check does, and returns a session after the prompt, and the prompt's ids.
func (o *Options) start(m lm.Model, prompt string) (lm.Session, []int, error) {
	ids, err := o.check(m, prompt, 1)
	if err != nil {
		return nil, nil, err
	}
	session, err := lm.Start(m, ids)
	return session, ids, err
}

// eachAlone generates one text after the other, each in its own session of the model.
func eachAlone(m lm.Starter, prompt []int, continued [][]int, o Options) error {
	for i := range continued {
		session, err := lm.Start(m, prompt)
		if err != nil {
			return err
		}
		s := newSlot(i, o)
		for !s.done {
			logits, err := session.Logits()
			if err != nil {
				return err
			}
			if err := s.draw(logits, m.Tokenizer().End()); err != nil {
				return err
			}
			if s.done { // a cache may have no place for a token that nothing follows
				break
			}
			if err := session.Append(s.last); err != nil {
				return err
			}
		}
		continued[i] = s.drawn
	}
	return nil
}

// Next returns the probabilities of the token after the prompt, at a temperature: the softmax of the model's logits.
//
//	returns: [vocabulary], which sum to 1
//
// It returns an error if the prompt or the temperature is wrong, or if the model is nil or fails: see Generate.
func Next(m lm.Model, prompt string, temperature float64) ([]float64, error) {
	o := Options{Temperature: temperature}
	ids, err := o.check(m, prompt, 1)
	if err != nil {
		return nil, err
	}
	logits, err := lm.Logits(m, [][]int{ids})
	if err != nil {
		return nil, err
	}
	return Softmax(logits[0], temperature)
}

// PromptNote returns a sentence for the reader if the prompt is longer than the model's context, and otherwise "".
func PromptNote(m lm.Model, prompt string) string {
	if lm.Check(m) != nil || m.Context() < 1 {
		return ""
	}
	ids, err := m.Tokenizer().Encode(prompt)
	if err != nil || len(ids) <= m.Context() {
		return ""
	}
	seen, err := m.Tokenizer().Decode(ids[len(ids)-m.Context():])
	if err != nil || !utf8.ValidString(seen) {
		return ""
	}
	return fmt.Sprintf("prompt %s is longer than the context of %d: the model sees only its end, %s",
		quote.Text(prompt), m.Context(), quote.Text(seen))
}

var errNothingToDraw = errors.New("there is nothing to draw: no probability is above 0")
