// Package ngram predicts the next character by counting what followed the same few characters before: the baseline
// that a network has to beat.
//
// Counts of a long context are precise but rare, those of a short one plenty but vague. Witten–Bell interpolation mixes them: the
// more different characters have followed a context, the likelier is one that has not yet, so the more weight the shorter context gets.
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

// MaxContext is the longest context that Fit accepts; beyond it, memory grows and predictions get worse.
const MaxContext = 16

// Model holds, for each context up to a length, how often each token followed it. It is an lm.Model. Make one with Fit or
// Uniform.
type Model struct {
	tokenizer  vocab.Tokenizer
	context    int
	root       *node // nil in the uniform model
	parameters int
}

// node holds the counts of one context. Its children stand for contexts that are longer by one character, to the left.
type node struct {
	counts map[int]int // how often each id followed
	total  int         // the sum of counts
	longer map[int]*node
}

// Uniform returns the model that has seen nothing: every token is as likely as any other. Its loss is ln 27 = 3.296 nats for
// Letters.
func Uniform(t vocab.Tokenizer) *Model { return &Model{tokenizer: t} }

// Fit counts what follows what in the names, and returns the model that looks at 0 to context tokens: 0 is the unigram
// model, 1 the bigram, 2 the trigram.
//
// It returns an error if there are no names, if one cannot be encoded, or if context is not between 0 and MaxContext.
func Fit(t vocab.Tokenizer, names []string, context int) (*Model, error) {
	if context < 0 || context > MaxContext {
		return nil, fmt.Errorf("a context of %d characters: counting takes 0 to %d", context, MaxContext)
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

// add counts next after the context and after every shorter end of it.
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

// lengthen returns the node of the context with one more character to the left, a new one if need be.
func (n *node) lengthen(id int) *node {
	if n.longer[id] == nil {
		n.longer[id] = newNode()
	}
	return n.longer[id]
}

// probability returns P(next | context), of which it looks at the last characters: with n the count of the context, t the
// number of different characters after it, and P′ the probability after the context without its first character,
//
//	P = (count of next + t·P′) / (n + t)
//
// starting from the uniform distribution. A context that was never seen says nothing new: P = P′.
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

// NLL returns the negative log-likelihood of documents, in nats: see lm.NLL. The ids must be in [0, vocabulary).
func (m *Model) NLL(documents [][]int) (float64, error) {
	if m.tokenizer == nil {
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

// window returns what the model looks at: the last ids, with end tokens at the left where there are too few.
func (m *Model) window(ids []int) []int { return vocab.Window(ids, m.context, m.tokenizer.End()) }

// Logits returns the logarithms of the probabilities of the next token: see lm.Model.
//
//	contexts: [contexts][≥ 0], ids in [0, vocabulary); returns: [contexts][vocabulary]
//
// It returns an error if an id is outside the vocabulary, or if the model is the zero value.
func (m *Model) Logits(contexts [][]int) ([][]float64, error) {
	if m.tokenizer == nil {
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

// Tokenizer returns what the ids stand for; nil for the zero value.
func (m *Model) Tokenizer() vocab.Tokenizer { return m.tokenizer }

// Context returns how many tokens the model looks at.
func (m *Model) Context() int { return m.context }

// ParameterCount returns how many counts the model stores: those above 0, of all lengths of context.
func (m *Model) ParameterCount() int { return m.parameters }
