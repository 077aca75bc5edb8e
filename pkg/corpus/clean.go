// Package corpus turns a list of names into examples: it cleans the list, splits it into train, dev and test, and cuts
// the names into pairs of a context and the next character.
package corpus

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"nexttoken/internal/namelist"
	"nexttoken/pkg/vocab"
)

// MaxLength is the number of characters of the longest name that cleaning keeps. A longer line is dropped.
const MaxLength = 64

// maxBytes is the length in bytes above which a line is dropped before it is normalised: no name is so long, even with
// several accents on each letter.
const maxBytes = 16 * MaxLength

// Clean reads a list of names and returns those that the vocabulary can write: each once, in the order of the list.
//
// The list is what a file holds: one name on each line, in UTF-8, UTF-16 or Windows-1252; or a table with commas,
// semicolons or tabs, whose first line says which column is the name.
//
// It changes case and accents as Normalise does. It drops a name that holds anything else outside the vocabulary, such
// as a space, a digit or a hyphen. The report lists what was changed and dropped, and why.
//
// It returns an error if the vocabulary is nil or has no tokens, if the list is no text, or if no name is left.
func Clean(raw string, v *vocab.Vocabulary) ([]string, Report, error) {
	if v == nil || v.Size() == 0 {
		return nil, Report{}, errNoVocabulary
	}
	belongs := func(r rune) bool { return v.Has(string(r)) }
	spell := composeName
	if isASCII(v.Alphabet()) {
		spell = fold
	}
	return clean(raw, spell, func(name string) namelist.Fault { return outOfPlace(name, belongs) })
}

var errNoVocabulary = errors.New("no vocabulary: give one, such as vocab.Letters()")

// CleanAny cleans a list of names in any script. Make the vocabulary from the result afterwards, with vocab.FromNames.
//
// It works like Clean, but it keeps every letter, combining mark and apostrophe, in the form that Normalise returns for
// a vocabulary with letters beyond ASCII; a Greek name ends with 'ς'. It returns an error if no name is left.
func CleanAny(raw string) ([]string, Report, error) {
	return clean(raw, composeName, func(name string) namelist.Fault { return outOfPlace(name, isWritten) })
}

// clean spells the name on each line, and drops a line that holds no name or whose name has a fault.
func clean(
	raw string, spell func(string) string, faultOf func(name string) namelist.Fault,
) ([]string, Report, error) {
	list, err := namelist.Read(raw, namelist.FirstNames)
	if err != nil {
		return nil, Report{}, err
	}
	var names []string
	report := Report{Lines: len(list.Lines), Notes: list.Notes}
	seen := map[string]bool{}
	for _, line := range list.Lines {
		name, fault := tidy(line, spell, faultOf)
		if fault.Reason == "" && seen[name] {
			fault = repeated
		}
		if fault.Reason != "" {
			report.drop(fault, line)
			continue
		}
		seen[name] = true
		names = append(names, name)
		report.keep(line, name)
	}
	report.sort()
	return names, report, report.check()
}

// tidy returns the name on a line, or why the line holds no name.
func tidy(
	line string, spell func(string) string, faultOf func(name string) namelist.Fault,
) (name string, fault namelist.Fault) {
	trimmed := namelist.Trim(line)
	switch fault, isOther := namelist.FaultOf(trimmed); {
	case trimmed == "":
		return "", blank
	case !utf8.ValidString(line):
		return "", notText
	case isOther:
		return "", fault
	case len(trimmed) > maxBytes:
		return "", tooLong
	}
	// The spelling changes the length: one character may become several ('ﷺ' becomes 18), or several become one.
	if name = spell(trimmed); utf8.RuneCountInString(name) > MaxLength {
		return "", tooLong
	}
	return name, faultOf(name)
}

// check returns an error if cleaning kept nothing.
func (r Report) check() error {
	if r.Kept > 0 {
		return nil
	}
	return fmt.Errorf("none of the %d lines holds a name, %s", r.Lines, r.mainReason())
}
