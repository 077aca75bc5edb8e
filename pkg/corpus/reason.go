package corpus

// Why a name is dropped: a description of its first character that does not belong in a name, with what to do.

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/internal/namelist"
	"nexttoken/pkg/vocab"
)

// Faults that hold for every vocabulary.
var (
	repeated = namelist.Fault{Reason: "already in the list", Advice: "give names that differ: each counts once"}
	blank    = namelist.Fault{Reason: "white space or invisible signs alone", Advice: "write a name, or leave it out"}
	notText  = namelist.Fault{Reason: "not UTF-8 text", Advice: "save the list as UTF-8"}
	noLetter = namelist.Fault{Reason: "no letter at the beginning", Advice: "begin with a letter"}
	tooLong  = namelist.Fault{
		Reason: fmt.Sprintf("longer than %d characters", MaxLength), Advice: "write one name on each line",
	}
)

// outOfPlace describes the first character that does not belong in a name. The zero Fault means that all of them
// belong.
func outOfPlace(name string, belongs func(rune) bool) namelist.Fault {
	for _, r := range name {
		if r == vocab.End || !belongs(r) {
			return kind(r)
		}
	}
	first, _ := utf8.DecodeRuneInString(name)
	if name == "" || first == '’' || unicode.In(first, unicode.M, unicode.Cf) {
		return noLetter
	}
	return namelist.Fault{}
}

// isWritten reports whether names in some script are written with the character. Joiners are invisible, but in Persian,
// Sinhala, Malayalam and other scripts they decide the shape of the letters around them.
func isWritten(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.Is(unicode.Join_Control, r) || isApostrophe(r)
}

// isApostrophe also knows 'ʻ', which is a letter of Hawaiian.
func isApostrophe(r rune) bool { return strings.ContainsRune(apostrophes+"ʻ", r) }

// kind describes a character, for a report.
func kind(r rune) namelist.Fault {
	switch {
	case unicode.IsSpace(r):
		return namelist.Fault{Reason: "a space inside", Advice: "keep one word of each line, such as the first name"}
	case unicode.IsDigit(r):
		return namelist.Fault{Reason: "a digit", Advice: "write names without digits"}
	case unicode.Is(unicode.Pd, r): // '-' and longer dashes
		return namelist.Fault{Reason: "a hyphen (the end token)", Advice: "write such names without it"}
	case isApostrophe(r):
		return namelist.Fault{Reason: "an apostrophe", Advice: "leave it out, or keep it: " + anyScript}
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return namelist.Fault{Reason: "a letter outside the vocabulary", Advice: "for other letters: " + anyScript}
	case unicode.Is(unicode.Cf, r):
		return namelist.Fault{Reason: "an invisible sign inside", Advice: "write letters alone"}
	}
	return namelist.Fault{Reason: "a sign that is no letter", Advice: "write letters alone"}
}

// anyScript says how to keep all letters, in a shell and in a cell.
const anyScript = "train with --vocabulary auto in a terminal, or clean with corpus.CleanAny in a cell"
