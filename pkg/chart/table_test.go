package chart

import (
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

func ExampleSamples() {
	Samples("Names", []string{"T = 0", "T = 1"}, [][]string{{"anna", "anna"}, {"zia", ""}})
	// Output:
	// Names
	// T = 0  T = 1
	// anna   zia
	// anna   (empty)
}

func ExampleResult() {
	Result(exercise.Questions(8))
	Result(exercise.Questions(7))
	Result(exercise.Questions(0))
	// Output:
	// ✓ Right. One question for each of the seven letters and one for the end, whatever the context.
	// ✗ Not quite. Seven letters, and one thing more to predict: the end token is missing.
	// ○ Not done yet. Put your prediction in the place of the 0.
}

func TestWhatAStudentWritesIsEscaped(t *testing.T) {
	evil := `<script>alert("x")</script>`
	shown := map[string]string{}
	shown["table"], _, _ = table(evil, []string{evil}, [][]string{{evil}})
	shown["box"], _ = box(false, evil, evil)
	shown["result"], _ = resultBox(exercise.Padded(func(string, int) string { return evil }))
	for name, content := range shown {
		if content == "" || strings.Contains(content, "<script") || strings.Contains(content, "ZgotmplZ") {
			t.Errorf("%s: %s", name, content)
		}
	}
}

func TestHTMLHasInlineStylesOnly(t *testing.T) { // others are dropped in a notebook that is not trusted
	content, _, err := table("Names", []string{"a"}, [][]string{{"b"}})
	if err != nil || strings.Contains(content, "<style") || strings.Contains(content, "class=") {
		t.Errorf("%v: %s", err, content)
	}
}

func TestTablesRefuseRaggedRows(t *testing.T) {
	_, _, err := table("", []string{"a", "b"}, [][]string{{"1", "2"}, {"3"}})
	if want := "row 2 has 1 cells under 2 headings: give it one for each"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	if _, err := samples([]string{"a"}, nil); err == nil {
		t.Error("headings without columns were accepted")
	}
}

func TestColumnsOfSamplesMayDifferInLength(t *testing.T) {
	rows, err := samples([]string{"a", "b"}, [][]string{{"x"}, {"y", ""}})
	if err != nil || len(rows) != 2 || rows[1][0] != "" || rows[1][1] != "(empty)" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestLongWordsMayBreakAndShortHeadingsMayNot(t *testing.T) {
	content, text, err := table("Names", []string{"T = 0"}, [][]string{{"kousadhupenlmila anna"}})
	if err != nil || !strings.Contains(content, "kousadhupen<wbr>lmila anna<") || !strings.Contains(content, "nowrap") {
		t.Errorf("%v: %s", err, content)
	}
	if !strings.Contains(text, "kousadhupenlmila") {
		t.Errorf("the text alternative is %q", text)
	}
	for _, whole := range []string{"", "bhekhalin", "eleven letters in many words", "ëëëëëëëëëëë", "174,604,259,328"} {
		if got := parts(whole); len(got) != 1 || got[0] != whole {
			t.Errorf("%q is cut into %q", whole, got)
		}
	}
}

func TestManyColumnsStandCloser(t *testing.T) {
	few, _, _ := table("", make([]string, 3), nil)
	many, _, _ := table("", make([]string, 7), nil)
	if !strings.Contains(few, "padding:4px 14px") || !strings.Contains(many, "padding:4px 5px") {
		t.Errorf("%s\n%s", few, many)
	}
}

func TestColumnsOfNumbersAreAlignedOnTheRight(t *testing.T) {
	for _, test := range []struct {
		want  string
		cells []string
	}{
		{"right", []string{"1", "23", "4,567", "-0.5", "−0.5", "1e-3", "56.1 %", "7%", ".5", "10_000"}},
		{"right", []string{"", "2.5"}}, // an empty cell says nothing
		{"left", []string{"", ""}},
		{"left", []string{"1", "two"}},
		{"left", []string{"-"}}, // the end token
		{"left", []string{"T = 1"}},
		{"left", []string{"1.2.3"}},
		{"left", []string{"1, 2"}},
		{"left", nil},
	} {
		var rows [][]string
		for _, cell := range test.cells {
			rows = append(rows, []string{"name", cell})
		}
		if got := aligned(2, rows); got[0] != "left" || got[1] != test.want {
			t.Errorf("%q: %v, want left and %s", test.cells, got, test.want)
		}
	}
}

func TestAHeadingStandsAboveItsNumbers(t *testing.T) {
	content, _, err := table("", []string{"letter", "count"}, [][]string{{"a", "12"}, {"b", "3"}})
	if err != nil {
		t.Fatal(err)
	}
	left, right := strings.Count(content, "text-align:left"), strings.Count(content, "text-align:right")
	if left != 3 || right != 3 {
		t.Errorf("%d cells are on the left and %d on the right, want 3 and 3: %s", left, right, content)
	}
}
