// Package ngram predicts the next token from counts: how often did each token follow the last few tokens? A network has
// to reach a lower loss than this baseline.
//
// A long context predicts precisely, but its counts are small; a short context has large counts, but predicts less
// precisely. Witten–Bell interpolation mixes the two. If many different tokens have followed a context, one that has
// not followed yet is likely too, so the shorter context gets more weight.
//
// Source: Witten and Bell, The zero-frequency problem: estimating the probabilities of novel events in adaptive text
// compression, IEEE Transactions on Information Theory 37(4), 1991, method C.
package ngram

import (
	"errors"
	"fmt"
	"math"

	"nexttoken/pkg/vocab"
)

// MaxContext is the longest context, in tokens, that Fit accepts. A longer one needs more memory and predicts worse.
const MaxContext = 16

// Model holds the counts: for each context up to a length, how often each token followed it. It is an lm.Model. Make
// one with Fit or Uniform: the zero value and nil predict nothing.
type Model struct {
	tokenizer  vocab.Tokenizer
	context    int
	root       *node // the empty context; nil in the uniform model
	parameters int
}

// node holds the counts of one context.
type node struct {
	counts map[int]int   // id → how often it followed
	total  int           // sum of counts
	longer map[int]*node // id → the node of the context with this id added at its left
}

// Uniform returns the model that gives each token the same probability, 1/Size. Its loss is ln Size: for Letters,
// ln 27 = 3.296 nats.
func Uniform(t vocab.Tokenizer) *Model { return &Model{tokenizer: t} }

// Fit counts which tokens follow the contexts of 0 to context tokens in the names, and returns the model: with a
// context of 0 it is the unigram model, with 1 the bigram model, with 2 the trigram model.
//
// It returns an error if there are no names, if one cannot be encoded, or if context is not between 0 and MaxContext.
func Fit(t vocab.Tokenizer, names []string, context int) (*Model, error) {
	if context < 0 || context > MaxContext {
		return nil, fmt.Errorf("a context of %d tokens: it must be between 0 and %d", context, MaxContext)
	}
	if len(names) == 0 {
		return nil, errors.New("no names to count")
	}
	documents, err := vocab.EncodeDocuments(t, names)
	if err != nil {
		return nil, err
	}
	m := &Model{tokenizer: t, context: context, root: newNode()}
	for _, ids := range documents {
		for i, next := range ids {
			m.add(vocab.Window(ids[:i], context, t.End()), next)
		}
	}
	return m, nil
}

// add adds one to the count of next after the context, and after each shorter end of it.
func (m *Model) add(context []int, next int) {
	at := m.root
	for length := 0; ; length++ {
		if at.counts[next] == 0 {
			m.parameters++
		}
		at.counts[next]++
		at.total++
		if length == m.context {
			return
		}
		at = at.lengthen(context[len(context)-1-length])
	}
}

func newNode() *node { return &node{counts: map[int]int{}, longer: map[int]*node{}} }

// lengthen returns the node of the context with one more id at its left. It makes the node if there is none.
func (n *node) lengthen(id int) *node {
	if n.longer[id] == nil {
		n.longer[id] = newNode()
	}
	return n.longer[id]
}

// probability returns P(next | context). Let n be the count of the context, t the number of different tokens that
// followed it, and P′ the probability after the context without its first token. Then
//
//	P = (count of next + t·P′) / (n + t)
//
// For the empty context, P′ is the uniform distribution. For a context that Fit has not seen, P = P′.
func (m *Model) probability(context []int, next int) float64 {
	p := 1 / float64(m.tokenizer.Size())
	at := m.root
	for length := 0; at != nil; length++ {
		types := float64(len(at.counts))
		p = (float64(at.counts[next]) + types*p) / (float64(at.total) + types)
		if length == m.context {
			break
		}
		at = at.longer[context[len(context)-1-length]]
	}
	return p
}

// NLL returns the negative log-likelihood of documents, in nats: see lm.NLL, which also checks the ids.
//
//	documents: [documents][tokens], ids in [0, vocabulary)
//
// It returns an error if the model is nil or the zero value.
func (m *Model) NLL(documents [][]int) (float64, error) {
	if m.Tokenizer() == nil {
		return 0, errNotFitted
	}
	sum := 0.0
	for _, ids := range documents {
		for i, next := range ids {
			sum -= math.Log(m.probability(m.window(ids[:i]), next))
		}
	}
	return sum, nil
}

var errNotFitted = errors.New("this counting model has no vocabulary: make one with Fit or Uniform")

// window returns the ids that the model sees: the last ones. Where there are fewer, end tokens fill the left.
func (m *Model) window(ids []int) []int { return vocab.Window(ids, m.context, m.tokenizer.End()) }

// Logits returns the natural logarithms of the probabilities of the next token: see lm.Model.
//
//	contexts: [contexts][≥ 0], ids in [0, vocabulary)
//	returns:  [contexts][vocabulary]
//
// It returns an error if an id is outside the vocabulary, or if the model is nil or the zero value.
func (m *Model) Logits(contexts [][]int) ([][]float64, error) {
	if m.Tokenizer() == nil {
		return nil, errNotFitted
	}
	logits := make([][]float64, len(contexts))
	for i, context := range contexts {
		if err := vocab.CheckIDs(context, m.tokenizer.Size()); err != nil {
			return nil, err
		}
		seen := m.window(context)
		logits[i] = make([]float64, m.tokenizer.Size())
		for id := range logits[i] {
			logits[i][id] = math.Log(m.probability(seen, id))
		}
	}
	return logits, nil
}

// Tokenizer returns the tokenizer of the model's ids. It returns nil if the model is nil or the zero value.
func (m *Model) Tokenizer() vocab.Tokenizer {
	if m == nil {
		return nil
	}
	return m.tokenizer
}

// Context returns the number of tokens that the model sees.
func (m *Model) Context() int { return m.context }

// ParameterCount returns how many counts above 0 the model stores, for contexts of all lengths together.
func (m *Model) ParameterCount() int { return m.parameters }
