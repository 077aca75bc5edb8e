// Package vocab turns the characters of names into ids and back.
//
// Names are written with a few symbols, and after them comes an end token, '-', which is also the padding before a name's
// first character. For the letters a–z that makes 27 symbols: predicting the next one is classification into 27 classes.
package vocab

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// End is the end token: it follows the last character of a name, and pads the context before the first.
const End = '-'

// Vocabulary is an immutable set of symbols with the ids 0, 1, … in their order; the end token has the last id.
type Vocabulary struct {
	symbols []rune
	ids     map[rune]int
}

// Letters returns the lecture's vocabulary: a to z with the ids 0 to 25, and the end token with the id 26.
func Letters() *Vocabulary {
	return build([]rune("abcdefghijklmnopqrstuvwxyz"))
}

// New returns the vocabulary of the given symbols, in their order, and the end token after them.
//
// It returns an error if there is no symbol, if one is there twice, or if the end token is among them.
func New(symbols string) (*Vocabulary, error) {
	if symbols == "" {
		return nil, fmt.Errorf("a vocabulary needs at least one symbol besides the end token %q", End)
	}
	if !utf8.ValidString(symbols) {
		return nil, fmt.Errorf("vocabulary %s is not valid UTF-8", Quote(symbols))
	}
	if twice, found := repeated(symbols); found {
		return nil, fmt.Errorf("vocabulary %s has %q twice", Quote(symbols), twice)
	}
	if strings.ContainsRune(symbols, End) {
		return nil, fmt.Errorf("vocabulary %s holds %q, the end token, which is added by itself", Quote(symbols), End)
	}
	return build([]rune(symbols)), nil
}

// FromNames returns the vocabulary of the characters that occur in the names, in the order of Unicode, and the end token.
//
// It returns an error if there are no characters, or if a name holds the end token or is not UTF-8: clean names first.
func FromNames(names []string) (*Vocabulary, error) {
	for _, name := range names {
		if strings.ContainsRune(name, End) || !utf8.ValidString(name) {
			return nil, fmt.Errorf("name %s holds %q, the end token, or is not UTF-8: clean the names first", Quote(name), End)
		}
	}
	symbols := []rune(strings.Join(names, ""))
	slices.Sort(symbols)
	return New(string(slices.Compact(symbols)))
}

// build numbers the symbols, and the end token last.
func build(symbols []rune) *Vocabulary {
	v := &Vocabulary{symbols: append(symbols, End), ids: make(map[rune]int, len(symbols)+1)}
	for id, symbol := range v.symbols {
		v.ids[symbol] = id
	}
	return v
}

// repeated returns the first symbol that was there before.
func repeated(symbols string) (rune, bool) {
	seen := map[rune]bool{}
	for _, symbol := range symbols {
		if seen[symbol] {
			return symbol, true
		}
		seen[symbol] = true
	}
	return 0, false
}

// Size returns the number of symbols, the end token counted: 27 for Letters.
func (v *Vocabulary) Size() int { return len(v.symbols) }

// End returns the id of the end token, which is the last one.
func (v *Vocabulary) End() int { return len(v.symbols) - 1 }

// Has reports whether the symbol is in the vocabulary.
func (v *Vocabulary) Has(symbol rune) bool {
	_, found := v.ids[symbol]
	return found
}

// Symbols returns the symbols in the order of their ids.
func (v *Vocabulary) Symbols() []string { return strings.Split(string(v.symbols), "") }

// Alphabet returns the symbols without the end token; New makes the same vocabulary of it again.
func (v *Vocabulary) Alphabet() string { return string(v.symbols[:v.End()]) }

// ID returns the id of a symbol, or an error if it is not in the vocabulary.
func (v *Vocabulary) ID(symbol rune) (int, error) {
	if id, found := v.ids[symbol]; found {
		return id, nil
	}
	if lower := unicode.ToLower(symbol); v.Has(lower) {
		return 0, fmt.Errorf("%q is not in the vocabulary (%s), but %q is", symbol, v.ranges(), lower)
	}
	return 0, fmt.Errorf("%q is not in the vocabulary (%s)", symbol, v.ranges())
}

// Symbol returns the symbol of an id, or an error if there is none.
func (v *Vocabulary) Symbol(id int) (string, error) {
	if id < 0 || id >= v.Size() {
		return "", fmt.Errorf("id %d is not in the vocabulary (0 to %d)", id, v.Size()-1)
	}
	return string(v.symbols[id]), nil
}
