// Package savedchecks reads the exercises' checks, and the predictions, in the notebooks that a student saved.
package savedchecks

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Check is a check of a notebook: the title of its exercise, the function of package exercise that checks it, which
// stays the same where the exercise moves, and its output. All are Plain.
type Check struct {
	Title    string `json:"title"`
	Function string `json:"function"`
	Output   string `json:"output"`
}

// Plain returns the check with its texts Plain.
func (c Check) Plain() Check { return Check{Plain(c.Title), Plain(c.Function), Plain(c.Output)} }

// Prediction is a question that a page asks, and the first answer that its output holds, "" if there is none. Both are
// Plain.
type Prediction struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Plain returns the prediction with its texts Plain.
func (p Prediction) Plain() Prediction { return Prediction{Plain(p.Question), Plain(p.Answer)} }

// Page holds the checks and the predictions of a notebook, in their order.
type Page struct {
	Checks      []Check
	Predictions []Prediction
}

// The tags of a cell that checks an exercise, and of one that commits a prediction.
const (
	tagCheck   = "check"
	tagPredict = "predict"
)

// exerciseTitle matches the bold text with which an exercise begins: 2. Cosine.
var exerciseTitle = regexp.MustCompile(`^\d+\. ([^*]+?)\.?$`)

// checkingFunction matches the call of a check.
var checkingFunction = regexp.MustCompile(`\bexercise\.(\w+)\(`)

// committedQuestion matches the call of predict.Commit, up to the end of the question.
var committedQuestion = regexp.MustCompile(`\bpredict\.Commit\("([^"\\]+)"`)

// committedAnswer matches what predict.Commit shows of an answer: the latest, and the first if it is another one.
var committedAnswer = regexp.MustCompile(`^● Your prediction: (.+?)\.(?: First you said (.+)\.)? Now go on\.`)

// cell is a cell of a saved notebook.
type cell struct {
	kind, source string
	tags         []string
	output       string // the plain texts of its outputs
}

// mostBold is how many lines that begin with bold text are read of a cell, the last ones.
const mostBold = 50

// title returns the title of the last exercise that begins in the cell, "" if none does.
func (c cell) title() string {
	text := "\n" + c.source
	for range mostBold {
		start := strings.LastIndex(text, "\n**")
		if start < 0 || c.kind != "markdown" {
			break
		}
		bold, _, ends := strings.Cut(text[start+len("\n**"):], "**")
		if title := first(exerciseTitle, bold); ends && title != "" {
			return Plain(title)
		}
		text = text[:start]
	}
	return ""
}

// add adds what the cell checks or asks. The title is of the exercise before it.
func (p *Page) add(c cell, title string) {
	if slices.Contains(c.tags, tagCheck) {
		p.Checks = append(p.Checks, Check{title, first(checkingFunction, c.source), c.output}.Plain())
	}
	if !slices.Contains(c.tags, tagPredict) {
		return
	}
	if question := first(committedQuestion, c.source); question != "" {
		p.Predictions = append(p.Predictions, Prediction{question, firstAnswer(Plain(c.output))}.Plain())
	}
}

// InCell returns the check and the prediction of a cell that ran, given its source and the plain text of its outputs.
// It goes by what the cell calls, in place of its tags. The check has no title, which is above the cell.
func InCell(source, output string) (page Page) {
	ran := cell{source: source, output: output, tags: []string{tagPredict}}
	if checkingFunction.MatchString(source) {
		ran.tags = append(ran.tags, tagCheck)
	}
	page.add(ran, "")
	return page
}

// firstAnswer returns the first answer in what predict.Commit shows, "" if there is none.
func firstAnswer(shown string) string {
	found := committedAnswer.FindStringSubmatch(shown)
	if found == nil {
		return ""
	}
	return cmp.Or(found[2], found[1])
}

// first returns the first group of the first match, "" if there is none.
func first(of *regexp.Regexp, text string) string {
	if found := of.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return ""
}

// longestPlain is in characters.
const longestPlain = 200

// Plain returns a student's text for a teacher's terminal: printable, on one line, at most longestPlain characters.
func Plain(text string) string {
	var plain strings.Builder
	length, space := 0, false
	for _, r := range text {
		if r == ' ' || !unicode.IsPrint(r) {
			space = length > 0
			continue
		}
		if space {
			plain.WriteByte(' ')
			length, space = length+1, false
		}
		if length >= longestPlain {
			break
		}
		plain.WriteRune(r)
		length++
	}
	return plain.String()
}
