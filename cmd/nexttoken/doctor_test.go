package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheDoctorsTable(t *testing.T) {
	well := examination{"plugin", func() (string, error) { return "found", nil }, "install it"}
	ill := examination{"kernel", func() (string, error) { return "", errors.New("bin/gonb is missing") }, "run make setup"}
	var out bytes.Buffer
	if err := examine([]examination{well, ill}, &out); !errors.Is(err, errUnhealthy) || status(err, "doctor", &out) != failed {
		t.Errorf("an illness: %v", err)
	}
	for _, part := range []string{"✓ plugin      found\n", "✗ kernel      bin/gonb is missing\n", "→ run make setup", "1 of 2 need attention"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the table lacks %q:\n%s", part, out.String())
		}
	}
	out.Reset()
	if err := examine([]examination{well}, &out); err != nil || !strings.Contains(out.String(), "ready for the lecture") {
		t.Errorf("all well: %v: %s", err, out.String())
	}
	if line := (finding{"kernel", "no", "do"}).line(true); !strings.HasPrefix(line, "\033[31m✗") {
		t.Errorf("on a terminal: %q", line)
	}
}

// The examinations of this very machine, which `make test` has set up. How fast cells are is not tested.
func TestExaminations(t *testing.T) {
	environment = func() (string, error) { return filepath.Abs("../../.venv") }
	for _, examination := range examinations() {
		found, err := examination.look()
		if err != nil && !strings.Contains(err.Error(), "a changed cell that uses XLA takes") {
			t.Errorf("%s: %v", examination.what, err)
		}
		t.Log(examination.what, found)
	}
	environment = func() (string, error) { return t.TempDir(), nil }
	for name, look := range map[string]func() (string, error){"bin/gonb is missing": lookAtKernel, "no cell ran": lookAtCells} {
		if _, err := look(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without a kernel: %v, want %q", err, name)
		}
	}
	if _, err := judgeCell(30); err == nil {
		t.Error("a cell of half a minute was found well")
	}
}
