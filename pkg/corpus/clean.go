// Package corpus turns a list of names into examples: it cleans the list, splits it into train, dev and test, and cuts
// the names into pairs of a context and the next character.
package corpus

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"nexttoken/pkg/vocab"
)

// MaxLength is the number of characters of the longest name that cleaning keeps. A longer line is dropped.
const MaxLength = 64

// maxBytes is the length in bytes above which a line is dropped before it is normalised: no name is so long, even with
// several accents on each letter.
const maxBytes = 16 * MaxLength

// Clean reads a list of names, one on each line, and returns the names that the vocabulary can write: each once, in the
// order of the list.
//
// It changes case and accents as Normalise does. It drops a name that holds anything else outside the vocabulary, such
// as a space, a digit or a hyphen. The report lists what was changed and dropped, and why.
//
// It returns an error if the vocabulary is nil or has no tokens, or if no name is left.
func Clean(raw string, v *vocab.Vocabulary) ([]string, Report, error) {
	if v == nil || v.Size() == 0 {
		return nil, Report{}, errNoVocabulary
	}
	belongs := func(r rune) bool { return v.Has(string(r)) }
	return clean(raw, normaliser(v), func(name string) string { return outOfPlace(name, belongs) })
}

var errNoVocabulary = errors.New("no vocabulary: give one, such as vocab.Letters()")

// CleanAny cleans a list of names in any script. Make the vocabulary from the result afterwards, with vocab.FromNames.
//
// It works like Clean, but it keeps every letter and combining mark, composed (Unicode's NFC) and in lower case. It
// returns an error if no name is left.
func CleanAny(raw string) ([]string, Report, error) {
	return clean(raw, compose, func(name string) string { return outOfPlace(name, isWritten) })
}

// Normalise returns a text as Clean writes it for the vocabulary. Upper case becomes lower case. If the vocabulary has
// only ASCII characters, letters lose their accents (Unicode's NFKD); otherwise a letter and its accent become one
// character (NFC).
//
// Normalise a prompt too. A model that learned "zoe" from "Zoë" has no 'ë' in its vocabulary, and a keyboard may write
// 'é' as one character or as two.
func Normalise(text string, v *vocab.Vocabulary) string { return normaliser(v)(text) }

func normaliser(v *vocab.Vocabulary) func(text string) string {
	if v != nil && isASCII(v.Alphabet()) {
		return fold
	}
	return compose
}

// compose returns a text in lower case, in which a letter and its accent are one character (NFC).
func compose(text string) string { return norm.NFC.String(strings.ToLower(text)) }

// fold returns a text in lower case and without accents: "Zoë" becomes "zoe". A letter that Unicode does not decompose,
// such as 'ł', stays.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ReplaceAll(text, "´", "'"))) // NFKD would turn '´' into a space and an accent
}

// clean normalises each line, and drops a line for which reason returns one, or for a reason that holds for every
// vocabulary.
func clean(raw string, normalise, reason func(string) string) ([]string, Report, error) {
	var names []string
	var report Report
	seen := map[string]bool{}
	for line := range lines(raw) {
		report.Lines++
		name, why := tidy(line, normalise, reason)
		if why == "" && seen[name] {
			why = "already in the list"
		}
		if why != "" {
			report.drop(why, line)
			continue
		}
		seen[name] = true
		names = append(names, name)
		report.keep(line, name)
	}
	return names, report, report.check(raw)
}

// tidy returns the name on a line, or the reason why the line holds no name.
func tidy(line string, normalise, reason func(string) string) (name, why string) {
	if !utf8.ValidString(line) {
		return "", "not UTF-8 text"
	}
	tooLong := fmt.Sprintf("longer than %d characters", MaxLength)
	trimmed := strings.TrimSpace(line)
	if len(trimmed) > maxBytes {
		return "", tooLong
	}
	// Normalising changes the length: one character may become several ('ﷺ' becomes 18), or several become one.
	if name = normalise(trimmed); utf8.RuneCountInString(name) > MaxLength {
		return "", tooLong
	}
	return name, reason(name)
}

// lines yields the lines that hold more than white space, without the byte order mark. A line ends with \n, \r\n or \r.
func lines(raw string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		raw = strings.TrimPrefix(raw, "\ufeff")
		for line := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r == '\n' || r == '\r' }) {
			if strings.TrimSpace(line) != "" && !yield(line) {
				return
			}
		}
	}
}

// check returns an error if cleaning kept nothing.
func (r *Report) check(raw string) error {
	switch {
	case r.Kept > 0:
		return nil
	case strings.HasPrefix(raw, "\xff\xfe") || strings.HasPrefix(raw, "\xfe\xff"):
		return errors.New("the list of names is in UTF-16: save it as UTF-8, one name a line")
	case r.Lines == 0:
		return errors.New("the list of names is empty: give one name a line")
	}
	return fmt.Errorf("none of the %d lines holds a name: %s", r.Lines, r.Dropped[0].sentence())
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
