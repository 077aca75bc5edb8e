package savedchecks

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A saved page: a text may be one string or lines, a text cell may hold several titles, and code that looks like a
// title is none.
const saved = `{"cells": [
	{"cell_type": "code", "metadata": {"tags": ["check"]}, "source": "**9. Code.**", "outputs": []},
	{"cell_type": "markdown", "source": ["## Exercises\n", "\n", "**1. Two words.** Do it.\n"]},
	{"cell_type": "code", "metadata": {"tags": ["exercise"]}, "source": ["**8. Code.**"],
		"outputs": [{"data": {"text/plain": "not a check"}}]},
	{"cell_type": "code", "metadata": {"tags": ["check"]}, "source": [],
		"outputs": [{"data": {"text/plain": ["✓ Right", ".\n"]}}, {"data": {"text/plain": "Well done."}},
			{"data": {"text/plain": 3, "text/html": "<b>hidden</b>"}}, {"data": {"text/plain": ["no", 3]}}]},
	{"cell_type": "markdown", "source": "**2. Three.** Is optional.\n\n**3. Four?** Do it."},
	{"outputs": [], "source": ["%%\n", "chart.Result(exercise.Three(three))"],
		"metadata": {"tags": ["other", "check"]}, "cell_type": "code"},
	{"cell_type": "markdown", "source": "No title.", "metadata": null},
	{"cell_type": "code", "metadata": {"tags": ["check", null]}, "source": {"a": ["**5. None.**"]},
		"outputs": [{"data": {"text/plain": "\u001b[2Jodd"}}]}
], "nbformat": 4}`

func read(content string) (Page, error) { return NewReader().Read(strings.NewReader(content)) }

func TestTheChecksOfASavedPage(t *testing.T) {
	want := []Check{
		{"", "", ""},
		{"Two words", "", "✓ Right. Well done."},
		{"Four?", "Three", ""},
		{"Four?", "", "[2Jodd"},
	}
	if got, err := read(saved); err != nil || !slices.Equal(got.Checks, want) {
		t.Errorf("%q, %v\nwant %q", got.Checks, err, want)
	}
}

func TestWhatIsNoNotebook(t *testing.T) {
	for _, content := range []string{
		"", "{", "[]", "3",
		`{"cells": 3}`, `{"cells": [{"cell_type": 3}]}`, `{"cells": [{"cell_type": []}]}`, `{"cells": [],}`,
		`{"cells": []}{`, `{"cells": []} x`, `{"cells": [{"outputs": {}}]}`, `{"cells": [{"outputs": [{"data": []}]}]}`,
		`{"cells": [{"metadata": {"tags": [3]}}]}`, `{"cells": [{"metadata": {"tags": "check"}}]}`,
		`{"cells": [{"source": "` + "\xff" + `"}]}`, "\x00\x00\x00", `{"cells": [{"metadata": {"tags": ["check"]}}]`,
	} {
		if page, err := read(content); err == nil || len(page.Checks) > 0 {
			t.Errorf("%q was read as %q", content, page)
		}
	}
	for _, content := range []string{`{"cells": []}`, `{"cells": null}`, `{}`, "null\n", `{"cells": [null, {}]}`} {
		if page, err := read(content); err != nil || len(page.Checks) > 0 {
			t.Errorf("%q: %q, %v", content, page, err)
		}
	}
}

func TestPlainTextIsShort(t *testing.T) {
	long := ""
	for range 300 {
		long += "é\t\n"
	}
	if got := []rune(Plain(long)); len(got) != 200 || string(got[:4]) != "é é " {
		t.Errorf("%d characters, %q", len(got), string(got))
	}
}

func TestThePredictionsOfASavedPage(t *testing.T) {
	cell := func(tag, source, text string) string {
		return fmt.Sprintf(`{"cell_type": "code", "metadata": {"tags": [%q]}, "source": ["%%%%\n", %q],
			"outputs": [{"data": {"text/plain": %q}}]},`, tag, source, text)
	}
	const ask = `predict.Commit("01 a", nil)`
	page := `{"cells": [` +
		cell("predict", ask, "● Your prediction: 12.5. Now go on.") +
		cell("predict", `predict.Commit("01 b", 3) // mine`, "● Your prediction: 3. First you said 2.5. Now go on.") +
		cell("predict", ask, "● Your prediction: a. b. First you said c. Now go on. (It is only here.)") +
		cell("predict", ask, "○ Not committed yet: write your answer in place of nil, then run this cell.") +
		cell("predict", ask, "") +
		cell("check", ask, "● Your prediction: 4. Now go on.") +
		cell("predict", `predict.Commit(question, nil)`, "● Your prediction: 4. Now go on.") +
		`{"cell_type": "markdown", "source": "predict.Commit(\"01 c\", nil)"}]}`
	want := []Prediction{{"01 a", "12.5"}, {"01 b", "2.5"}, {"01 a", "c"}, {"01 a", ""}, {"01 a", ""}}
	if got, err := read(page); err != nil || !slices.Equal(got.Predictions, want) {
		t.Errorf("%q, %v\nwant %q", got.Predictions, err, want)
	}
}

// wholeFile reads a notebook as encoding/json does, as a whole.
func wholeFile(content []byte) (page Page, err error) {
	var notebook struct {
		Cells []struct {
			Type     string `json:"cell_type"`
			Source   json.RawMessage
			Metadata struct{ Tags []string }
			Outputs  []struct{ Data map[string]json.RawMessage }
		}
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		return Page{}, err
	}
	title := ""
	for _, each := range notebook.Cells {
		found := cell{kind: each.Type, source: joined(each.Source), tags: each.Metadata.Tags}
		for _, output := range each.Outputs {
			found.output += joined(output.Data["text/plain"])
		}
		if newer := found.title(); newer != "" {
			title = newer
		}
		page.add(found, title)
	}
	return page, nil
}

func joined(text json.RawMessage) (one string) {
	var lines []string
	if json.Unmarshal(text, &lines) == nil {
		return strings.Join(lines, "")
	}
	if json.Unmarshal(text, &one) != nil {
		return ""
	}
	return one
}

// Every page of the lecture, with its outputs: all limits are far above what it has.
func TestThePagesOfTheLecture(t *testing.T) {
	paths, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(paths) < 12 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		const room = 10
		reader := &Reader{limitBytes.one / room, limitValues.one / room, limitTexts.one / room}
		got, err := reader.Read(strings.NewReader(string(content)))
		want, wantErr := wholeFile(content)
		if err != nil || wantErr != nil || len(got.Checks) == 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, %v\nwant %q, %v", path, got, err, want, wantErr)
		}
	}
}

// errReader is a file that can't be read to its end.
type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("the disk is broken") }

func TestAFileThatCannotBeRead(t *testing.T) {
	if page, err := NewReader().Read(errReader{}); err == nil || !strings.Contains(err.Error(), "the disk is broken") {
		t.Errorf("%q, %v", page, err)
	}
}

func TestACellThatRanIsReadAsASavedOne(t *testing.T) {
	for _, test := range []struct {
		source, output string
		want           Page
	}{
		{"chart.Result(exercise.Depth(mine))", "✓ Right.\n", Page{Checks: []Check{{"", "Depth", "✓ Right."}}}},
		{`predict.Commit("01 a", 3)`, "● Your prediction: 3. Now go on.",
			Page{Predictions: []Prediction{{"01 a", "3"}}}},
		{"fmt.Println(3)", "✓ Right.", Page{}},
	} {
		if got := InCell(test.source, test.output); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", test.source, got, test.want)
		}
	}
}
