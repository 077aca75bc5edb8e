package gocell

import (
	"strings"
	"testing"
)

// problemOf returns what is wrong with a cell; a problem without a place if nothing is.
func problemOf(cell string) Problem {
	if _, problem := Read(cell); problem != nil {
		return *problem
	}
	return Problem{}
}

// Where the wrong line stands, and what it says.
func TestPlacesOfProblems(t *testing.T) {
	for name, c := range map[string]struct {
		cell           string
		line           int
		source, starts string
	}{
		"an installation in bash":        {"%%bash\necho 1\npip install numpy", 3, "pip install numpy", ""},
		"a statement above a } too many": {"x := 1\n}", 1, "x := 1", ""},
		"no {":                           {"func f() int\n\treturn 1\n}", 1, "func f() int", "This `func` has no `{`"},
		"right above %%":                 {"fmt.Println(1)\n%%", 1, "fmt.Println(1)", "This is a statement"},
	} {
		p := problemOf(c.cell)
		if p.Line != c.line || p.Source != c.source || !strings.HasPrefix(p.Sentence, c.starts) {
			t.Errorf("%s: line %d, %q: %s", name, p.Line, p.Source, p.Sentence)
		}
	}
	if p := problemOf("func f() int\n\treturn 1\n}"); p.Column != len("func f() int") {
		t.Errorf("the { is missing at column %d", p.Column)
	}
}

// The ( begins further right than its ) stands, but the ) is not the first in its line: so no indentation says that it
// belongs to another one.
func TestABracketThatEndsInsideItsLine(t *testing.T) {
	p := scan("%%\n    f(1,\n2)\nif x {").checkBrackets()
	if p == nil || p.Line != 4 || !strings.HasPrefix(p.Sentence, "This `{` has no `}`") {
		t.Errorf("%+v", p)
	}
}

func TestFuncsWithNames(t *testing.T) {
	for text, want := range map[string]bool{
		"Sum": true, "(p Point) Sum(": true, "(p Point) Sum": false, "(p Point)": false, "() {": false, "": false,
	} {
		if got := named(scan(text).tokens); got != want {
			t.Errorf("func %s: %v", text, got)
		}
	}
	if receiver := scan("(p Point)").tokens; named(receiver[:4]) { // where no more tokens are looked at
		t.Error("a receiver alone is no name")
	}
}

func TestTheFirstSignForMainCounts(t *testing.T) {
	if l := scan("%%\n%%\nx"); l.main != 0 || l.mainLine != 0 {
		t.Errorf("main is at token %d, line %d", l.main, l.mainLine)
	}
}

func TestPlaceAndLine(t *testing.T) {
	if got := place(0, 0); got != "This cell" {
		t.Errorf("no place: %q", got)
	}
	for line, want := range []string{"", "a", "b", ""} {
		if got := Line("a\nb", line); got != want {
			t.Errorf("line %d: %q, want %q", line, got, want)
		}
	}
}

