package savedchecks

import (
	"fmt"
	"slices"
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
			{"data": {"text/plain": 3, "text/html": "<b>hidden</b>"}}]},
	{"cell_type": "markdown", "source": "**2. Three.** Is optional.\n\n**3. Four?** Do it."},
	{"cell_type": "code", "metadata": {"tags": ["other", "check"]},
		"source": ["%%\n", "chart.Result(exercise.Three(three))"], "outputs": []},
	{"cell_type": "markdown", "source": "No title."},
	{"cell_type": "code", "metadata": {"tags": ["check"]}, "source": [],
		"outputs": [{"data": {"text/plain": "\u001b[2Jodd"}}]}
]}`

func TestTheChecksOfASavedPage(t *testing.T) {
	want := []Check{
		{"", "", ""},
		{"Two words", "", "✓ Right. Well done."},
		{"Four?", "Three", ""},
		{"Four?", "", "[2Jodd"},
	}
	if got, err := In([]byte(saved)); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v\nwant %q", got, err, want)
	}
}

func TestWhatIsNoNotebook(t *testing.T) {
	for _, content := range []string{"", "{", "[]", `{"cells": 3}`, `{"cells": [{"cell_type": 3}]}`} {
		if checks, err := In([]byte(content)); err == nil || len(checks) > 0 {
			t.Errorf("%q was read as %q", content, checks)
		}
	}
	if checks, err := In([]byte(`{"cells": []}`)); err != nil || len(checks) > 0 {
		t.Errorf("a notebook without cells: %q, %v", checks, err)
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
	if got, err := Predictions([]byte(page)); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v\nwant %q", got, err, want)
	}
	if got, err := Predictions([]byte(`{"cells": 3}`)); err == nil || len(got) > 0 {
		t.Errorf("no notebook: %q", got)
	}
}
