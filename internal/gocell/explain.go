package gocell

import (
	"regexp"
	"slices"
	"strings"
)

// Explanation is an error in plain words.
type Explanation struct {
	Cell     int    // the number in [ ]; 0 for the cell that runs now, or if not known
	Line     int    // counts from 1; 0 if not known
	Column   int    // counts from 1, in bytes of Source; 0 if not known
	Sentence string // what is wrong and what to do; "" if the table does not know the error
	Message  string // the compiler's or the run time's own text, without paths
	Source   string // the cell's line; "" if not known
	Details  string // the whole text, without paths, where it says more than Message

	code string // the whole cell
}

// Explain explains the first cause among the errors of a cell that did not compile. details is the whole text that the
// compiler printed; known are names that exist, for the question "Did you mean …?".
func Explain(problems []Problem, details string, known ...string) Explanation {
	if len(problems) == 0 {
		details = cleaned(details)
		message, _, _ := strings.Cut(details, "\n")
		return explained(Problem{Message: message}, details, nil)
	}
	return explained(firstCause(problems), cleanedBuild(details, problems), known)
}

func explained(p Problem, details string, known []string) Explanation {
	e := Explanation{
		Cell: p.Cell, Line: p.Line, Column: p.Column, Source: p.Source,
		Sentence: p.Sentence, Message: shortened(p.Message), Details: details, code: p.Code,
	}
	if e.Sentence == "" {
		e.Sentence = sentence(e, known)
	}
	if e.Details == e.Message || e.Details == place(e.Cell, e.Line)+": "+e.Message {
		e.Details = ""
	}
	return e
}

// sentence returns the table's sentence for an error, or "".
func sentence(e Explanation, known []string) string {
	m, found, _ := matching(e.lines())
	if !slices.Contains(unknownNames, m.name) {
		return found
	}
	name := strings.TrimPrefix(e.Message, "undefined: ")
	if like := nearest(name, known); like != "" {
		return "There is no `" + name + "` here. Did you mean `" + like + "`?"
	}
	return found
}

// lines returns what a mistake's pattern is for: Go's message, the cell's line in two parts, and what its code shows.
func (e Explanation) lines() string {
	after := fromColumn(e.Source, e.Column)
	return e.Message + "\n" + strings.TrimSuffix(e.Source, after) + "\n" + after + "\n" + e.facts()
}

// fromColumn returns a line from a column on, which counts bytes from 1.
func fromColumn(line string, column int) string {
	if column < 1 || column > len(line) {
		return ""
	}
	return line[column-1:]
}

// consequence fits errors that follow from others: a value is not used since the line that uses it is wrong.
var consequence = regexp.MustCompile(`^declared and not used: |imported (as \w+ )?and not used`)

// firstCause returns the error to mend first: of the newest cell, as an older one compiled before; and no consequence.
func firstCause(problems []Problem) Problem {
	first := problems[0]
	for _, p := range problems[1:] {
		if newer(p, first) || !newer(first, p) && follows(first) && !follows(p) {
			first = p
		}
	}
	return first
}

// newer reports whether p is in a newer cell than q. Cell 0 is the one that runs now.
func newer(p, q Problem) bool {
	return p.Cell != q.Cell && (p.Cell == 0 || q.Cell != 0 && p.Cell > q.Cell)
}

func follows(p Problem) bool { return consequence.MatchString(p.Message) }
