package neural

// Models that predict the next token at every position of a short document, such as a name.

import (
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// TrainOrOpenDocuments works like TrainOrOpenSequences, but each sequence holds one document, for instance a name: the
// end token, for its beginning, and then its tokens. The labels are its tokens and the end token.
//
//	input: [batch, context] int32, and one step for all positions → logits [batch, context, vocabulary] float32
//
// The rest of a sequence is filled, and no label there counts. A document of more tokens than context is cut into
// several sequences. The losses while training are means over the labels that count. It returns an error for what
// TrainOrOpen returns one for.
func TrainOrOpenDocuments(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, ofDocuments(config), documents, training.TrainOrOpen)
}

var documents = examplesOf{true, func(d corpus.Dataset, context int) (train, dev training.Examples, err error) {
	end := d.Tokenizer.End()
	return documentExamples(d.Train, context, end), documentExamples(d.Dev, context, end), nil
}}

// ofDocuments returns the config with the loss that leaves out what was filled.
func ofDocuments(config training.Config) training.Config {
	if config.Loss == nil {
		config.Loss = documentLoss
	}
	return config
}

// noLabel is the label of a position after the end of a document. It is no id, so its one-hot vector is all zeros.
const noLabel = -1

// documentLoss builds the mean of −ln of the probability of the label, over the labels that are ids, in nats.
//
//	labels:  [batch, context, 1] int32, ids or noLabel
//	logits:  [batch, context, vocabulary] float32
//	returns: a scalar float32
func documentLoss(labels, logits *Node) *Node {
	right := OneHot(Squeeze(labels, -1), logits.Shape().Dim(-1), logits.DType())
	return Neg(Div(ReduceAllSum(Mul(right, LogSoftmax(logits))), ReduceAllSum(right)))
}

// documentExamples returns the sequences of documents.
//
//	documents: [documents][tokens], each with the end token at its end
//	returns:   Inputs [sequences, context] int32 and Labels [sequences, context, 1] int32
//
// For no documents, both tensors are nil.
func documentExamples(documents [][]int, context, end int) training.Examples {
	var inputs, labels []int32
	for _, ids := range documents {
		for at := 0; at < len(ids); at += context {
			part, before := ids[at:min(at+context, len(ids))], end
			if at > 0 {
				before = ids[at-1]
			}
			inputs = appendRow(inputs, append([]int{before}, part[:len(part)-1]...), context)
			labels = appendIDs(labels, part)
			labels = append(labels, slices.Repeat([]int32{noLabel}, context-len(part))...)
		}
	}
	if len(labels) == 0 {
		return training.Examples{}
	}
	sequences := len(labels) / context
	return training.Examples{
		Inputs: matrix(inputs, sequences, context),
		Labels: tensors.FromFlatDataAndDimensions(labels, sequences, context, 1),
	}
}
