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

// DefaultMaxTokens is the most tokens that Generate draws for one text if Options.MaxTokens is 0.
const DefaultMaxTokens = 40

// Options say how texts are drawn.
type Options struct {
	Temperature float64 // 0: the likeliest token each time; 1: as the model was trained; above 1: more surprising
	Seed        int64   // the same seed gives the same texts; text i is drawn with Random(Seed, i)
	MaxTokens   int     // the most tokens drawn after the prompt, so that generation ends; 0 is DefaultMaxTokens
	IgnoreEnd   bool    // goes on after the end token: for a text of many paragraphs
}

// Generate continues the prompt n times, each time until the end token, and returns the whole texts without it.
//
// The empty prompt is the beginning of a document. Of a prompt longer than the context, the model sees the end: PromptNote says
// so. Tokens that are parts of a character, and together make none, are shown as '�'. It returns an error if n or MaxTokens is
// negative, if the prompt cannot be encoded or holds the end token of a name, if the temperature is none for Softmax, or if the
// model fails.
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

// check returns the prompt's ids, or an error if something is wrong.
func (o *Options) check(m lm.Model, prompt string, n int) ([]int, error) {
	if err := lm.Check(m); err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, fmt.Errorf("%d names: their number must be 0 or more", n)
	}
	if o.MaxTokens < 0 {
		return nil, fmt.Errorf("%d tokens at most: take 1 or more, or 0 for %d", o.MaxTokens, DefaultMaxTokens)
	}
	if o.MaxTokens == 0 {
		o.MaxTokens = DefaultMaxTokens
	}
	if err := checkTemperature(o.Temperature); err != nil {
		return nil, err
	}
	return vocab.EncodePrompt(m.Tokenizer(), prompt)
}

// eachAlone continues one text after the other, in sessions of the model.
func eachAlone(m lm.Starter, prompt []int, continued [][]int, o Options) error {
	for i := range continued {
		session, err := lm.Start(m, prompt)
		if err != nil {
			return err
		}
		s := newSlot(i, nil, o)
		for !s.done {
			logits, err := session.Logits()
			if err != nil {
				return err
			}
			if err := s.draw(logits, m.Tokenizer().End()); err != nil {
				return err
			}
			if err := session.Append(s.last); err != nil {
				return err
			}
		}
		continued[i] = s.drawn
	}
	return nil
}

// Next returns the probabilities of the token after the prompt, at a temperature.
//
//	returns: [vocabulary], which sum to 1
//
// It returns an error for what Generate returns one for.
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

// PromptNote returns a sentence for the reader if the model sees only the end of the prompt, and otherwise "".
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
