package sample

// Generation that shows each token as it comes.

import (
	"iter"
	"strings"
	"unicode/utf8"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// Stream continues the text of a session, and yields each token's text as it comes: draw, append, repeat until the end
// token or MaxTokens. The session holds what was drawn; the end token is neither appended nor yielded, unless
// Options.IgnoreEnd. Together, the texts are what Generate writes after the prompt as its first text. A token that is
// only a part of a character waits for the rest.
//
// If an option is wrong or the model fails, Stream yields "" with the error, and ends. See Generate for the errors.
func Stream(session lm.Session, t vocab.Tokenizer, o Options) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := o.complete(); err != nil {
			yield("", err)
			return
		}
		s := &stream{session: session, tokenizer: t, slot: newSlot(0, o)}
		for !s.slot.done {
			text, err := s.next()
			if (text != "" || err != nil) && !yield(text, err) || err != nil {
				return
			}
		}
	}
}

// stream is a text while it is yielded.
type stream struct {
	session   lm.Session
	tokenizer vocab.Tokenizer
	slot      *slot
	part      string // of a character
}

// next draws a token, and returns the text that can be shown now: perhaps none.
func (s *stream) next() (text string, err error) {
	logits, err := s.session.Logits()
	if err != nil {
		return "", err
	}
	drawn := len(s.slot.drawn)
	if err := s.slot.draw(logits, s.tokenizer.End()); err != nil {
		return "", err
	}
	if len(s.slot.drawn) > drawn {
		token, err := s.tokenizer.Token(s.slot.last)
		if err != nil {
			return "", err
		}
		if err := s.session.Append(s.slot.last); err != nil {
			return "", err
		}
		s.part += token
	}
	if !s.slot.done && len(s.part) < utf8.UTFMax && !utf8.ValidString(s.part) {
		return "", nil
	}
	text, s.part = strings.ToValidUTF8(s.part, "�"), ""
	return text, nil
}
