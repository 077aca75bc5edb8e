package lm

import (
	"errors"
	"math"

	"nexttoken/pkg/vocab"
)

// Loss returns the mean cross-entropy of documents, names for instance, in nats per token: of each token the −ln of the
// probability that the model gives it after all before it. The end token after each document counts.
//
// It returns an error if there are no documents, if one cannot be encoded, or if the model fails.
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

// BitsPerByte returns what each byte of a text costs the model, in bits: the total cross-entropy of its tokens over the
// length of the text. So models can be compared whose tokens differ.
//
// It returns an error if the text is empty or cannot be encoded, or if the model fails.
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

// Likelihood is a Model that computes NLL faster than one context after the other.
type Likelihood interface {
	Model
	NLL(documents [][]int) (float64, error)
}

// NLL returns the negative log-likelihood of documents in nats: the sum of −ln P(token | all tokens before it) over all their
// tokens. A text models a chain of predictions: P(t₁ t₂ …) = P(t₁) · P(t₂ | t₁) · …
//
//	documents: [documents][tokens], ids in [0, vocabulary), as vocab.EncodeDocuments returns them
//
// It is +Inf if the model gives a token no probability, and 0 for no documents.
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

// batchOf returns for how many contexts a model is asked at once: with a large vocabulary for fewer, so that the scores take
// tens of megabytes at most.
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
	logits, err := Logits(b.model, b.contexts)
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
		sum += math.Exp(z - largest) // the largest taken off, exp does not overflow
	}
	return math.Log(sum) + largest - logits[target]
}
