package savedchecks

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Whatever a student's notebook holds: no panic, no text that could disturb the teacher's terminal, and the same as a
// reader of whole files finds.
func FuzzRead(f *testing.F) {
	f.Add([]byte(saved))
	f.Add([]byte(`{"cells": [{"cell_type": "markdown", "source": "**1. Task.** Do it."},
		{"cell_type": "code", "metadata": {"tags": ["check"]}, "outputs": [{"data": {"text/plain": ["✓ Right."]}}]}]}`))
	f.Add([]byte(`{"cells": [{"metadata": {"tags": ["check"]},
		"outputs": [{"data": {"text/plain": "\u001b[2J\n"}}]}]}`))
	f.Add([]byte(`{"cells": [{"cell_type": "code", "metadata": {"tags": ["predict"]},
		"source": "predict.Commit(\"01 a\", 3)", "outputs": [{"data": {"text/plain":
			"● Your prediction: 3. First you said 2. Now go on."}}]}]}`))
	for _, attack := range attacks {
		f.Add([]byte(attack.begins + attack.repeated(500)))
	}
	for _, odd := range []string{
		`{"cells": null}`, `{"cells": [], "cells": [{}]}`, `{"CELLS": [{}]}`, `{"cells": [{"source": "\ud800"}]}`,
		`{"cells": [{"source": ["a", null, 3]}]}`, `{"cells": [{"metadata": {"tags": [null, "check"]}}]}`,
		"\ufeff{}", `{"cells": []}]`, `{"cells": [{"outputs": [null, {"data": null}]}]}`,
	} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, notebook []byte) {
		page, err := NewReader().Read(bytes.NewReader(notebook))
		if err != nil && !reflect.DeepEqual(page, Page{}) {
			t.Errorf("%q, and %v", page, err)
		}
		for _, text := range texts(page) {
			odd := strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
			if odd || utf8.RuneCountInString(text) > 200 {
				t.Errorf("%q is not a short printable text", text)
			}
		}
		if withinLimits(notebook) && !ambiguous(notebook) {
			want, wantErr := wholeFile(notebook)
			if !reflect.DeepEqual(page, want) || (err == nil) != (wantErr == nil) {
				t.Errorf("%q, %v\nwant %q, %v", page, err, want, wantErr)
			}
		}
	})
}

func texts(page Page) (all []string) {
	for _, check := range page.Checks {
		all = append(all, check.Title, check.Function, check.Output)
	}
	for _, each := range page.Predictions {
		all = append(all, each.Question, each.Answer)
	}
	return all
}

// withinLimits reports whether a notebook is so small that no limit matters.
func withinLimits(notebook []byte) bool {
	count := func(sign string) int { return bytes.Count(notebook, []byte(sign)) }
	return len(notebook) < maxText && count("{")+count("[") < maxDepth && count(",") < maxCells
}

// ambiguous reports whether readers of JSON may differ: an object that has a name twice, or in other letters, or text
// that is not UTF-8.
func ambiguous(notebook []byte) bool {
	known := []string{"cells", "cell_type", "source", "metadata", "tags", "outputs", "data"}
	decoder := jsontext.NewDecoder(bytes.NewReader(notebook))
	for {
		token, err := decoder.ReadToken()
		if err != nil {
			return bytes.Contains([]byte(err.Error()), []byte("duplicate")) || bytes.Contains(notebook, []byte(`\u`)) ||
				!utf8.Valid(notebook)
		}
		if token.Kind() != '"' {
			continue
		}
		if name := token.String(); slices.ContainsFunc(known, func(each string) bool {
			return each != name && strings.EqualFold(each, name)
		}) {
			return true
		}
	}
}
