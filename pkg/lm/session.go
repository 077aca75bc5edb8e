package lm

import (
	"slices"

	"nexttoken/pkg/vocab"
)

// Session is one text while a model generates it, token by token. A model that keeps state between tokens, such as the
// keys and values of attention, has its own sessions: see Starter.
type Session interface {
	// Logits returns the unnormalised scores of the next token: [vocabulary].
	Logits() ([]float64, error)
	// Append adds a token to the text. It returns an error if the id is outside the vocabulary.
	Append(id int) error
	// Copy returns a session with the same text. What happens to one of the two does not change the other.
	Copy() Session
	// IDs returns the ids of the text, the prompt first. The caller must not change them.
	IDs() []int
}

// Starter is a Model with its own sessions.
type Starter interface {
	Model
	// Start begins a session with the ids of a prompt, in [0, vocabulary); there may be none.
	Start(prompt []int) (Session, error)
}

// Start begins a session with the ids of a prompt, in [0, vocabulary); there may be none. For a model without its own
// sessions, the session calls the model's Logits with the whole text for each token.
//
// It returns an error if the model is nil, or if an id is outside the vocabulary.
func Start(m Model, prompt []int) (Session, error) {
	if err := Check(m); err != nil {
		return nil, err
	}
	if err := vocab.CheckIDs(prompt, m.Tokenizer().Size()); err != nil {
		return nil, err
	}
	if starter, ok := m.(Starter); ok {
		session, err := starter.Start(prompt)
		if err != nil {
			return nil, err
		}
		return checkedSession{session, m.Tokenizer().Size()}, nil
	}
	return &stateless{m, slices.Clone(prompt)}, nil
}

// stateless is the session of a model that keeps nothing between tokens.
type stateless struct {
	model Model
	ids   []int
}

func (s *stateless) IDs() []int    { return s.ids }
func (s *stateless) Copy() Session { return &stateless{s.model, slices.Clone(s.ids)} }

func (s *stateless) Logits() ([]float64, error) {
	logits, err := Logits(s.model, [][]int{s.ids})
	if err != nil {
		return nil, err
	}
	return logits[0], nil
}

func (s *stateless) Append(id int) error {
	if err := vocab.CheckIDs([]int{id}, s.model.Tokenizer().Size()); err != nil {
		return err
	}
	s.ids = append(s.ids, id)
	return nil
}

// checkedSession is a model's own session, with a check of the ids and of the number of logits.
type checkedSession struct {
	Session
	size int
}

func (c checkedSession) Copy() Session { return checkedSession{c.Session.Copy(), c.size} }

func (c checkedSession) Logits() ([]float64, error) {
	logits, err := c.Session.Logits()
	if err != nil {
		return nil, err
	}
	return logits, checkRow(logits, c.size)
}

func (c checkedSession) Append(id int) error {
	if err := vocab.CheckIDs([]int{id}, c.size); err != nil {
		return err
	}
	return c.Session.Append(id)
}
