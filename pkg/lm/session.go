package lm

import (
	"slices"

	"nexttoken/pkg/vocab"
)

// Session is a text on its way: a model, and what has been written so far. A model that keeps state between tokens, such as
// the keys and values of attention, has sessions of its own: see Starter.
type Session interface {
	// Logits returns the scores of the next token: [vocabulary].
	Logits() ([]float64, error)
	// Append writes a token. It returns an error if the id is outside the vocabulary.
	Append(id int) error
	// Copy returns a session that goes on from here, and shares nothing that changes.
	Copy() Session
	// IDs returns what has been written, the prompt among it. Do not change it.
	IDs() []int
}

// Starter is a Model with sessions of its own.
type Starter interface {
	Model
	Start(prompt []int) (Session, error)
}

// Start begins a session with a prompt of ids in [0, vocabulary); it may be empty. A model without sessions of its own gets
// one that gives all ids to Logits each time. It returns an error if the model is nil, or if an id is outside the vocabulary.
func Start(m Model, prompt []int) (Session, error) {
	if err := Check(m); err != nil {
		return nil, err
	}
	if err := vocab.CheckIDs(prompt, m.Tokenizer().Size()); err != nil {
		return nil, err
	}
	if starter, ok := m.(Starter); ok {
		return starter.Start(prompt)
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
