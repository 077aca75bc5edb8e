package corpus

// Why a name is dropped: a description of its first character that does not belong in a name.

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/pkg/vocab"
)

// outOfPlace describes the first character that does not belong in a name. It returns "" if all of them belong.
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

// isWritten reports whether names in some script are written with the character. Joiners are invisible, but in Persian,
// Sinhala, Malayalam and other scripts they decide the shape of the letters around them.
func isWritten(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.IsLetter(r) || unicode.IsMark(r) || r == nonJoiner || r == joiner
}

// kind describes a character, for a report.
func kind(r rune) string {
	switch {
	case unicode.IsSpace(r):
		return "a space inside"
	case unicode.IsDigit(r):
		return "a digit"
	case unicode.Is(unicode.Pd, r): // '-' and longer dashes
		return "a hyphen (the end token)"
	case strings.ContainsRune("'’‘`´ʼʻ", r):
		return "an apostrophe"
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return "a letter outside the vocabulary"
	}
	return "a sign that is no letter"
}
