package guard

import (
	"testing"

	"nexttoken/internal/gocell"
	"nexttoken/internal/jupyter"
)

func TestExitStatus(t *testing.T) {
	for ending, want := range map[string]int{
		"exit status 3": 3, "exit status 130": 130, "signal: interrupt": -2, "signal: killed": -9,
		"signal: aborted (core dumped)": -6, "signal: segmentation fault": -11, "": 0,
	} {
		if got := exitStatus(ending); got != want {
			t.Errorf("%q: %d, want %d", ending, got, want)
		}
	}
}

func TestOnlyGoNBsOwnLinesAreEndings(t *testing.T) {
	for text, want := range map[string]bool{
		"exit status 2\n": true, "^C\nsignal: interrupt\n": true, "signal: killed\n": true,
		"exit status 2": false, "the exit status 2\n": false, "a\nexit status 2\n": false, "exit status 2\nb\n": false,
	} {
		if got := endings.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestATraceBeginsALine(t *testing.T) {
	for text, want := range map[string]int{
		"panic: x\n": 0, "before\npanic: x\n": 7, "fatal error: stack overflow": 0,
		"runtime: goroutine stack exceeds 1-byte limit": 0, "no panic: here\n": -1, "": -1,
	} {
		got := -1
		if found := traceStart.FindStringIndex(text); found != nil {
			got = found[0]
		}
		if got != want {
			t.Errorf("%q begins a trace at %d, want %d", text, got, want)
		}
	}
}

func TestDisplayLimit(t *testing.T) {
	for value, want := range map[string]int{
		"": 50 * megabyte, "3": 3 * megabyte, "0": 50 * megabyte, "much": 50 * megabyte,
	} {
		t.Setenv("NEXTTOKEN_DISPLAY_MB", value)
		if got := displayLimit(); got != want {
			t.Errorf("%q: %d bytes, want %d", value, got, want)
		}
	}
}

func TestLineOfACellThatRan(t *testing.T) {
	g := Guard{sources: map[int]string{3: "%%\nfmt.Println(1)"}}
	for _, test := range []struct {
		cell, line int
		want       string
	}{{3, 2, "fmt.Println(1)"}, {3, 3, ""}, {3, 0, ""}, {4, 1, ""}} {
		if got := g.line(test.cell, test.line); got != test.want {
			t.Errorf("line %d of cell %d is %q, want %q", test.line, test.cell, got, test.want)
		}
	}
}

func TestRememberFollowsWhetherTheProgramWasBuilt(t *testing.T) {
	first, _ := gocell.Read("func one() int { return 1 }")
	second, _ := gocell.Read("func one() int { return 2 }")
	use, _ := gocell.Read("%%\none()")
	for _, test := range []struct {
		evalue  string
		problem *gocell.Problem
		stale   int
	}{
		{"", nil, 0}, {"exit status 2", nil, 0}, {"signal: killed", nil, 0},
		{"./main.go:3:4: undefined: x", nil, 1}, {"", &gocell.Problem{}, 1},
	} {
		var g Guard
		g.history.Compiled(first, 1)
		result := map[string]any{"status": "ok", "execution_count": 2.0}
		if test.evalue != "" {
			result["status"], result["evalue"] = "error", test.evalue
		}
		g.remember(&run{cell: second, problem: test.problem}, result, test.evalue != "" || test.problem != nil)
		if notes := g.history.Notes(use); len(notes) != test.stale {
			t.Errorf("after %q (%v) the notes are %q", test.evalue, test.problem, notes)
		}
	}
}

// GoNB reads the program's two pipes by itself: what was printed before an error may come after it.
func TestAnErrorIsHeldBackThoughOlderTextComesLater(t *testing.T) {
	g, r := &Guard{}, &run{}
	for _, text := range []struct{ name, text string }{{"stderr", "✗ no\n"}, {"stdout", "1\n"}} {
		m, err := jupyter.Request("session", "stream", map[string]string{"name": text.name, "text": text.text})
		if err != nil {
			t.Fatal(err)
		}
		g.printed(r, m)
	}
	if r.own.String() != "✗ no\n" || r.text.String() != "1\n" {
		t.Errorf("held back: %q; printed: %q", r.own.String(), r.text.String())
	}
}
