// Package vocab numbers the tokens that language models read and write: characters, words, subwords or bytes.
//
// A Vocabulary is a list of tokens. The id of a token is its place in the list, counted from 0. One of the tokens is
// the end token: it comes after a document (a name, a paragraph), and it fills the context before the first token.
// The lecture's vocabulary is Letters: a to z and '-', the end token, together 27 symbols. To predict the next symbol
// is classification into 27 classes.
package vocab

import (
	"fmt"
	"slices"
	"strings"
)

// Tokenizer turns a text into token ids and back. *Vocabulary is one.
type Tokenizer interface {
	Size() int                         // number of tokens: ids are 0 to Size−1
	End() int                          // id of the end token
	Token(id int) (string, error)      // text of one id
	Encode(text string) ([]int, error) // ids of a text
	Decode(ids []int) (string, error)  // text of ids
}

// Vocabulary is a list of tokens with the ids 0, 1, … in their order. It never changes. Make one with Letters, New,
// FromNames or FromText: the zero value and nil have no tokens.
type Vocabulary struct {
	tokens []string
	ids    map[string]int
	end    int
	split  Splitter // cuts a text into pieces

	// Ids 0 to 255 are the bytes, and a piece that is not a token becomes the ids of its bytes.
	byteFallback bool
}

// build numbers the tokens. The end token must be among them.
func build(tokens []string, end string, split Splitter, byteFallback bool) *Vocabulary {
	ids := make(map[string]int, len(tokens))
	for id, token := range tokens {
		ids[token] = id
	}
	return &Vocabulary{tokens: tokens, ids: ids, end: ids[end], split: split, byteFallback: byteFallback}
}

// Size returns the number of tokens, with the end token: 27 for Letters.
func (v *Vocabulary) Size() int {
	if v == nil {
		return 0
	}
	return len(v.tokens)
}

// End returns the id of the end token: 26 for Letters. It returns −1 if the vocabulary has no tokens.
func (v *Vocabulary) End() int {
	if v.Size() == 0 {
		return -1
	}
	return v.end
}

// Has reports whether a text is a token of the vocabulary.
func (v *Vocabulary) Has(token string) bool {
	if v == nil {
		return false
	}
	_, found := v.ids[token]
	return found
}

// Tokens returns the tokens in the order of their ids: [Size]. The list is a copy, which the caller may change.
func (v *Vocabulary) Tokens() []string {
	if v == nil {
		return nil
	}
	return slices.Clone(v.tokens)
}

// ID returns the id of a token, in [0, Size). It returns an error if the token is not in the vocabulary.
func (v *Vocabulary) ID(token string) (int, error) {
	if v.Size() == 0 {
		return 0, errEmpty
	}
	if id, found := v.ids[token]; found {
		return id, nil
	}
	if lower := strings.ToLower(token); v.Has(lower) {
		return 0, fmt.Errorf("%s is not in the vocabulary (%s), but %s is",
			character(token), v.ranges(), character(lower))
	}
	return 0, fmt.Errorf("%s is not in the vocabulary (%s)", character(token), v.ranges())
}

// Token returns the token of an id. It returns an error if the id is not in [0, Size).
func (v *Vocabulary) Token(id int) (string, error) {
	if id < 0 || id >= v.Size() {
		return "", outside(id, v.Size())
	}
	return v.tokens[id], nil
}

func outside(id, size int) error {
	if size == 0 {
		return fmt.Errorf("id %d: %w", id, errEmpty)
	}
	return fmt.Errorf("id %d is not in the vocabulary (0 to %d)", id, size-1)
}

// CheckIDs returns nil if all ids are in [0, size), and otherwise an error that names the first one that is not.
func CheckIDs(ids []int, size int) error {
	for _, id := range ids {
		if id < 0 || id >= size {
			return outside(id, size)
		}
	}
	return nil
}
