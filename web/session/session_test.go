package session

import (
	"strings"
	"testing"

	"nexttoken/internal/gocell"
)

var packages = []gocell.Package{
	{Path: "fmt", Name: "fmt", Exports: []string{"Println", "Scanln"}},
	{Path: "os", Name: "os", Exports: []string{"Exit"}},
	{Path: "nexttoken/pkg/cell", Name: "cell", Exports: []string{"Check", "Must"}},
}

// text returns what a box shows; "" for none.
func text(b *Box) string {
	if b == nil {
		return ""
	}
	return b.Text
}

func TestACellThatIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		source  string
		program string // a part of it; "" for none
		runs    bool
		failure string // a part of what the box shows
		output  string
	}{
		"statements":      {"%%\nfmt.Println(1)", `import fmt "fmt"`, true, "", ""},
		"declarations":    {"func f() {}", "func f() {}", false, "", ""},
		"a comment":       {"// nothing", "func main() {}", false, "", ""},
		"a command":       {"%ls", "", false, "", "func six\n"},
		"a shell command": {"!ls", "", false, "`!ls` does not work in a browser", ""},
		"an environment":  {"%env A=3\n%%\nfmt.Println(1)", "", false, "`%env` does not work in a browser", ""},
		"a magic":         {"%%bash\nls", "", false, "`%%bash` does not work in a browser", ""},
		"two mains":       {"%%\nf()\n%%\ng()", "", false, "A cell has one main", ""},
		"no such package": {"import \"numpy\"\n%%\nnumpy.Array()", "", false, "line 1", ""},
	} {
		s := New(packages)
		s.Read("func six() int { return 6 }", 1)
		s.Built("", true)
		r := s.Read(c.source, 2)
		if !strings.Contains(r.Program, c.program) || c.program == "" && r.Program != "" || r.Runs != c.runs {
			t.Errorf("%s: runs %v, the program %q", name, r.Runs, r.Program)
		}
		if got := text(r.Error); !strings.Contains(got, c.failure) || c.failure == "" && got != "" {
			t.Errorf("%s: the error %q, want %q", name, got, c.failure)
		}
		if r.Output != c.output {
			t.Errorf("%s: the output %q, want %q", name, r.Output, c.output)
		}
	}
}

func TestAMistakeNamesItsCellAndLine(t *testing.T) {
	s := New(packages)
	s.Read("func twice(x int) int {\n\treturn 2 * y\n}", 3)
	box := s.Built("cell3.go:2:13: undefined: y\n", false)
	if got := text(box); !strings.Contains(got, "Cell [3], line 2") || !strings.Contains(got, "return 2 * y") {
		t.Errorf("%q", got)
	}
	s.Read("func twice(x int) int { return 2 * x }", 4)
	s.Built("", true)
	s.Read("func twice(x int) int { return z }", 5)
	s.Built("cell5.go:1:32: undefined: z\n", false)
	r := s.Read("%%\nfmt.Println(twice(3))", 6)
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0].Text, "still the version before cell [5]") {
		t.Errorf("the notes are %v", r.Notes)
	}
	if !strings.Contains(r.Program, "return 2 * x") {
		t.Errorf("the program has not the version that compiled: %s", r.Program)
	}
}

func TestWhyAProgramEnded(t *testing.T) {
	const trace = "panic: oh\n\ngoroutine 1 [running]:\nmain.main()\n\tcell1.go:2 +0x1\n"
	const source = "%%\ncell.Check(f())\nfmt.Println(1)"
	for name, c := range map[string]struct {
		source string
		ending Ending
		want   string // a part of the box; "" for none
		stderr string
	}{
		"well":             {source, Ending{Stdout: "1\n"}, "", ""},
		"our packages":     {source, Ending{Stderr: "✗ no names\n", Status: 1}, "Cell [1], line 2: no names", ""},
		"a panic":          {source, Ending{Stderr: "hm\n" + trace, Status: 2}, "Cell [1], line 2", "hm\n"},
		"a recovered one":  {source, Ending{Stdout: "1\n", Stderr: "panic: oh\n"}, "", "panic: oh\n"},
		"stopped":          {source, Ending{Status: -2}, "This cell was stopped", ""},
		"stopped by us":    {source, Ending{Status: 2, Why: "Stopped: too much."}, "Stopped: too much.", ""},
		"an exit":          {"%%\nos.Exit(0)", Ending{}, "`os.Exit` ended the whole program", ""},
		"an exit, at last": {"%%\nos.Exit(0)", Ending{Stdout: "1\n"}, "", ""},
	} {
		s := New(packages)
		s.Read(c.source, 1)
		s.Built("", true)
		result := s.Ended(c.ending)
		if got := text(result.Error); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if result.Stderr != c.stderr {
			t.Errorf("%s: the standard error %q, want %q", name, result.Stderr, c.stderr)
		}
	}
}

func TestABadFormatIsNoted(t *testing.T) {
	s := New(packages)
	s.Read("%%\nfmt.Println(1)", 1)
	s.Built("", true)
	if notes := s.Ended(Ending{Stdout: "%!d(float64=0.5)"}).Notes; len(notes) != 1 {
		t.Errorf("the notes are %v", notes)
	}
}

func TestACellThatWasStopped(t *testing.T) {
	s := New(packages)
	s.Read("func f() {}", 1)
	if got := text(s.Stopped()); !strings.Contains(got, "You stopped this cell") {
		t.Error(got)
	}
	if r := s.Read("%%\nf()", 2); len(r.Notes) != 1 {
		t.Errorf("the notes are %v", r.Notes)
	}
}
