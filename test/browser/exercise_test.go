package browser

import (
	"strings"
	"testing"
)

func TestAStudentDoesTheFirstExercise(t *testing.T) {
	t.Parallel()
	const notebook = "01_vocabulary.ipynb"
	page, _ := start(t, notebook)
	first, exercise, check := place(
		t,
		notebook,
		"%noautoget",
	), place(
		t,
		notebook,
		"func prediction(",
	), place(
		t,
		notebook,
		"exercise.Questions(",
	)
	must(t, page.Replace(first, codeAt(t, notebook, first)))
	for _, test := range []struct{ answer, want string }{
		{"0", "○ Not done yet"}, {"7", "the end token is missing"}, {"8", "✓ Right"},
	} {
		must(t, page.Replace(exercise, "func prediction() int { return "+test.answer+" }"))
		must(t, page.Replace(check, codeAt(t, notebook, check)))
		if said, err := page.Output(check); err != nil || !strings.Contains(said, test.want) {
			t.Errorf("to %s the check says %q, %v; want %q", test.answer, said, err, test.want)
		}
	}
	shoot(t, page, "exercise")
}
