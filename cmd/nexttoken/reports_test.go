package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A check that reports counts as one that was saved.
func TestReportsCountAsHomesDo(t *testing.T) {
	homes := t.TempDir()
	saved(t, homes, "ada/notebooks/03_model.ipynb", "✓ Right.")
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✗ Not quite. One too many.")
	const answered = `{"student": %q, "page": "03_model.ipynb", "time": "2026-11-27T10:00:0%dZ",
		"check": {"title": "Task A", "function": "TaskA", "output": %q}}`
	line := func(student string, second int, output string) string {
		return strings.ReplaceAll(fmt.Sprintf(answered, student, second, output), "\n", " ")
	}
	reports := write(t, line("bob", 2, "✗ Not quite. One too many."), line("ada", 1, "✗ Not quite. Two too many."),
		line("ada", 2, "✓ Right."))
	want := must(t, "class", homes)
	for _, args := range [][]string{
		{"class", "--reports", reports}, {"class", homes, "--reports", reports},
		{"class", "--reports", reports, "03"}, {"class", "--reports", reports, homes, "03"},
	} {
		if got := must(t, args...); got != want {
			t.Errorf("%v printed\n%swant\n%s", args, got, want)
		}
	}
}

func TestReportsThatAreNone(t *testing.T) {
	reports := write(t, "not JSON", `{"student": "ada", "page": "3", "check": {}}`, `{"page": "03_model.ipynb"}`,
		`{"student": "ada", "page": "03_model.ipynb", "check": {"output": "✗ \u001b[2J"}}`,
		`{"student": "ada", "page": "03_model.ipynb", "prediction": {"question": "none of the lecture"}}`)
	status, out, notes := call("class", "--json", "--reports", reports)
	if status != 0 || strings.Count(notes, "left out: ") != 3 || !strings.Contains(notes, ", line 3: ") {
		t.Errorf("status %d: %s", status, notes)
	}
	want := `{"students":1,"exercises":[{"page":"03","number":1,"title":"","right":0,"wrong":1,"notDone":0,` +
		`"messages":[{"text":"✗ [2J","students":["ada"]}]}],"predictions":[],"leftOut":[`
	if !strings.HasPrefix(out, want) || strings.Count(out, `"why":`) != 3 {
		t.Errorf("it printed\n%swant\n%s", out, want)
	}
	right := `{"student": "ada", "page": "03_model.ipynb", "check": {"output": "✓"}}`
	reports = write(t, strings.Repeat("x", longestReport-1), strings.Repeat("x", 3*longestReport), right)
	status, out, notes = call("class", "--json", "--reports", reports)
	if status != 0 || !strings.Contains(out, `"right":1`) || strings.Count(notes, "\n") != 2 ||
		!strings.Contains(notes, ", line 2: it has more than 65536 bytes") {
		t.Errorf("status %d: %s%s", status, out, notes)
	}
	missing := filepath.Join(t.TempDir(), "none")
	if status, _, notes := call("class", "--reports", missing); status != misused || !strings.Contains(notes, missing) {
		t.Errorf("status %d: %s", status, notes)
	}
}

// The JSON has the numbers of the table, and [] where there is nothing.
func TestClassAsJSON(t *testing.T) {
	lecture, homes := t.TempDir(), t.TempDir()
	predicted(t, lecture, "notebooks/01_vocabulary.ipynb", map[string]string{letterAfterAbi: ""})
	predicted(t, homes, "ada/notebooks/01_vocabulary.ipynb", map[string]string{
		letterAfterAbi: "● Your prediction: d. Now go on."})
	saved(t, homes, "bob/notebooks/03_model.ipynb", "✗ Not quite. One too many.")
	read, _ := readClass(t, homes, "", syllabusOf(lecture))
	got, err := json.Marshal(read.count())
	want := `{"students":2,"exercises":[{"page":"03","number":1,"title":"Task A","right":0,"wrong":1,"notDone":1,` +
		`"messages":[{"text":"One too many.","students":["bob"]}]}],"predictions":[{"question":"` + letterAfterAbi +
		`","committed":1,"not":1,"answers":[{"label":"d","count":1}]}],"leftOut":[]}`
	if err != nil || string(got) != want {
		t.Errorf("%s, %v\nwant\n%s", got, err, want)
	}
	const nothing = `{"students":0,"exercises":[],"predictions":[],"leftOut":[]}` + "\n"
	if got := must(t, "class", "--json", t.TempDir()); got != nothing {
		t.Errorf("nobody: %s", got)
	}
}
