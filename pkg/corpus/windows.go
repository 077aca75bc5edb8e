package corpus

// Examples: the pairs of a context and the next character, and counts of what follows a text.

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/internal/quote"
	"nexttoken/pkg/vocab"
)

// Example is what a model learns from: a context, and the character that follows it.
type Example struct {
	Context []int // ids of the characters before, padded at the left with the end token
	Next    int   // the id of the character that follows; the end token's after the last one
}

// Windows slides a window of context tokens over each name and its end token, and returns one example for each
// character: "abi" with a context of 3 gives --- → a, --a → b, -ab → i and abi → -.
//
// It returns an error if there are no names, if one has a character outside the vocabulary, or if context is not between 1
// and vocab.MaxContext.
func Windows(t vocab.Tokenizer, names []string, context int) ([]Example, error) {
	if err := vocab.CheckContext(context); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no names to cut into examples")
	}
	documents, err := vocab.EncodeDocuments(t, names)
	if err != nil {
		return nil, err
	}
	var examples []Example
	for _, ids := range documents {
		for i, next := range ids {
			examples = append(examples, Example{Context: vocab.Window(ids[:i], context, t.End()), Next: next})
		}
	}
	return examples, nil
}

// NextCount is a character that follows a text, and how many times it does.
type NextCount struct {
	Token string
	Count int
}

// NextCounts counts which characters follow the text anywhere in the names, the end token among them: what a model can know
// whose context is as long as the text. It returns them with the most frequent first, then by token, and their sum.
//
// End tokens at the beginning of the text stand for the padding, as in a context: "-abi" is "abi" at the start of a name.
func NextCounts(names []string, text string) (next []NextCount, total int) {
	counts := map[string]int{}
	padding := strings.Repeat(string(vocab.End), len(text)-len(strings.TrimLeft(text, string(vocab.End))))
	for _, name := range names {
		countNext(counts, padding+name+string(vocab.End), text)
	}
	for token, count := range counts {
		next = append(next, NextCount{token, count})
		total += count
	}
	slices.SortFunc(next, func(a, b NextCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Token, b.Token))
	})
	return next, total
}

// countNext counts what follows each occurrence of the text in the name, overlapping ones too.
func countNext(counts map[string]int, name, text string) {
	for i := range name {
		if rest, found := strings.CutPrefix(name[i:], text); found && rest != "" {
			_, size := utf8.DecodeRuneInString(rest)
			counts[rest[:size]]++
		}
	}
}

// NextFrequencies returns how often each token follows a text anywhere in the names, as shares that sum to 1.
//
//	returns: [vocabulary]
//
// It returns an error if the vocabulary is nil, if the text stands in no name, or if a character that follows it is not in
// the vocabulary.
func NextFrequencies(v *vocab.Vocabulary, names []string, text string) ([]float64, error) {
	if v == nil {
		return nil, errNoVocabulary
	}
	next, total := NextCounts(names, text)
	switch {
	case total == 0 && strings.ContainsRune(strings.TrimLeft(text, string(vocab.End)), vocab.End):
		return nil, fmt.Errorf("%s has %q, the end token, after a character: it ends the name, and nothing follows it",
			quote.Text(text), vocab.End)
	case total == 0:
		return nil, fmt.Errorf("%s stands in none of %d names: try a shorter text", quote.Text(text), len(names))
	}
	frequencies := make([]float64, v.Size())
	for _, n := range next {
		id, err := v.ID(n.Token)
		if err != nil {
			return nil, err
		}
		frequencies[id] = float64(n.Count) / float64(total)
	}
	return frequencies, nil
}
