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

	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// MaxContext is the longest context that Count accepts; beyond it, memory grows and predictions get worse.
const MaxContext = 16

// Model holds, for each context up to a length, how often each character followed it.
type Model struct {
	vocabulary *vocab.Vocabulary
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

// Uniform returns the model that has seen nothing: every symbol is as likely as any other, a loss of ln 27 for Letters.
func Uniform(v *vocab.Vocabulary) *Model { return &Model{vocabulary: v} }

// Count returns the model of the names that looks at 0 to context characters: 0 is the unigram model, 1 the bigram, 2 the trigram.
//
// It returns an error if there are no names, if one has a character outside the vocabulary, or if context is not between
// 0 and MaxContext.
func Count(v *vocab.Vocabulary, names []string, context int) (*Model, error) {
	if context < 0 || context > MaxContext {
		return nil, fmt.Errorf("a context of %d characters: counting takes 0 to %d", context, MaxContext)
	}
	if len(names) == 0 {
		return nil, errors.New("no names to count")
	}
	m := &Model{vocabulary: v, context: context, root: newNode()}
	for _, name := range names {
		if err := m.each(name, m.add); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// each calls visit for every character of the name and its end token, with the context before it.
func (m *Model) each(name string, visit func(context []int, next int)) error {
	ids, err := m.vocabulary.EncodeName(name)
	if err != nil {
		return err
	}
	padded := append(m.vocabulary.Padding(m.context), ids...)
	for i, next := range ids {
		visit(padded[i:i+m.context], next)
	}
	return nil
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
	p := 1 / float64(m.vocabulary.Size())
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

// Loss returns the mean cross-entropy of the names in nats per character, their end tokens counted.
// It returns an error if there are no names, or if one has a character outside the vocabulary.
func (m *Model) Loss(names []string) (float64, error) {
	sum, characters := 0.0, 0
	for _, name := range names {
		err := m.each(name, func(context []int, next int) {
			sum -= math.Log(m.probability(context, next))
			characters++
		})
		if err != nil {
			return 0, err
		}
	}
	if characters == 0 {
		return 0, errors.New("no names to measure the loss on")
	}
	return sum / float64(characters), nil
}

// Logits returns the logarithms of the probabilities of the next character; it is a sample.Logits.
//
//	context: [≥ Context()], ids in [0, vocabulary), of which the last are looked at
//	returns: [vocabulary]
//
// It returns an error if the context is too short or has an id outside the vocabulary.
func (m *Model) Logits(context []int) ([]float64, error) {
	if len(context) < m.context {
		return nil, fmt.Errorf("a context of %d characters: this model looks at %d", len(context), m.context)
	}
	if _, err := m.vocabulary.Decode(context); err != nil {
		return nil, err
	}
	logits := make([]float64, m.vocabulary.Size())
	for id := range logits {
		logits[id] = math.Log(m.probability(context, id))
	}
	return logits, nil
}

// Generator returns a generator that writes names with the model.
func (m *Model) Generator() sample.Generator {
	return sample.Generator{Logits: m.Logits, Vocabulary: m.vocabulary, ContextLength: max(m.context, 1)}
}

// Context returns how many characters the model looks at.
func (m *Model) Context() int { return m.context }

// Parameters returns how many counts the model stores: those above 0, of all lengths of context.
func (m *Model) Parameters() int { return m.parameters }
