// Package savedchecks reads the exercises' checks, and the predictions, in a notebook that a student saved.
package savedchecks

import (
	"encoding/json"
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

// exerciseTitle matches the beginning of an exercise: **2. Cosine.**
var exerciseTitle = regexp.MustCompile(`(?m)^\*\*\d+\. ([^*]+?)\.?\*\*`)

// checkingFunction matches the call of a check.
var checkingFunction = regexp.MustCompile(`\bexercise\.(\w+)\(`)

// In returns the checks of a notebook, given the content of its file, in their order. It returns an error if the
// content is not the JSON of a notebook.
func In(content []byte) (checks []Check, err error) {
	cells, err := cellsOf(content)
	title := ""
	for _, cell := range cells {
		if cell.Type == "markdown" {
			if found := exerciseTitle.FindAllStringSubmatch(joined(cell.Source), -1); found != nil {
				title = Plain(found[len(found)-1][1])
			}
		}
		if !slices.Contains(cell.Metadata.Tags, "check") {
			continue
		}
		check, _ := CheckIn(joined(cell.Source), cell.text())
		check.Title = title
		checks = append(checks, check)
	}
	return checks, err
}

// CheckIn returns the check of a cell without its title, which is above the cell, given the cell's source and the plain
// text of its outputs. It returns false if the source calls no function of package exercise.
func CheckIn(source, text string) (check Check, calls bool) {
	found := checkingFunction.FindStringSubmatch(source)
	if found != nil {
		check.Function = Plain(found[1])
	}
	check.Output = Plain(text)
	return check, found != nil
}

// cell is a cell of a saved notebook.
type cell struct {
	Type     string          `json:"cell_type"`
	Source   json.RawMessage // lines, or one text
	Metadata struct{ Tags []string }
	Outputs  []struct {
		Data map[string]json.RawMessage
	}
}

// cellsOf returns the cells of a notebook, and none with an error.
func cellsOf(content []byte) ([]cell, error) {
	var notebook struct{ Cells []cell }
	if err := json.Unmarshal(content, &notebook); err != nil {
		return nil, err
	}
	return notebook.Cells, nil
}

// text returns the plain texts of the cell's outputs.
func (c cell) text() (all string) {
	for _, output := range c.Outputs {
		all += joined(output.Data["text/plain"])
	}
	return all
}

// joined returns a text that a notebook holds as one string or as lines.
func joined(text json.RawMessage) string {
	var lines []string
	if json.Unmarshal(text, &lines) == nil {
		return strings.Join(lines, "")
	}
	var one string
	if json.Unmarshal(text, &one) != nil {
		return ""
	}
	return one
}

// Plain returns a student's text for a teacher's terminal: printable, on one line, at most 200 characters.
func Plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
	letters := []rune(strings.Join(strings.Fields(text), " "))
	return string(letters[:min(len(letters), 200)])
}
