// Package vocab numbers the tokens that language models read and write: characters, words, subwords or bytes.
//
// A Vocabulary is a list of tokens, and the id of a token is its place in the list. One of them is the end token: it follows
// a document (a name, a paragraph), and it stands before the first token, where nothing has been written yet. The
// lecture's vocabulary is Letters: a to z and '-', the end token, 27 symbols. To predict the next one is classification into
// 27 classes.
package vocab

import (
	"fmt"
	"slices"
	"strings"
)

// Tokenizer turns a text into token ids and back. *Vocabulary is one.
type Tokenizer interface {
	Size() int                         // tokens: ids are 0 to Size−1
	End() int                          // the id of the end token
	Token(id int) (string, error)      // the text of an id
	Encode(text string) ([]int, error) // ids of a text
	Decode(ids []int) (string, error)  // the text of ids
}

// Vocabulary is an immutable list of tokens with the ids 0, 1, … in their order. Make one with Letters, New, FromNames or
// FromText: the zero value has no tokens.
type Vocabulary struct {
	tokens []string
	ids    map[string]int
	end    int
	split  Splitter // cuts a text into pieces, each of which is a token
	spells bool     // ids 0 to 255 are the bytes, and spell every piece that is no token
}

// build numbers the tokens. The end token must be among them.
func build(tokens []string, end string, split Splitter, spells bool) *Vocabulary {
	v := &Vocabulary{tokens: tokens, ids: make(map[string]int, len(tokens)), split: split, spells: spells}
	for id, token := range tokens {
		v.ids[token] = id
	}
	v.end = v.ids[end]
	return v
}

// Size returns the number of tokens, the end token counted: 27 for Letters.
func (v *Vocabulary) Size() int {
	if v == nil {
		return 0
	}
	return len(v.tokens)
}

// End returns the id of the end token: 26 for Letters; −1 where there are no tokens.
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

// Tokens returns the tokens in the order of their ids. The list is the caller's own.
func (v *Vocabulary) Tokens() []string {
	if v == nil {
		return nil
	}
	return slices.Clone(v.tokens)
}

// ID returns the id of a token, in [0, Size), or an error if it is not in the vocabulary.
func (v *Vocabulary) ID(token string) (int, error) {
	if v.Size() == 0 {
		return 0, errEmpty
	}
	if id, found := v.ids[token]; found {
		return id, nil
	}
	if lower := strings.ToLower(token); v.Has(lower) {
		return 0, fmt.Errorf("%s is not in the vocabulary (%s), but %s is", character(token), v.ranges(), character(lower))
	}
	return 0, fmt.Errorf("%s is not in the vocabulary (%s)", character(token), v.ranges())
}

// Token returns the token of an id, or an error if the id is not in [0, Size).
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

// CheckIDs returns an error that names the first id which is not in [0, size).
func CheckIDs(ids []int, size int) error {
	for _, id := range ids {
		if id < 0 || id >= size {
			return outside(id, size)
		}
	}
	return nil
}
