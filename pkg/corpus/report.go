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

// Report counts what cleaning changed and dropped in a list of names.
type Report struct {
	Lines   int     // lines that are not blank
	Kept    int     // names that were kept, changed or not
	Changed []Count // why names were changed; a name counts once for each of its reasons
	Dropped []Count // why lines were dropped; each line counts once
}

// Count is a reason, the number of names that it applies to, and an example.
type Count struct {
	Reason  string
	Names   int
	Example string // the first such line of the list; only the beginning of a very long line
}

// String returns the report as text, one sentence on each line:
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

// keep counts a name that is kept, and each reason why it differs from its line.
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

// add adds one to the number of names with the reason. The first of them becomes the example.
func add(counts *[]Count, reason, example string) {
	i := slices.IndexFunc(*counts, func(c Count) bool { return c.Reason == reason })
	if i < 0 {
		i = len(*counts)
		*counts = append(*counts, Count{Reason: reason, Example: beginning(example)})
	}
	(*counts)[i].Names++
}

// beginning returns at most MaxLength characters of a line. The result is a copy, so that a report does not keep the
// whole list in memory.
func beginning(line string) string {
	if utf8.RuneCountInString(line) <= MaxLength {
		return strings.Clone(line)
	}
	return string([]rune(line)[:MaxLength]) + "…"
}
