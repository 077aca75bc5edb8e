package gocell

import (
	"strings"
	"testing"
)

func TestExplainRun(t *testing.T) {
	all := recordings(t)
	for name, want := range map[string]struct {
		cell, line       int
		message, pattern string
	}{
		"slice":         {0, 0, "panic: runtime error: slice bounds out of range [:5] with length 3", "ends at 5"},
		"nilptr":        {10, 3, "panic: runtime error: invalid memory address or nil pointer dereference", "is `nil`"},
		"deep":          {48, 1, "panic: runtime error: index out of range [2] with length 1", "no index 2"},
		"panic sprintf": {21, 2, "panic: a 3\n\tb", "`panic` and this text: a 3"},
		"recwrap":       {0, 0, "panic: first", "this text: first"},
		"rec":           {60, 1, "fatal error: stack overflow", "calls itself without end"},
		"log fatal":     {0, 0, "exit status 1", "ended with the code 1"},
		"exit":          {0, 0, "exit status 3", "ended with the code 3"},
		"kill":          {0, 0, "signal: killed", "stopped from outside"},
		"gograph":       {51, 9, "", "In `sum`, `Add` got the shapes [2] and [3]"},
		"must":          {0, 0, "", `"abi!": '!' is not in the vocabulary (a–z)`},
	} {
		e := ExplainRun(all[name].Stderr, 2)
		if e.Cell != want.cell || e.Line != want.line || !strings.Contains(e.Sentence, want.pattern) {
			t.Errorf("%s: %+v", name, e)
		}
		if want.message != "" && e.Message != want.message {
			t.Errorf("%s: the message is %q", name, e.Message)
		}
	}
}

// GoNB loses the mark of a line whose path comes in two pieces; another line's mark must not take its place.
func TestALineWithoutItsMark(t *testing.T) {
	goroutine := recordings(t)["goroutine"].Stderr // the panic's line has no mark; "created by", on the same line, has
	if e := ExplainRun(goroutine, 2); e.Cell != 25 || e.Line != 2 {
		t.Errorf("%+v", e)
	}
	other := strings.Replace(goroutine, "main.go:11 +0x59", "main.go:12 +0x59", 1)
	if e := ExplainRun(other, 2); e.Cell != 0 || e.Line != 0 {
		t.Errorf("%+v", e)
	}
}

func TestWhatEndsAProgramWithoutAWord(t *testing.T) {
	for exit, want := range map[int]string{
		-9: "signal: killed", -2: "signal: interrupt", -15: "signal: terminated", 7: "exit status 7", -11: "signal: 11",
	} {
		if e := ExplainRun("the model has\n2 layers", exit); e.Message != want {
			t.Errorf("%d: %+v", exit, e)
		}
	}
}

func TestWhatWasPrintedBeforeAPanicIsNotShownAgain(t *testing.T) {
	e := ExplainRun("step 1\nstep 2\npanic: no names\n\ngoroutine 1 [running]:\n", 2)
	if e.Message != "panic: no names" || strings.Contains(e.Details, "step") {
		t.Errorf("%+v", e)
	}
}

func TestACrossInTheMiddleIsNoEnd(t *testing.T) {
	e := ExplainRun("✗ not yet\npanic: no names\n\ngoroutine 1 [running]:\nmain.main()\n", 2)
	if !strings.Contains(e.Sentence, "no names") {
		t.Errorf("%+v", e)
	}
}
