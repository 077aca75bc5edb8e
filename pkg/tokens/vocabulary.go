package tokens

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Bytes is the number of single-byte tokens, which every vocabulary begins with: id b is the byte b.
const Bytes = 256

// Vocabulary is an immutable list of tokens: the 256 bytes, and what was seen in training.
type Vocabulary struct {
	tokens []string
	ids    map[string]int
}

// Build returns the vocabulary of the pieces of a training text that occur at least atLeast times, the most frequent first, after
// the 256 bytes. It returns an error if there are no pieces, or atLeast is below 1.
func Build(pieces []string, atLeast int) (*Vocabulary, error) {
	if len(pieces) == 0 {
		return nil, fmt.Errorf("no tokens to build a vocabulary from: cut a text first")
	}
	if atLeast < 1 {
		return nil, fmt.Errorf("tokens seen at least %d times: take 1 or more", atLeast)
	}
	v := &Vocabulary{ids: map[string]int{}}
	for b := range Bytes {
		v.add(string([]byte{byte(b)}))
	}
	for _, piece := range frequent(pieces, atLeast) {
		v.add(piece)
	}
	return v, nil
}

// frequent returns the pieces of more than one byte that occur often enough, the most frequent first, equals in the order of their bytes.
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

func (v *Vocabulary) add(token string) {
	v.ids[token] = len(v.tokens)
	v.tokens = append(v.tokens, token)
}

// Size returns the number of tokens, the 256 bytes counted.
func (v *Vocabulary) Size() int { return len(v.tokens) }

// Has reports whether a piece has an id of its own, and need not be spelt.
func (v *Vocabulary) Has(piece string) bool {
	_, found := v.ids[piece]
	return found
}

// Encode returns the ids of the pieces of a text. A piece that is not in the vocabulary becomes the ids of its bytes.
//
//	returns: ids in [0, Size)
func (v *Vocabulary) Encode(pieces []string) []int {
	ids := make([]int, 0, len(pieces))
	for _, piece := range pieces {
		if id, found := v.ids[piece]; found {
			ids = append(ids, id)
			continue
		}
		for _, b := range []byte(piece) {
			ids = append(ids, int(b))
		}
	}
	return ids
}

// Token returns the text of an id, or an error if there is none.
func (v *Vocabulary) Token(id int) (string, error) {
	if id < 0 || id >= v.Size() {
		return "", fmt.Errorf("id %d is not in the vocabulary (0 to %d)", id, v.Size()-1)
	}
	return v.tokens[id], nil
}

// Decode returns the text of the ids, or an error if one is outside the vocabulary.
func (v *Vocabulary) Decode(ids []int) (string, error) {
	var text strings.Builder
	for _, id := range ids {
		token, err := v.Token(id)
		if err != nil {
			return "", err
		}
		text.WriteString(token)
	}
	return text.String(), nil
}
