package corpus

// The report: what cleaning changed and dropped, with counts and examples.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/internal/namelist"
	"nexttoken/internal/quote"
)

// Report counts what cleaning changed and dropped in a list of names.
type Report struct {
	Notes   []string // how the list was read, if not as one name on each line in UTF-8
	Lines   int      // lines that are not blank, or rows of a table
	Kept    int      // names that were kept, changed or not
	Changed []Count  // why names were changed; a name counts once for each of its reasons
	Dropped []Count  // why lines were dropped, the most frequent reason first; each line counts once
}

// Count is a reason, the number of names that it applies to, and an example.
type Count struct {
	Reason  string
	Names   int
	Example string // the first such line of the list; only the beginning of a very long line
	Advice  string // what would be right, for a line that was dropped
}

// String returns the report as text, one sentence on each line:
//
//	kept 3 of 5 lines
//	changed 1: upper case, as in "Anna"
//	dropped 2: a hyphen (the end token), as in "jean-luc"; write such names without it
//
// The most frequent reason has its advice, if more than one line was dropped for it.
func (r Report) String() string {
	sentences := append(r.Notes[:len(r.Notes):len(r.Notes)], fmt.Sprintf("kept %d of %d lines", r.Kept, r.Lines))
	for _, count := range r.Changed {
		sentences = append(sentences, fmt.Sprintf("changed %d: %s", count.Names, count.sentence()))
	}
	for i, count := range r.Dropped {
		if i > 0 || count.Names == 1 {
			count.Advice = ""
		}
		sentences = append(sentences, fmt.Sprintf("dropped %d: %s", count.Names, count.sentence()))
	}
	return strings.Join(sentences, "\n")
}

func (c Count) sentence() string {
	text := fmt.Sprintf("%s, as in %s", c.Reason, quote.Text(c.Example))
	if c.Advice != "" {
		text += "; " + c.Advice
	}
	return text
}

// mainReason says for how many of the dropped lines the most frequent reason holds, with the reason and the advice.
func (r Report) mainReason() string {
	count := r.Dropped[0]
	many := fmt.Sprintf("%d of them", count.Names)
	if count.Names == r.Lines-r.Kept {
		many = "all"
	}
	return fmt.Sprintf("%s for this reason: %s", many, count.sentence())
}

// Explain adds to an error about the names that were kept how many lines were dropped, and for which reason most of
// them were.
func (r Report) Explain(err error) error {
	if err == nil || len(r.Dropped) == 0 {
		return err
	}
	return fmt.Errorf("%w; of %d lines, %d were dropped, %s", err, r.Lines, r.Lines-r.Kept, r.mainReason())
}

// keep counts a name that is kept, and each reason why it differs from its line.
func (r *Report) keep(line, name string) {
	r.Kept++
	if strings.TrimSpace(line) != line {
		add(&r.Changed, namelist.Fault{Reason: "white space around it"}, line)
	}
	trimmed := namelist.Trim(line)
	if trimmed != strings.TrimSpace(line) {
		add(&r.Changed, namelist.Fault{Reason: "invisible signs around it"}, line)
	}
	if strings.ContainsFunc(trimmed, unicode.IsUpper) || strings.ContainsFunc(trimmed, unicode.IsTitle) {
		add(&r.Changed, namelist.Fault{Reason: "upper case"}, line)
	}
	switch lowered := strings.ToLower(trimmed); name {
	case lowered:
	case strings.Map(straighten, lowered):
		add(&r.Changed, namelist.Fault{Reason: "another form of the apostrophe"}, line)
	default:
		add(&r.Changed, namelist.Fault{Reason: "accents or other forms of letters"}, line)
	}
}

func (r *Report) drop(fault namelist.Fault, line string) { add(&r.Dropped, fault, line) }

// sort puts the most frequent reasons first.
func (r *Report) sort() {
	slices.SortStableFunc(r.Dropped, func(a, b Count) int { return cmp.Compare(b.Names, a.Names) })
}

// add adds one to the number of names with the reason. The first of them becomes the example.
func add(counts *[]Count, fault namelist.Fault, example string) {
	i := slices.IndexFunc(*counts, func(c Count) bool { return c.Reason == fault.Reason })
	if i < 0 {
		i = len(*counts)
		*counts = append(*counts, Count{Reason: fault.Reason, Example: beginning(example), Advice: fault.Advice})
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
