// Package textmodel trains models that read a sequence of tokens and predict, at every place of it, the next one: a multi-layer
// perceptron or a transformer, whatever the graph function does. And it lets them write.
package textmodel

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/tokens"
	"nexttoken/pkg/training"
)

// Text is what a model learns from and is judged on, as ids of one vocabulary.
type Text struct {
	Vocabulary *tokens.Vocabulary
	Train, Dev []int // ids; Dev is held out
	DevBytes   int   // the length of what was held out: every byte of it is paid for
	Cut        Cut
}

// Cut cuts a text into pieces which, one after the other, are the text.
type Cut func(text string) ([]string, error)

// NewText cuts both parts of a text and numbers their tokens: those seen at least atLeast times in train have ids of their
// own, all others are spelt in bytes. It returns an error if a part cannot be cut, train is empty, or atLeast is below 1.
func NewText(train, dev string, cut Cut, atLeast int) (Text, error) {
	seen, err := cut(train)
	if err != nil {
		return Text{}, err
	}
	heldOut, err := cut(dev)
	if err != nil {
		return Text{}, err
	}
	vocabulary, err := tokens.Build(seen, atLeast)
	if err != nil {
		return Text{}, err
	}
	return Text{vocabulary, vocabulary.Encode(seen), vocabulary.Encode(heldOut), len(dev), cut}, nil
}

// start is the token before the first one of a text: the end of a paragraph, whose id is its byte.
const start = int('\n')

// Examples cuts ids into sequences, a new one at every stride, each with the token that follows at every place of it.
//
//	inputs: [sequences, context] int32, labels: [sequences, context, 1] int32
//
// What is left over at the end is no sequence. It returns an error if the ids are fewer than one sequence and its last label.
func Examples(ids []int, context, stride int) (training.Examples, error) {
	if context < 1 || stride < 1 {
		return training.Examples{}, fmt.Errorf("sequences of %d tokens, one every %d: both must be at least 1", context, stride)
	}
	if len(ids) <= context {
		return training.Examples{}, fmt.Errorf("%d tokens: sequences of %d need at least %d", len(ids), context, context+1)
	}
	var inputs, labels []int32
	for at := 0; at+context < len(ids); at += stride {
		for i := range context {
			inputs, labels = append(inputs, int32(ids[at+i])), append(labels, int32(ids[at+i+1]))
		}
	}
	return training.Examples{
		Inputs: tensors.FromFlatDataAndDimensions(inputs, len(inputs)/context, context),
		Labels: tensors.FromFlatDataAndDimensions(labels, len(labels)/context, context, 1),
	}, nil
}