func TestABuildWithMoreErrorsThanProblems(t *testing.T) {
	got := cleanedBuild("./main.go:1:1: a\n./main.go:2:1: b\n", []Problem{{Cell: 3, Line: 1, Message: "a"}})
	if want := "Cell [3], line 1: a\nb"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A syntax error hides declarations from the parser: their first tokens are enough.
func TestDeclarationsByTheirFirstTokens(t *testing.T) {
	for text, want := range map[string]string{
		"func (p *Point) Sum() {": "Point.Sum", "func (Point) Sum() {": "Point.Sum", "func (p Point": "",
		"func (p Point) {": "", "func Sum(x int) {": "Sum", "type Point struct {": "Point", "func() {": "",
	} {
		if got := declaredAt(code(scan(text).tokens)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	c, _ := Read("func f() int {\n\treturn 1 +\n}\n\nfunc (p *Point) Sum() int { return 1 }\n")
	for _, d := range c.declarations {
		if d.key == "Point.Sum" && d.line == 5 {
			return
		}
	}
	t.Errorf("Point.Sum of line 5 is not among %+v", c.declarations)
}

func TestExecWithoutAName(t *testing.T) {
	if p := problemOf("%exec"); p.Sentence == "" {
		t.Errorf("%q was taken", "%exec")
	}
	c, _ := Read("%exec")
	if got := c.main(1); got != "func main() {}\n" {
		t.Errorf("its program is %q", got)
	}
}

func TestNamesOfPackages(t *testing.T) {
	for path, want := range map[string]string{"math/rand/v2": "rand", "v2": "v2", "strings": "strings"} {
		if got := packageName(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestAnImportThatABrowserDoesNotHave(t *testing.T) {
	c, problem := Read("import \"strings\"\nimport \"numpy\"\n\n%%\nnumpy.Zeros(strings.ToUpper(\"a\"))")
	if problem != nil {
		t.Fatal(problem)
	}
	var h History
	_, _, problem = h.Program(c, 1, []Package{{Path: "strings", Name: "strings"}})
	if problem == nil || problem.Line != 2 || problem.Source != `import "numpy"` {
		t.Errorf("%+v", problem)
	}
}

func TestCommandsThatABrowserDoesNotHave(t *testing.T) {
	for cell, want := range map[string]struct {
		line   int
		source string
		name   string
	}{
		"%%bash\nls":    {1, "%%bash", "`%%bash`"},
		"%ls\n!ls -l":   {2, "!ls -l", "`!ls -l`"},
		"%ls\n%cd data": {2, "%cd data", "`%cd`"},
	} {
		c, problem := Read(cell)
		if problem != nil {
			t.Fatal(problem)
		}
		p := c.NotInABrowser()
		if p == nil || p.Line != want.line || p.Source != want.source || !strings.HasPrefix(p.Sentence, want.name+" ") {
			t.Errorf("%q: %+v", cell, p)
		}
	}
	if c, _ := Read("%ls\n%%\nfmt.Println(1)"); c.NotInABrowser() != nil {
		t.Errorf("%%ls works in a browser: %+v", c.NotInABrowser())
	}
}

func TestEachBadFormatGetsItsNote(t *testing.T) {
	if notes := FormatNotes("%!d(float64=0.5) and %!d(MISSING)"); len(notes) != 2 {
		t.Errorf("the notes are %q", notes)
	}
}

func TestABackquoteAloneIsNoCode(t *testing.T) {
	if got := withCode("5 ` 6"); strings.Contains(got, "<code") {
		t.Error(got)
	}
}

func TestWhatABoxHides(t *testing.T) {
	for _, c := range []struct{ message, details, want string }{
		{"a\nb", "", "a\nb"}, {"a", "", ""}, {"a\nb", "all", "all"}, {"a", "all", "all"},
	} {
		if got := (Explanation{Message: c.message, Details: c.details}).folded(); got != c.want {
			t.Errorf("%q, %q: %q", c.message, c.details, got)
		}
	}
}

func TestNamesOfTwoLettersAreNotAlike(t *testing.T) {
	if got := nearest("xs", []string{"xy"}); got != "" {
		t.Errorf("xs is like %q", got)
	}
	if got := nearest("sum", []string{"sun"}); got != "sun" {
		t.Errorf("sum is like %q", got)
	}
}

func TestTheFirstLetterOfACommandDecides(t *testing.T) {
	if got := nearestCommand("lm"); got != "ls" {
		t.Errorf("%%lm is near %%%s, and %%ls begins with the same letter", got)
	}
}

func TestWhatACellImportsIsNotMissed(t *testing.T) {
	c, _ := Read("import \"strings\"\n\n%%\nstrings.ToUpper(softmax)")
	var h History
	for name, want := range map[string]bool{"strings": false, "softmax": true, "len": false} {
		if got := h.isMissed(name, c); got != want {
			t.Errorf("%s is missed: %v", name, got)
		}
	}
}

func TestTheLastErrorCounts(t *testing.T) {
	for stderr, want := range map[string]string{
		"hm\npanic: oh\n": "panic: oh\n", "✗ a\nhm\n✗ b\n": "✗ b\n", "hm": "",
	} {
		if got := stderr[FailureAt(stderr):]; got != want {
			t.Errorf("%q: the failure is %q, want %q", stderr, got, want)
		}
	}
	if got := lastCross("✗ a\n✗ b\n"); got != "b" {
		t.Errorf("the last sentence is %q", got)
	}
	if got := endMessage("exit status 1\nsignal: killed\n", 0); got != "signal: killed" {
		t.Errorf("the program ended with %q", got)
	}
	if got := endMessage("", 0); got != "exit status 0" {
		t.Errorf("a program that ended well: %q", got)
	}
}

func TestATraceOfFortyLinesIsShownWhole(t *testing.T) {
	for lines, cut := range map[int]bool{traceLines: false, traceLines + 1: true} {
		trace := cleanedTrace(strings.Repeat("a\n", lines))
		if got := strings.HasSuffix(trace, "…"); got != cut {
			t.Errorf("%d lines: cut %v", lines, got)
		}
	}
}
