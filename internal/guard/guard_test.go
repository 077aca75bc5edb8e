package guard

import (
	"strings"
	"testing"

	"nexttoken/internal/board"
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
		if got := gocell.Line(g.sources[test.cell], test.line); got != test.want {
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

func TestWhatASavedPageHoldsOfACellIsKeptForTheBoard(t *testing.T) {
	display := func(kind string, data map[string]any) jupyter.Message {
		m, err := jupyter.Request("session", kind, map[string]any{"data": data})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	g, r := &Guard{board: &board.Reporter{}}, &run{}
	g.notePlain(r, display("display_data", map[string]any{"text/plain": "✓ Right.", "text/html": "<b>hidden</b>"}))
	g.notePlain(r, display("update_display_data", map[string]any{"text/plain": "again"}))
	g.notePlain(r, display("display_data", map[string]any{"text/plain": 3}))
	g.notePlain(r, display("execute_result", map[string]any{"text/plain": strings.Repeat(" Well done.", 1000)}))
	if got := r.plain.String(); !strings.HasPrefix(got, "✓ Right. Well done.") || len(got) > 2*longestPlain {
		t.Errorf("kept: %d bytes, %.50q", len(got), got)
	}
	g, r = &Guard{}, &run{}
	if g.notePlain(r, display("display_data", map[string]any{"text/plain": "a"})); r.plain.Len() > 0 {
		t.Error("something is kept where there is no board")
	}
}
