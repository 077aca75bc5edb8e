package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"nexttoken/pkg/llama"
)

func TestTheTableOfChecks(t *testing.T) {
	passes := check{"plugin", func() (string, error) { return "found", nil }, "install it"}
	fails := check{"kernel", func() (string, error) { return "", errors.New("bin/gonb is missing") }, "run make setup"}
	var out bytes.Buffer
	if err := runChecks([]check{passes, fails}, &out); !errors.Is(err, errNotReady) ||
		status(err, "doctor", &out) != failed {
		t.Errorf("one check fails: %v", err)
	}
	want := "✓ plugin      found\n" +
		"✗ kernel      bin/gonb is missing\n" +
		"              → run make setup\n" +
		"\n1 of 2 need attention\n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
	out.Reset()
	optional := check{"model", func() (string, error) { return "", fmt.Errorf("%w: yet", llama.ErrNotInstalled) }, "do"}
	want = "✓ plugin      found\n" +
		"– model       SmolLM2 is not installed: yet\n" +
		"              → do\n" +
		"\nThis machine is ready for the lecture.\n"
	if err := runChecks([]check{passes, optional}, &out); err != nil || out.String() != want {
		t.Errorf("without what is optional: %v: %q, want %q", err, out.String(), want)
	}
	if line := (result{"kernel", "no", "do", false}).line(true); !strings.HasPrefix(line, "\033[31m✗") {
		t.Errorf("on a terminal: %q", line)
	}
}

// The checks of this very machine, which `make test` has set up. How fast cells are is not tested.
func TestChecks(t *testing.T) {
	environment = func() (string, error) { return filepath.Abs("../../.venv") }
	for _, each := range checks() {
		found, err := each.run()
		if err != nil && !strings.Contains(err.Error(), "a changed cell that uses XLA takes") {
			t.Errorf("%s: %v", each.name, err)
		}
		t.Log(each.name, found)
	}
}

// A check that cannot be done says why.
func TestChecksWithoutAnEnvironment(t *testing.T) {
	environment = func() (string, error) { return t.TempDir(), nil }
	for wanted, run := range map[string]func() (string, error){
		"bin/gonb is missing": checkKernel, "no cell ran": checkCells,
	} {
		if _, err := run(); err == nil || !strings.Contains(err.Error(), wanted) {
			t.Errorf("without a kernel: %v, want %q", err, wanted)
		}
	}
	if _, err := checkSeconds(30); err == nil {
		t.Error("a cell of half a minute passed")
	}
}

// Nothing is left of the cells that doctor runs: no file, and no process, such as a gopls that is on a user's PATH.
func TestDoctorLeavesNothing(t *testing.T) {
	files, programs := t.TempDir(), t.TempDir()
	put(t, programs, "gopls", "#!/bin/sh\nexec sleep 600\n")
	if err := os.Chmod(filepath.Join(programs, "gopls"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", files)
	t.Setenv("PATH", programs+":"+os.Getenv("PATH"))
	environment = func() (string, error) { return filepath.Abs("../../.venv") }
	if _, err := checkCells(); err != nil && !strings.Contains(err.Error(), "a changed cell that uses XLA takes") {
		t.Errorf("no cell ran: %v", err)
	}
	if left, err := os.ReadDir(files); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if left := processesWith("TMPDIR=" + files); len(left) > 0 {
		t.Errorf("left the processes %v", left)
	}
}

// processesWith returns the processes whose environment has a text. On a system without /proc it returns none.
func processesWith(text string) (found []string) {
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range environments {
		if content, err := os.ReadFile(path); err == nil && strings.Contains(string(content), text) &&
			filepath.Base(filepath.Dir(path)) != strconv.Itoa(os.Getpid()) {
			found = append(found, path)
		}
	}
	return found
}
