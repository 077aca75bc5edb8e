package vocab

// How messages write a vocabulary: short, and readable in any script.

import (
	"fmt"
	"strings"
	"unicode"

	"nexttoken/internal/quote"
)

const maxRanges = 8 // how many ranges of characters a message lists

// String returns the symbols in a short form: "a–z and -". For a vocabulary of a text it returns how many tokens there
// are.
func (v *Vocabulary) String() string {
	switch {
	case v.Size() == 0:
		return "no tokens"
	case v.byteFallback:
		return fmt.Sprintf("%d bytes and %d pieces of text", Bytes, v.Size()-Bytes)
	}
	return fmt.Sprintf("%s and %c", v.ranges(), End)
}

// ranges lists the characters without the end token. Characters that follow each other in Unicode become a range:
// "a–z".
func (v *Vocabulary) ranges() string {
	var parts []string
	symbols := []rune(v.Alphabet())
	for len(symbols) > 0 {
		if len(parts) == maxRanges {
			return fmt.Sprintf("%s and %d more", strings.Join(parts, " "), len(symbols))
		}
		run := neighbours(symbols)
		parts = append(parts, span(symbols[:run]))
		symbols = symbols[run:]
	}
	return strings.Join(parts, " ")
}

// neighbours returns the length of the longest beginning of symbols that follow each other in Unicode.
func neighbours(symbols []rune) int {
	n := 1
	for n < len(symbols) && symbols[n] == symbols[n-1]+1 {
		n++
	}
	return n
}

// span writes neighbours: "a", "a b" or "a–c".
func span(symbols []rune) string {
	first, last := visible(symbols[0]), visible(symbols[len(symbols)-1])
	switch len(symbols) {
	case 1:
		return first
	case 2:
		return first + " " + last
	}
	return first + "–" + last
}

// visible writes a symbol so that it can be seen: a combining mark on a dotted circle, an invisible symbol as its
// number.
func visible(symbol rune) string {
	switch {
	case unicode.IsMark(symbol):
		return "\u25cc" + string(symbol)
	case symbol == ' ' || !unicode.IsPrint(symbol):
		return fmt.Sprintf("%U", symbol)
	}
	return string(symbol)
}

// character writes a token for a message: 'a' if it is one character, else "ab".
func character(token string) string {
	if characters := []rune(token); len(characters) == 1 {
		return fmt.Sprintf("%q", characters[0])
	}
	return quote.Text(token)
}
