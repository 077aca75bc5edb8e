package vocab

// Vocabularies of characters, for names.

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/internal/quote"
)

// End is the end token of a vocabulary of characters: it follows the last character of a name, and pads the context before
// the first one.
const End = '-'

// Letters returns the lecture's vocabulary: a to z with the ids 0 to 25, and the end token with the id 26.
func Letters() *Vocabulary { return ofCharacters("abcdefghijklmnopqrstuvwxyz") }

// New returns the vocabulary of the given characters, in their order, and the end token after them.
//
// It returns an error if there is no character, if one is there twice, or if the end token is among them.
func New(characters string) (*Vocabulary, error) {
	if characters == "" {
		return nil, fmt.Errorf("a vocabulary needs at least one symbol besides the end token %q", End)
	}
	if !utf8.ValidString(characters) {
		return nil, fmt.Errorf("vocabulary %s is not valid UTF-8", quote.Text(characters))
	}
	if twice, found := repeated(characters); found {
		return nil, fmt.Errorf("vocabulary %s has %q twice", quote.Text(characters), twice)
	}
	if strings.ContainsRune(characters, End) {
		return nil, fmt.Errorf("vocabulary %s holds %q, the end token, which is added by itself", quote.Text(characters), End)
	}
	return ofCharacters(characters), nil
}

// FromNames returns the vocabulary of the characters that occur in the names, in the order of Unicode, and the end token.
//
// It returns an error if there are no characters, or if a name holds the end token or is not UTF-8: clean names first.
func FromNames(names []string) (*Vocabulary, error) {
	for _, name := range names {
		if strings.ContainsRune(name, End) || !utf8.ValidString(name) {
			return nil, fmt.Errorf("name %s holds %q, the end token, or is not UTF-8: clean the names first", quote.Text(name), End)
		}
	}
	characters := []rune(strings.Join(names, ""))
	slices.Sort(characters)
	return New(string(slices.Compact(characters)))
}

func ofCharacters(characters string) *Vocabulary {
	return build(append(Characters(characters), string(End)), string(End), Characters, false)
}

// repeated returns the first character that was there before.
func repeated(characters string) (rune, bool) {
	seen := map[rune]bool{}
	for _, character := range characters {
		if seen[character] {
			return character, true
		}
		seen[character] = true
	}
	return 0, false
}

// Alphabet returns the tokens without the end token, one after the other. Of a vocabulary of characters, New makes the same
// vocabulary from it again.
func (v *Vocabulary) Alphabet() string {
	if v.Size() == 0 {
		return ""
	}
	return strings.Join(v.tokens[:v.end], "") + strings.Join(v.tokens[v.end+1:], "")
}
