package neural

// Examples for the device: contexts and the token after each, or sequences and the token after each place.

import (
	"fmt"
	"slices"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/training"
)

// Examples returns every (context → next) pair of the documents, ready for the device.
//
//	documents: [documents][tokens], as vocab.EncodeDocuments returns them; pad stands before the first token
//	inputs:    [pairs, context] int32; labels: [pairs, 1] int32
//
// No documents give no examples.
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

// appendWindow appends what a model with a context of the given length sees of ids: the last ones, with pad at the left where
// there are fewer.
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

// sequenceExamples cuts the documents, one after the other, into sequences, a new one at every stride, each with the token that
// follows at every place of it. What is left over at the end is no sequence.
//
//	inputs: [sequences, context] int32; labels: [sequences, context, 1] int32
//
// No documents give no examples. It returns an error if there are fewer tokens than one sequence and its last label.
func sequenceExamples(documents [][]int, context, stride int) (training.Examples, error) {
	ids := slices.Concat(documents...)
	if len(ids) == 0 {
		return training.Examples{}, nil
	}
	if len(ids) <= context {
		return training.Examples{}, fmt.Errorf("%d tokens: sequences of %d need at least %d", len(ids), context, context+1)
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
