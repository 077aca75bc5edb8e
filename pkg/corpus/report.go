package corpus

// The report: what cleaning changed and dropped, with counts and examples.

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/internal/quote"
)

// Report says what cleaning did to a list of names.
type Report struct {
	Lines   int     // lines that are not blank
	Kept    int     // names kept, the changed ones included
	Changed []Count // why names were changed; one name may count under several reasons
	Dropped []Count // why lines were dropped; each counts once
}

// Count is a reason, how many names it holds for, and the first of them as it stood in the list (of a
// very long line its beginning).
type Count struct {
	Reason  string
	Names   int
	Example string
}

// String returns the report in sentences, one a line:
//
//	kept 3 of 5 lines
//	changed 1: upper case, as in "Anna"
//	dropped 2: a hyphen (the end token), as in "jean-luc"
func (r Report) String() string {
	sentences := []string{fmt.Sprintf("kept %d of %d lines", r.Kept, r.Lines)}
	for _, count := range r.Changed {
		sentences = append(sentences, "changed "+count.sentence())
	}
	for _, count := range r.Dropped {
		sentences = append(sentences, "dropped "+count.sentence())
	}
	return strings.Join(sentences, "\n")
}

func (c Count) sentence() string {
	return fmt.Sprintf("%d: %s, as in %s", c.Names, c.Reason, quote.Text(c.Example))
}

// keep counts a kept name, and why it differs from its line.
func (r *Report) keep(line, name string) {
	r.Kept++
	if strings.TrimSpace(line) != line {
		add(&r.Changed, "white space around it", line)
	}
	trimmed := strings.TrimSpace(line)
	if strings.ContainsFunc(trimmed, unicode.IsUpper) || strings.ContainsFunc(trimmed, unicode.IsTitle) {
		add(&r.Changed, "upper case", line)
	}
	if lowered := strings.ToLower(trimmed); lowered != name {
		add(&r.Changed, "accents or other forms of letters", line)
	}
}

func (r *Report) drop(reason, line string) { add(&r.Dropped, reason, line) }

// add counts one more name under the reason.
func add(counts *[]Count, reason, example string) {
	i := slices.IndexFunc(*counts, func(c Count) bool { return c.Reason == reason })
	if i < 0 {
		i = len(*counts)
		*counts = append(*counts, Count{Reason: reason, Example: beginning(example)})
	}
	(*counts)[i].Names++
}

// beginning cuts a line that is too long for a name, and lets go of the list that the line is a part of.
func beginning(line string) string {
	if utf8.RuneCountInString(line) <= MaxLength {
		return strings.Clone(line)
	}
	return string([]rune(line)[:MaxLength]) + "…"
}
