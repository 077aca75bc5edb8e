package corpus

// Examples: the pairs of a context and the next character, and counts of what follows a text.

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/pkg/vocab"
)

// Example is what a model learns from: a context, and the character that follows it.
type Example struct {
	Context []int // ids of the characters before, padded at the left with the end token
	Next    int   // the id of the character that follows; the end token's after the last one
}

// Windows slides a window of context characters over each name and its end token, and returns one example for each
// character: "abi" with a context of 3 gives --- → a, --a → b, -ab → i and abi → -.
//
// It returns an error if there are no names, if one has a character outside the vocabulary, or if context is not between 1
// and vocab.MaxContext. The contexts of one name share memory: do not write to them.
func Windows(v *vocab.Vocabulary, names []string, context int) ([]Example, error) {
	if err := vocab.CheckContext(context); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no names to cut into examples")
	}
	var examples []Example
	for _, name := range names {
		ids, err := v.EncodeName(name)
		if err != nil {
			return nil, err
		}
		padded := append(v.Padding(context), ids...)
		for i, next := range ids {
			examples = append(examples, Example{Context: padded[i : i+context : i+context], Next: next})
		}
	}
	return examples, nil
}

// Continuation is a character that follows a text, and how many times it does.
type Continuation struct {
	Symbol string
	Count  int
}

// Following counts which characters follow the text anywhere in the names, the end token among them: what a model whose
// context is as long as the text can know. It returns them with the most frequent first, then by symbol, and their sum.
//
// End tokens at the beginning of the text stand for the padding, as in a context: "-abi" is "abi" at the start of a name.
func Following(names []string, text string) (continuations []Continuation, total int) {
	counts := map[string]int{}
	padding := strings.Repeat(string(vocab.End), len(text)-len(strings.TrimLeft(text, string(vocab.End))))
	for _, name := range names {
		countFollowing(counts, padding+name+string(vocab.End), text)
	}
	for symbol, count := range counts {
		continuations = append(continuations, Continuation{symbol, count})
		total += count
	}
	slices.SortFunc(continuations, func(a, b Continuation) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Symbol, b.Symbol))
	})
	return continuations, total
}

// FollowingStart counts as Following does, but only where the names begin with the text.
func FollowingStart(names []string, text string) (continuations []Continuation, total int) {
	return Following(names, string(vocab.End)+text)
}

// countFollowing counts what follows each occurrence of the text in the name, overlapping ones too.
func countFollowing(counts map[string]int, name, text string) {
	for i := range name {
		if rest, found := strings.CutPrefix(name[i:], text); found && rest != "" {
			_, size := utf8.DecodeRuneInString(rest)
			counts[rest[:size]]++
		}
	}
}

// Shares returns how often each symbol follows a text anywhere in the names, as shares that sum to 1.
//
//	returns: [vocabulary]
//
// It returns an error if the text stands in no name, or if a symbol that follows it is not in the vocabulary.
func Shares(v *vocab.Vocabulary, names []string, text string) ([]float64, error) {
	continuations, total := Following(names, text)
	switch {
	case total == 0 && strings.ContainsRune(strings.TrimLeft(text, string(vocab.End)), vocab.End):
		return nil, fmt.Errorf("%s has %q, the end token, after a character: it ends the name, and nothing follows it", vocab.Quote(text), vocab.End)
	case total == 0:
		return nil, fmt.Errorf("%s stands in none of %d names: try a shorter text", vocab.Quote(text), len(names))
	}
	shares := make([]float64, v.Size())
	for _, continuation := range continuations {
		ids, err := v.Encode(continuation.Symbol)
		if err != nil {
			return nil, err
		}
		shares[ids[0]] = float64(continuation.Count) / float64(total)
	}
	return shares, nil
}
