package vocab

// Splitters: how a text is cut into pieces before they become tokens.

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Splitter cuts a text into pieces. Joined in their order, the pieces must be the text again.
type Splitter func(text string) []string

// Characters cuts a text into its characters. A byte that is not UTF-8 is a piece of its own.
func Characters(text string) []string {
	var pieces []string
	for len(text) > 0 {
		_, size := utf8.DecodeRuneInString(text)
		pieces, text = append(pieces, text[:size]), text[size:]
	}
	return pieces
}

// Words cuts a text into words, numbers, runs of punctuation and runs of white space. A single space before a word
// belongs to the word: "of a truth" becomes "of", " a", " truth".
func Words(text string) []string {
	var pieces []string
	for len(text) > 0 {
		size := wordLength(text)
		pieces, text = append(pieces, text[:size]), text[size:]
	}
	return pieces
}

// wordLength returns the length in bytes of the first word of a text that is not empty.
func wordLength(text string) int {
	start := 0
	if text[0] == ' ' && len(text) > 1 {
		if next, _ := utf8.DecodeRuneInString(text[1:]); kindOf(next) != space {
			start = 1
		}
	}
	first, _ := utf8.DecodeRuneInString(text[start:])
	end := strings.IndexFunc(text[start:], func(r rune) bool { return kindOf(r) != kindOf(first) })
	if end < 0 {
		return len(text)
	}
	return start + end
}

// The kinds of characters that Words keeps apart.
const (
	letter = iota
	digit
	space
	punctuation
)

func kindOf(r rune) int {
	switch {
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.IsSpace(r):
		return space
	}
	return punctuation
}
