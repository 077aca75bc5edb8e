package neural

// Training examples as tensors: contexts with the token after each, or sequences with the token after each position.

import (
	"fmt"
	"slices"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/training"
)

// Examples returns every (context → next) pair of the documents, as tensors. At the beginning of a document, pad
// fills the left of the context.
//
//	documents: [documents][tokens], as vocab.EncodeDocuments returns them
//	context:   number of tokens in each context, at least 1
//	pad:       id of the end token
//	returns:   Inputs [pairs, context] int32 and Labels [pairs, 1] int32
//
// For no documents, both tensors are nil.
func Examples(documents [][]int, context, pad int) training.Examples {
	var inputs, labels []int32
	for _, ids := range documents {
		for i, next := range ids {
			inputs = appendWindow(inputs, ids[:i], context, pad)
			labels = append(labels, int32(next))
		}
	}
	if len(labels) == 0 {
		return training.Examples{}
	}
	return training.Examples{Inputs: matrix(inputs, len(labels), context), Labels: matrix(labels, len(labels), 1)}
}

// appendWindow appends the ids that a model with a context of the given length sees: the last ones. Where there are
// fewer, pad fills the left.
func appendWindow(flat []int32, ids []int, length, pad int) []int32 {
	for range length - len(ids) {
		flat = append(flat, int32(pad))
	}
	return appendIDs(flat, ids[max(0, len(ids)-length):])
}

func appendIDs(flat []int32, ids []int) []int32 {
	for _, id := range ids {
		flat = append(flat, int32(id))
	}
	return flat
}

func matrix(flat []int32, rows, columns int) *tensors.Tensor {
	return tensors.FromFlatDataAndDimensions(flat, rows, columns)
}

// sequenceExamples joins the documents and cuts them into sequences of context tokens. A sequence begins every stride
// tokens. The label of a position is the token after it. Tokens at the end that do not fill a sequence are left out.
//
//	returns: Inputs [sequences, context] int32 and Labels [sequences, context, 1] int32
//
// For no documents, both tensors are nil. It returns an error if there are not more tokens than context.
func sequenceExamples(documents [][]int, context, stride int) (training.Examples, error) {
	ids := slices.Concat(documents...)
	if len(ids) == 0 {
		return training.Examples{}, nil
	}
	if len(ids) <= context {
		return training.Examples{}, fmt.Errorf("%d tokens: sequences of %d need at least %d",
			len(ids), context, context+1)
	}
	var inputs, labels []int32
	for at := 0; at+context < len(ids); at += stride {
		inputs, labels = appendIDs(inputs, ids[at:at+context]), appendIDs(labels, ids[at+1:at+context+1])
	}
	sequences := len(inputs) / context
	return training.Examples{
		Inputs: matrix(inputs, sequences, context),
		Labels: tensors.FromFlatDataAndDimensions(labels, sequences, context, 1),
	}, nil
}
