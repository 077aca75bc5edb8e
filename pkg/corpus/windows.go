package corpus

// Examples: pairs of a context and the next token, and counts of the characters that follow a text.

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

// Example is one (context → next) pair, from which a model learns.
type Example struct {
	Context []int // ids of the tokens before; at the beginning of a name, end tokens fill the left
	Next    int   // id of the next token; after the last character of a name, the id of the end token
}

// Windows slides a window of context tokens over each name and its end token, and returns one example for each token:
// "abi" with a context of 3 gives --- → a, --a → b, -ab → i and abi → -.
//
//	context: the number of tokens in each Example.Context
//
// It returns an error if there are no names, if one of them cannot be encoded, or if context is not between 1 and
// vocab.MaxContext.
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

// NextCount is a character, or the end token, and how many times it follows a text.
type NextCount struct {
	Token string
	Count int
}

// NextCounts counts the characters, and the end tokens, that follow the text anywhere in the names. A model whose
// context is as long as the text can learn no more than these counts. The most frequent token comes first; tokens
// with equal counts are in the order of their bytes. The total is the sum of the counts.
//
// End tokens at the beginning of the text are padding, as in a context: "-abi" is "abi" at the beginning of a name.
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

// countNext adds to counts the character after each occurrence of the text in the name. Occurrences may overlap.
func countNext(counts map[string]int, name, text string) {
	for i := range name {
		if rest, found := strings.CutPrefix(name[i:], text); found && rest != "" {
			_, size := utf8.DecodeRuneInString(rest)
			counts[rest[:size]]++
		}
	}
}

// NextFrequencies returns the relative frequencies of the tokens that follow a text anywhere in the names: their
// counts, divided by the sum of the counts. See NextCounts.
//
//	returns: [vocabulary], which sums to 1
//
// It returns an error if the vocabulary is nil or has no tokens, if no token follows the text in the names, or if one
// that follows is not in the vocabulary.
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
		return nil, fmt.Errorf("%s is in none of the %d names: try a shorter text", quote.Text(text), len(names))
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
