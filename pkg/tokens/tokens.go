// Package tokens cuts text into tokens, and numbers them with a vocabulary that can write any text at all.
//
// A vocabulary holds the tokens that were seen often enough in training and, as a fallback, the 256 single bytes: a word that it
// does not know is spelt out. So every text has ids, nothing is lost, and models with different tokens can be
// compared by what each byte of the same text costs them: BitsPerByte.
package tokens

import (
	"bytes"
	"compress/flate"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Characters cuts a text into its characters. A byte that is not UTF-8 is a token of its own.
func Characters(text string) []string {
	var pieces []string
	for len(text) > 0 {
		_, size := utf8.DecodeRuneInString(text)
		pieces, text = append(pieces, text[:size]), text[size:]
	}
	return pieces
}

// Words cuts a text into words, numbers, runs of punctuation and runs of white space. A single space before a word belongs to the
// word, so that "of a truth" is three tokens: "of", " a", " truth". The pieces one after the other are the text.
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

// What a character may be part of.
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

// BitsPerByte turns a mean loss in nats for each token into bits for each byte of the text, which is what can be compared between
// models whose tokens differ: the total surprise is the same, however it is cut.
//
// The length of the text is in bytes; a text of no bytes costs NaN a byte.
func BitsPerByte(nats float64, tokens, length int) float64 {
	return nats / math.Ln2 * float64(tokens) / float64(length)
}

// Zipped returns how many bits a zip program needs for each byte of a text: a number to compare models with. A text of no bytes costs NaN a byte.
func Zipped(text string) float64 {
	if text == "" {
		return math.NaN()
	}
	var packed bytes.Buffer
	writer, _ := flate.NewWriter(&packed, flate.BestCompression) // its only error is a level that flate does not know
	writer.Write([]byte(text))                                   // a buffer takes everything
	writer.Close()
	return 8 * float64(packed.Len()) / float64(len(text))
}
