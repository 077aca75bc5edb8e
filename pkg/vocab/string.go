package vocab

// How vocabularies and texts are written in messages: short, and legible in any script.

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	maxRanges = 8  // so many ranges of symbols are listed in messages
	maxQuoted = 40 // so many characters of a text are quoted in messages
)

// String returns the symbols in short: "a–z and -".
func (v *Vocabulary) String() string { return fmt.Sprintf("%s and %c", v.ranges(), End) }

// ranges lists the symbols besides the end token, neighbours in Unicode as a range: "a–z".
func (v *Vocabulary) ranges() string {
	var parts []string
	symbols := v.symbols[:v.End()]
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

// neighbours returns how many symbols at the beginning follow each other in Unicode.
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

// visible writes a symbol so that it can be seen: a combining mark on a dotted circle, the invisible by its number.
func visible(symbol rune) string {
	switch {
	case unicode.IsMark(symbol):
		return "\u25cc" + string(symbol)
	case symbol == ' ' || !unicode.IsPrint(symbol):
		return fmt.Sprintf("%U", symbol)
	}
	return string(symbol)
}

// Quote puts a text between quotation marks for a message, and cuts a long one short.
func Quote(text string) string {
	runes := []rune(text[:min(len(text), 4*maxQuoted+4)]) // at most four bytes a character: a text of megabytes is not read
	if len(runes) > maxQuoted {
		return fmt.Sprintf("%q", string(runes[:maxQuoted])+"…")
	}
	return fmt.Sprintf("%q", text)
}
