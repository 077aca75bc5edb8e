package corpus

// Why a name is dropped: its first character that is out of place, put into words.

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/pkg/vocab"
)

// outOfPlace returns what does not belong in a name, or "" if every character belongs to names.
func outOfPlace(name string, belongs func(rune) bool) string {
	for _, r := range name {
		if r == vocab.End || !belongs(r) {
			return kind(r)
		}
	}
	if first, _ := utf8.DecodeRuneInString(name); name == "" || unicode.IsMark(first) || unicode.Is(unicode.Cf, first) {
		return "no letter at the beginning"
	}
	return ""
}

// isWritten reports whether names of some script are written with the character. Joiners, which cannot be seen, choose the
// shape of the letters around them in Persian, Sinhala, Malayalam and others.
func isWritten(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == nonJoiner || r == joiner
}

// kind says in words what a character is.
func kind(r rune) string {
	switch {
	case unicode.IsSpace(r):
		return "a space inside"
	case unicode.IsDigit(r):
		return "a digit"
	case unicode.Is(unicode.Pd, r): // '-' and its longer relatives
		return "a hyphen (the end token)"
	case strings.ContainsRune("'’‘`´ʼʻ", r):
		return "an apostrophe"
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return "a letter outside the vocabulary"
	}
	return "a sign that is no letter"
}
