// Package lm defines a language model: token ids go in, and a score for each possible next token comes out.
//
// Counts, a multi-layer perceptron, a transformer, a pretrained chat model and a function that a student wrote all
// satisfy the interface Model. The packages that use models take a Model: sample (generation and the generation tree),
// scoreboard, contest and chart. A new kind of model needs three methods, and then works with all of them.
//
// The package computes with plain Go slices. It imports neither GoMLX nor GoNB, and it compiles for a browser.
package lm

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"nexttoken/pkg/vocab"
)

// Model is a language model.
type Model interface {
	// Tokenizer returns the tokenizer of the model's ids.
	Tokenizer() vocab.Tokenizer
	// Context returns the largest number of tokens that the model sees: 3 for a model that sees three characters.
	Context() int
	// Logits returns the unnormalised scores of the next token after each context.
	//
	//	contexts: [contexts][≥ 0], ids in [0, vocabulary): all tokens so far
	//	returns:  [contexts][vocabulary]
	//
	// Of a context longer than Context, the model sees the end. An empty context is the beginning of a document.
	Logits(contexts [][]int) ([][]float64, error)
}

// Logits returns m.Logits(contexts), and checks what goes in and what comes out.
//
//	contexts: [contexts][≥ 0], ids in [0, vocabulary)
//	returns:  [contexts][vocabulary]
//
// It returns an error if the model is nil or fails, if an id is outside the vocabulary, or if the model returns another
// number of rows or of scores.
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
	return shaped(m, contexts)
}

// shaped returns m.Logits(contexts), and checks the shape of the result: [contexts][vocabulary].
func shaped(m Model, contexts [][]int) ([][]float64, error) {
	if len(contexts) == 0 {
		return nil, nil
	}
	size := m.Tokenizer().Size()
	logits, err := m.Logits(contexts)
	if err != nil {
		return nil, err
	}
	if len(logits) != len(contexts) {
		return nil, fmt.Errorf("the model gave scores for %d contexts, but there are %d", len(logits), len(contexts))
	}
	for _, row := range logits {
		if err := checkRow(row, size); err != nil {
			return nil, err
		}
	}
	return logits, nil
}

// checkRow returns an error unless there is a logit for each token.
func checkRow(logits []float64, size int) error {
	if len(logits) != size {
		return fmt.Errorf("the model gave %d logits, but the vocabulary has %d symbols", len(logits), size)
	}
	return nil
}

// Check returns an error if a model is nil or a nil pointer, or if its vocabulary is nil or has no tokens.
func Check(m Model) error {
	if m == nil || isNilPointer(m) {
		return errors.New("the model is nil: train one, or open one")
	}
	if t := m.Tokenizer(); t == nil || t.Size() == 0 {
		return errors.New("the model has no vocabulary: give it one, such as vocab.Letters()")
	}
	return nil
}

// isNilPointer reports whether a model is a nil pointer, such as the one that ngram.Fit returns with an error.
func isNilPointer(m Model) bool {
	value := reflect.ValueOf(m)
	return value.Kind() == reflect.Pointer && value.IsNil()
}

// Parameters returns how many numbers the model learned, from its method ParameterCount. It returns 0 for a model
// without this method, such as a function that a student wrote, and for nil.
func Parameters(m Model) int {
	if Check(m) != nil {
		return 0
	}
	if counted, ok := m.(interface{ ParameterCount() int }); ok {
		return counted.ParameterCount()
	}
	return 0
}

// Func returns a model whose scores of the next token come from the function next.
//
//	context: [length], the last ids; where there are fewer, end tokens fill the left
//	next returns: [vocabulary], the logits
//
// The model's method Logits returns an error if next is nil, or if length is not between 1 and vocab.MaxContext.
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
	if err := Check(f); err != nil {
		return nil, err
	}
	if err := vocab.CheckContext(f.length); err != nil {
		return nil, err
	}
	logits, end := make([][]float64, len(contexts)), f.tokenizer.End()
	for i, context := range contexts {
		logits[i] = slices.Clone(f.next(vocab.Window(context, f.length, end))) // next may fill the same slice each time
	}
	return logits, nil
}
