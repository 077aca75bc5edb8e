package vocab

// Vocabularies of a text: frequent words or subwords, and single bytes for all others.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Bytes is the number of single-byte tokens. Every vocabulary of a text begins with them: id b is the byte b.
const Bytes = 256

// paragraph is the end token of a vocabulary of a text: each paragraph ends with it.
const paragraph = "\n"

// FromText cuts a text into pieces with split, counts them, and returns a vocabulary: the 256 bytes, then the pieces of
// more than one byte that occur at least atLeast times. The most frequent piece comes first; pieces with the same count
// are in the order of their bytes.
//
// The vocabulary encodes every text: a piece that is not a token becomes the ids of its bytes. FromText returns an
// error if split is nil, if the text is empty, or if atLeast is below 1.
func FromText(split Splitter, text string, atLeast int) (*Vocabulary, error) {
	switch {
	case split == nil:
		return nil, fmt.Errorf("no splitter: give Characters or Words, for instance")
	case text == "":
		return nil, fmt.Errorf("an empty text has no tokens: give a text to count them in")
	case atLeast < 1:
		return nil, fmt.Errorf("tokens seen at least %d times: take 1 or more", atLeast)
	}
	tokens := make([]string, Bytes)
	for b := range tokens {
		tokens[b] = string([]byte{byte(b)})
	}
	return build(append(tokens, frequent(split(text), atLeast)...), paragraph, split, true), nil
}

// frequent returns the different pieces of more than one byte that occur at least atLeast times, sorted as FromText
// describes.
func frequent(pieces []string, atLeast int) []string {
	counts := map[string]int{}
	for _, piece := range pieces {
		counts[piece]++
	}
	maps.DeleteFunc(counts, func(piece string, count int) bool { return len(piece) < 2 || count < atLeast })
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
