// Package savedchecks reads the exercises' checks in a notebook that a student saved.
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
type Check struct{ Title, Function, Output string }

// exerciseTitle matches the beginning of an exercise: **2. Cosine.**
var exerciseTitle = regexp.MustCompile(`(?m)^\*\*\d+\. ([^*]+?)\.?\*\*`)

// checkingFunction matches the call of a check.
var checkingFunction = regexp.MustCompile(`\bexercise\.(\w+)\(`)

// In returns the checks of a notebook, given the content of its file, in their order. It returns an error if the
// content is not the JSON of a notebook.
func In(content []byte) (checks []Check, err error) {
	var notebook struct {
		Cells []struct {
			Type     string          `json:"cell_type"`
			Source   json.RawMessage // lines, or one text
			Metadata struct{ Tags []string }
			Outputs  []struct {
				Data map[string]json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		return nil, err
	}
	title := ""
	for _, cell := range notebook.Cells {
		if cell.Type == "markdown" {
			if found := exerciseTitle.FindAllStringSubmatch(joined(cell.Source), -1); found != nil {
				title = Plain(found[len(found)-1][1])
			}
		}
		if !slices.Contains(cell.Metadata.Tags, "check") {
			continue
		}
		text := ""
		for _, output := range cell.Outputs {
			text += joined(output.Data["text/plain"])
		}
		function := ""
		if found := checkingFunction.FindStringSubmatch(joined(cell.Source)); found != nil {
			function = Plain(found[1])
		}
		checks = append(checks, Check{title, function, Plain(text)})
	}
	return checks, nil
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
