package lm

import (
	"errors"
	"math"

	"nexttoken/pkg/vocab"
)

// Loss returns the mean cross-entropy of documents, for instance names, in nats per token. The loss of a token is −ln
// of the probability that the model gives it after all tokens before it. The end token after each document counts
// too.
//
// It returns an error if the model is nil or fails, if there are no documents, or if one cannot be encoded.
func Loss(m Model, documents []string) (float64, error) {
	if err := Check(m); err != nil {
		return 0, err
	}
	if len(documents) == 0 {
		return 0, errors.New("no names or texts to measure the loss on: give one at least")
	}
	encoded, err := vocab.EncodeDocuments(m.Tokenizer(), documents)
	if err != nil {
		return 0, err
	}
	tokens := 0
	for _, ids := range encoded {
		tokens += len(ids)
	}
	nats, err := NLL(m, encoded)
	return nats / float64(tokens), err
}

// BitsPerByte returns the cross-entropy of a text in bits per byte: the sum of the losses of its tokens, divided by the
// number of bytes of the text. With this unit, models that have different tokens can be compared.
//
// It returns an error if the model is nil or fails, or if the text is empty or cannot be encoded.
func BitsPerByte(m Model, text string) (float64, error) {
	if err := Check(m); err != nil {
		return 0, err
	}
	if text == "" {
		return 0, errors.New("an empty text has no bytes to measure: give one at least")
	}
	ids, err := m.Tokenizer().Encode(text)
	if err != nil {
		return 0, err
	}
	nats, err := NLL(m, [][]int{ids})
	return nats / math.Ln2 / float64(len(text)), err
}

// Likelihood is a Model with its own method NLL, which is faster than one context after the other.
type Likelihood interface {
	Model
	NLL(documents [][]int) (float64, error)
}

// NLL returns the negative log-likelihood of documents, in nats: the sum of −ln P(token | all tokens before it) over
// all their tokens. By the chain rule of probability, P(t₁ t₂ …) = P(t₁) · P(t₂ | t₁) · …
//
//	documents: [documents][tokens], ids in [0, vocabulary), as vocab.EncodeDocuments returns them
//
// It is 0 for no documents, and +Inf if the model gives a token the probability 0. It returns an error if the model is
// nil or fails, or if an id is outside the vocabulary.
func NLL(m Model, documents [][]int) (float64, error) {
	if err := Check(m); err != nil {
		return 0, err
	}
	for _, document := range documents {
		if err := vocab.CheckIDs(document, m.Tokenizer().Size()); err != nil {
			return 0, err
		}
	}
	if own, ok := m.(Likelihood); ok {
		return own.NLL(documents)
	}
	batch := &lossBatch{model: m, limit: batchOf(m.Tokenizer().Size())}
	for _, document := range documents {
		for i, next := range document {
			if err := batch.add(document[:i], next); err != nil {
				return 0, err
			}
		}
	}
	err := batch.flush()
	return batch.sum, err
}

// batchOf returns how many contexts one call of a model gets: at most 1,024, and fewer for a large vocabulary, so that
// the logits need 32 MB at most.
func batchOf(vocabulary int) int { return max(1, min(1024, (4<<20)/max(vocabulary, 1))) }

// lossBatch collects contexts until there are enough for one call of the model.
type lossBatch struct {
	model    Model
	limit    int
	contexts [][]int
	next     []int
	sum      float64
}

func (b *lossBatch) add(context []int, next int) error {
	b.contexts, b.next = append(b.contexts, context), append(b.next, next)
	if len(b.contexts) < b.limit {
		return nil
	}
	return b.flush()
}

func (b *lossBatch) flush() error {
	if len(b.contexts) == 0 {
		return nil
	}
	logits, err := shaped(b.model, b.contexts) // NLL checked the ids
	if err != nil {
		return err
	}
	for i, row := range logits {
		b.sum += crossEntropy(row, b.next[i])
	}
	b.contexts, b.next = b.contexts[:0], b.next[:0]
	return nil
}

// crossEntropy returns −ln of the softmax of logits at the target: ln Σ_j exp(z_j) − z_target.
func crossEntropy(logits []float64, target int) float64 {
	largest := math.Inf(-1)
	for _, z := range logits {
		largest = max(largest, z)
	}
	sum := 0.0
	for _, z := range logits {
		sum += math.Exp(z - largest) // z − largest ≤ 0, so exp does not overflow
	}
	return math.Log(sum) + largest - logits[target]
}
