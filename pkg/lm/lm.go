// Package lm says what a language model is: token ids go in, and a score for each possible next token comes out.
//
// Counts, a multi-layer perceptron, a transformer, a pretrained chat model and a function that a student wrote are all a Model.
// All that is done with models takes one: packages sample (writing, the tree of what may be written), scoreboard, contest
// and chart. A new kind of model needs three methods, and gets the rest from here.
//
// The package computes with plain Go slices. It knows no graphs and no notebooks.
package lm

import (
	"errors"
	"fmt"

	"nexttoken/pkg/vocab"
)

// Model is a language model.
type Model interface {
	// Tokenizer says what the ids stand for.
	Tokenizer() vocab.Tokenizer
	// Context returns how many tokens the model looks at, at most: 3 for a model that sees three characters.
	Context() int
	// Logits returns the unnormalised scores of the next token after each context.
	//
	//	contexts: [contexts][≥ 0], ids in [0, vocabulary): all that is written so far. Of a long one the model looks at the end,
	//	          and an empty one is the beginning of a document.
	//	returns:  [contexts][vocabulary]
	Logits(contexts [][]int) ([][]float64, error)
}

// Logits returns what m.Logits returns, after a check of both sides: a nil model, an id outside the vocabulary, and a number
// of scores that does not fit give an error in one sentence.
func Logits(m Model, contexts [][]int) ([][]float64, error) {
	if err := Check(m); err != nil {
		return nil, err
	}
	size := m.Tokenizer().Size()
	for _, context := range contexts {
		if err := vocab.CheckIDs(context, size); err != nil {
			return nil, err
		}
	}
	logits, err := m.Logits(contexts)
	if err != nil {
		return nil, err
	}
	if len(logits) != len(contexts) {
		return nil, fmt.Errorf("the model gave scores for %d contexts, but it was asked for %d", len(logits), len(contexts))
	}
	for _, row := range logits {
		if len(row) != size {
			return nil, fmt.Errorf("the model gave %d logits, but the vocabulary has %d symbols", len(row), size)
		}
	}
	return logits, nil
}

// Check returns an error if a model is nil or has no tokenizer.
func Check(m Model) error {
	if m == nil {
		return errors.New("the model is nil: train one, or open one")
	}
	if t := m.Tokenizer(); t == nil || t.Size() == 0 {
		return errors.New("the model has no vocabulary: give it one, such as vocab.Letters()")
	}
	return nil
}

// Parameters returns how many numbers the model learned: ParameterCount where it has that method, and 0 for others, such as a
// function that somebody wrote.
func Parameters(m Model) int {
	if counted, ok := m.(interface{ ParameterCount() int }); ok {
		return counted.ParameterCount()
	}
	return 0
}

// Func makes a model of a function that gives the scores of the next token.
//
//	context: [length], the last ids, with the end token's at the left where fewer are written
//	returns: [vocabulary]
func Func(t vocab.Tokenizer, length int, next func(context []int) []float64) Model {
	return function{t, length, next}
}

type function struct {
	tokenizer vocab.Tokenizer
	length    int
	next      func(context []int) []float64
}

func (f function) Tokenizer() vocab.Tokenizer { return f.tokenizer }
func (f function) Context() int               { return f.length }

func (f function) Logits(contexts [][]int) ([][]float64, error) {
	if f.next == nil {
		return nil, errors.New("the function that gives the scores is nil")
	}
	if err := vocab.CheckContext(f.length); err != nil {
		return nil, err
	}
	logits := make([][]float64, len(contexts))
	for i, context := range contexts {
		logits[i] = f.next(vocab.Window(context, f.length, f.tokenizer.End()))
	}
	return logits, nil
}
