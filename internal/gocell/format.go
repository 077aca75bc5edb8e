package gocell

import (
	"cmp"
	"fmt"
	"regexp"
)

// badFormat is what fmt.Printf prints where a verb and its value do not fit: %!d(float64=0.5), %!d(MISSING).
var badFormat = regexp.MustCompile(`%!(?:([a-zA-Z])\((MISSING\)|[\w.*\[\]]+=)|(\()(EXTRA [\w.*\[\]]+=|NOVERB\)))`)

// FormatNotes returns notes to show below what a cell printed: about the values that fmt.Printf could not write.
func FormatNotes(printed string) []string {
	var notes []string
	for _, found := range badFormat.FindAllStringSubmatch(printed, -1) {
		notes = append(notes, formatNote(found[1], cmp.Or(found[2], found[4])))
	}
	return notes
}

// formatNote returns the note about a verb, and what Go says about it: "MISSING)", or the value's type and "=".
func formatNote(verb, says string) string {
	kind := says[:len(says)-1]
	switch {
	case kind == "MISSING":
		return "A `%` in the text of `fmt.Printf` has no value: give one more value, or write `%%` for the sign itself."
	case kind == "NOVERB":
		return "A `%` at the end of a text of `fmt.Printf` stands alone: write `%%` for the sign itself."
	case verb == "":
		return "`fmt.Printf` has more values than its text has places for: write one `%v` for each value."
	}
	return fmt.Sprintf("`%%%s` wants %s, and this is %s: %s.", verb, wants(verb), article(kind), instead(verb, kind))
}

// wants names the values that a verb is for.
func wants(verb string) string {
	switch verb {
	case "d", "b", "o", "c":
		return "a whole number"
	case "f", "e", "g", "F", "E", "G":
		return "a `float64`"
	case "s", "q":
		return "a text"
	case "t":
		return "`true` or `false`"
	}
	return "another type"
}

func article(kind string) string {
	if kind == "int" {
		return "an `int`"
	}
	return "a `" + kind + "`"
}

// instead is what to write for a value of a type.
func instead(verb, kind string) string {
	if kind == "int" && wants(verb) == "a `float64`" {
		return "write `float64(…)` around the value, or `%d` for it"
	}
	fitting := map[string]string{"int": "%d", "float64": "%.2f", "float32": "%.2f", "string": "%s", "bool": "%t"}[kind]
	if fitting == "" {
		return "write `%v`, which fits every value"
	}
	return "write `" + fitting + "` for it, or `%v`, which fits every value"
}
