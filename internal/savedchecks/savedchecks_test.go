package savedchecks

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Whatever a student's notebook holds: no panic, and no text that could disturb the teacher's terminal.
func FuzzIn(f *testing.F) {
	f.Add([]byte(`{"cells": [{"cell_type": "markdown", "source": "**1. Task.** Do it."},
		{"cell_type": "code", "metadata": {"tags": ["check"]}, "outputs": [{"data": {"text/plain": ["✓ Right."]}}]}]}`))
	f.Add([]byte(`{"cells": [{"metadata": {"tags": ["check"]},
		"outputs": [{"data": {"text/plain": "\u001b[2J\n"}}]}]}`))
	f.Add([]byte(`{"cells": [{"cell_type": "code", "metadata": {"tags": ["predict"]},
		"source": "predict.Commit(\"01 a\", 3)", "outputs": [{"data": {"text/plain":
			"● Your prediction: 3. First you said 2. Now go on."}}]}]}`))
	f.Add([]byte(`{"cells": null}`))
	f.Fuzz(func(t *testing.T, notebook []byte) {
		checks, err := In(notebook)
		if err != nil && len(checks) > 0 {
			t.Errorf("%d checks, and %v", len(checks), err)
		}
		predictions, err := Predictions(notebook)
		if err != nil && len(predictions) > 0 {
			t.Errorf("%d predictions, and %v", len(predictions), err)
		}
		var texts []string
		for _, check := range checks {
			texts = append(texts, check.Title, check.Output)
		}
		for _, each := range predictions {
			texts = append(texts, each.Question, each.Answer)
		}
		for _, text := range texts {
			odd := strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
			if odd || utf8.RuneCountInString(text) > 200 {
				t.Errorf("%q is not a short printable text", text)
			}
		}
	})
}
