// Package corpus makes examples of a list of names: it cleans the list, splits it into train, dev and test, and cuts the
// names into pairs of a context and the character that follows.
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

// MaxLength is the number of characters of the longest name that cleaning keeps; a longer line is no name.
const MaxLength = 64

// maxBytes is more than the longest name has before its accents are taken off or composed: a longer line is not normalised.
const maxBytes = 16 * MaxLength

// Clean reads a list of names, one a line, and returns those that the vocabulary can write, each once, in the list's order.
//
// Case and accents are changed as Normalise does. A name with anything else that the vocabulary lacks, such as a space, a digit
// or a hyphen, is dropped.
// The report lists what was changed and dropped, and why. It returns an error if the vocabulary is nil or no name is left.
func Clean(raw string, v *vocab.Vocabulary) ([]string, Report, error) {
	if v == nil || v.Size() == 0 {
		return nil, Report{}, errNoVocabulary
	}
	belongs := func(r rune) bool { return v.Has(string(r)) }
	return clean(raw, normaliser(v), func(name string) string { return outOfPlace(name, belongs) })
}

var errNoVocabulary = errors.New("no vocabulary: give one, such as vocab.Letters()")

// CleanAny cleans a list of names in any script, for a vocabulary that is made of them afterwards (vocab.FromNames).
//
// It does as Clean does, but keeps every letter and combining mark, composed (Unicode's NFC) and in lower case.
func CleanAny(raw string) ([]string, Report, error) {
	return clean(raw, compose, func(name string) string { return outOfPlace(name, isWritten) })
}

// Normalise returns a text as Clean writes it for the vocabulary: upper case is lowered; where the vocabulary has ASCII letters
// alone, accents are taken off as well (Unicode's NFKD), elsewhere letters and accents are composed (NFC). A prompt needs it, too:
// a model that learned "zoe" from "Zoë" knows no 'ë', and 'é' may be typed as one character or as two.
func Normalise(text string, v *vocab.Vocabulary) string { return normaliser(v)(text) }

func normaliser(v *vocab.Vocabulary) func(text string) string {
	if v != nil && isASCII(v.Alphabet()) {
		return fold
	}
	return compose
}

// compose lowers the case and composes letters and accents.
func compose(text string) string { return norm.NFC.String(strings.ToLower(text)) }

// fold lowers the case and takes off accents: what is left of "Zoë" is "zoe". Letters that Unicode does not take
// apart, such as 'ł', stay.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(strings.ReplaceAll(text, "´", "'"))) // NFKD makes a space and an accent of '´'
}

// clean normalises each line and drops those with a reason: what reason returns, or one that holds for every vocabulary.
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

// tidy returns the name that a line holds, or the reason why it holds none.
func tidy(line string, normalise, reason func(string) string) (name, why string) {
	if !utf8.ValidString(line) {
		return "", "not UTF-8 text"
	}
	tooLong := fmt.Sprintf("longer than %d characters", MaxLength)
	trimmed := strings.TrimSpace(line)
	if len(trimmed) > maxBytes {
		return "", tooLong
	}
	// The length counts after normalising: one character may become several ('ﷺ' becomes 18), or several become one.
	if name = normalise(trimmed); utf8.RuneCountInString(name) > MaxLength {
		return "", tooLong
	}
	return name, reason(name)
}

// lines yields the lines that hold more than white space, without a byte order mark and without line ends of any system.
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
