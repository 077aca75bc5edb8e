package kernel_test

import (
	"strings"
	"testing"
)

// An error of our packages ends a program without a trace: the box holds its sentence, once, and its line where one
// line alone can have done it.
func TestAnErrorOfOurPackagesIsInTheBox(t *testing.T) {
	k, _ := start(t)
	header := "%noautoget\nimport (\n\t\"errors\"\n\t\"nexttoken/pkg/cell\"\n)\n"
	one := "%%\nfmt.Println(1)\ncell.Check(errors.New(\"temperature -1: it must be 0 or more\"))"
	for _, test := range []struct{ code, want, source string }{
		{header + one, "line 8: temperature -1: it must be 0 or more", "cell.Check("},
		{one + "\ncell.Check(nil)", "✗ This cell did not work: temperature -1: it must be 0 or more", ""},
	} {
		got := run(t, k, test.code)
		if got.Status != "error" || len(got.Displays) != 1 || got.Out != "1\n" || got.Err != "" {
			t.Errorf("%q: %s, %q, %q, %q", test.code, got.Status, got.Displays, got.Out, got.Err)
			continue
		}
		if text := got.Displays[0].Text; !strings.Contains(text, test.want) || !strings.Contains(text, test.source) ||
			strings.Contains(text, "os.Exit") {
			t.Errorf("%q: %q, want %q", test.code, text, test.want)
		}
	}
	got := run(t, k, "%%\nprintln(\"✗ not yet\")\nfmt.Println(2)")
	if got.Status != "ok" || got.Err != "✗ not yet\n" || got.Out != "2\n" {
		t.Errorf("a program that went on: %s, %q, %q", got.Status, got.Err, got.Out)
	}
	got = run(t, k, "%%\nprintln(\"✗ the last\")")
	if got.Status != "ok" || got.Err != "✗ the last\n" {
		t.Errorf("a program that ended well: %s, %q", got.Status, got.Err)
	}
	got = run(t, k, "%%\nprintln(\"✗ not yet\")\npanic(\"no names\")")
	if got.Status != "error" || got.Err != "✗ not yet\n" || !strings.Contains(got.Shown(), "no names") {
		t.Errorf("a program that panicked: %s, %q, %s", got.Status, got.Err, got.Shown())
	}
}

func TestNotesAboutWhatIsPrinted(t *testing.T) {
	k, _ := start(t)
	for code, want := range map[string]string{
		"%%\nfmt.Printf(\"%.2f of all\\n\", 8/27)":                  "write `float64(…)`",
		"%%\nletters := []string{\"a\"}\nprint(letters, 27)":        "Write `fmt.Println(…)`",
		"func six() int { return 6 }\n%%\nfmt.Println(\"6:\", six)": "call it: `six(…)`",
		"%%\nfmt.Println(\"100%!\", 3)":                             "",
	} {
		got := run(t, k, code)
		if got.Status != "ok" || !strings.Contains(got.Shown(), want) || want == "" && got.Shown() != "" {
			t.Errorf("%q: %s, %s", code, got.Status, got.Shown())
		}
	}
}

func TestAMistakeIsExplainedByTheCellsAbove(t *testing.T) {
	k, _ := start(t)
	run(t, k, "%noautoget\n%%\nletters := []string{\"a\"}\nfmt.Println(len(letters))")
	run(t, k, "func triple(x float64) float64 { return 3 * y }")
	for code, want := range map[string]string{
		"%%\nfmt.Println(letters[0])":                                      "`letters` was made below `%%` in cell [",
		"%%\nfmt.Println(triple(2))":                                       "`triple` does not exist yet",
		"%%\nfmt.Println(chart.Triple, triple(2))":                         "`triple` does not exist yet",
		"func prediction() int {\n\t8\n}":                                  "write `return 8`",
		"%%\nsum := 0\nsum += 2.5 * float64(len(\"a\"))\nfmt.Println(sum)": "line 2: write `sum := 0.0`",
	} {
		got := run(t, k, code)
		if got.Status != "error" || !strings.Contains(got.Shown(), want) {
			t.Errorf("%q: %s, %s", code, got.Status, got.Shown())
		}
	}
}
