package vocab

// Vocabularies of characters, for names.

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/internal/quote"
)

// End is the end token of a vocabulary of characters. It follows the last character of a name, and it fills the context
// before the first one.
const End = '-'

// Letters returns the lecture's vocabulary: a to z with the ids 0 to 25, and the end token with the id 26.
func Letters() *Vocabulary { return ofCharacters("abcdefghijklmnopqrstuvwxyz") }

// New returns the vocabulary of the given characters, with ids in their order. The end token gets the last id.
//
// It returns an error if there is no character, if one is there twice, if the end token is among them, or if the text
// is not UTF-8.
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
		return nil, fmt.Errorf("vocabulary %s holds %q, the end token, which is added by itself",
			quote.Text(characters), End)
	}
	return ofCharacters(characters), nil
}

// FromNames returns the vocabulary of the characters that occur in the names, in the order of Unicode. The end token
// gets the last id.
//
// It returns an error if there are no characters, or if a name holds the end token or is not UTF-8: clean the names
// first (package corpus).
func FromNames(names []string) (*Vocabulary, error) {
	for _, name := range names {
		if strings.ContainsRune(name, End) || !utf8.ValidString(name) {
			return nil, fmt.Errorf("name %s holds %q, the end token, or is not UTF-8: clean the names first",
				quote.Text(name), End)
		}
	}
	characters := []rune(strings.Join(names, ""))
	slices.Sort(characters)
	return New(string(slices.Compact(characters)))
}

func ofCharacters(characters string) *Vocabulary {
	return build(append(Characters(characters), string(End)), string(End), Characters, false)
}

// repeated returns the first character that occurs a second time, and whether there is one.
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

// Alphabet returns the tokens without the end token, joined in the order of their ids. For a vocabulary v of
// characters, New(v.Alphabet()) returns the same vocabulary.
func (v *Vocabulary) Alphabet() string {
	if v.Size() == 0 {
		return ""
	}
	return strings.Join(v.tokens[:v.end], "") + strings.Join(v.tokens[v.end+1:], "")
}
