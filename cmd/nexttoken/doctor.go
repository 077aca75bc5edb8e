package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"

	"nexttoken/internal/gpu"
	"nexttoken/pkg/llama"
)

// errNotReady ends `nexttoken doctor` if a check failed. It is not printed: the table shows what failed.
var errNotReady = errors.New("a check failed")

// check is one thing that this machine needs. A later check may need an earlier one, but all run.
type check struct {
	name string
	run  func() (found string, err error)
	fix  string // what to do if run returns an error
}

// result is a line of the table.
type result struct {
	name, found string
	fix         string // what to do; "" if the check passed
	optional    bool   // most of the lecture works without it
}

// doctor checks this machine, and prints a table: what is right, what is not, and how to fix it.
func doctor(args []string, out, notes io.Writer) error {
	f := newFlags("doctor", "", notes)
	if err := f.parse(args); err != nil {
		return err
	}
	completeEnvironment()
	return runChecks(checks(), out)
}

// completeEnvironment sets PATH and HOME if they are missing: Go needs both.
func completeEnvironment() {
	if os.Getenv("PATH") == "" {
		os.Setenv("PATH", "/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin")
	}
	if me, err := user.Current(); err == nil && os.Getenv("HOME") == "" {
		os.Setenv("HOME", me.HomeDir)
	}
}

// runChecks runs all checks and prints a line for each. It returns errNotReady if one failed.
func runChecks(all []check, out io.Writer) error {
	failures := 0
	for _, each := range all {
		result := each.result()
		if result.fix != "" && !result.optional {
			failures++
		}
		fmt.Fprint(out, result.line(isTerminal(out)))
	}
	if failures > 0 {
		fmt.Fprintf(out, "\n%d of %d need attention\n", failures, len(all))
		return errNotReady
	}
	fmt.Fprintln(out, "\nThis machine is ready for the lecture.")
	return nil
}

// result runs the check.
func (c check) result() result {
	found, err := c.run()
	if err != nil {
		sentence := strings.Join(strings.Fields(err.Error()), " ")
		return result{c.name, sentence, c.fix, errors.Is(err, llama.ErrNotInstalled) || errors.Is(err, gpu.ErrCPU)}
	}
	return result{c.name, found, "", false}
}

// line returns the line of a result, and a second one with the fix. On a terminal, the mark is green, red, or
// yellow for what is missing and optional.
func (r result) line(coloured bool) string {
	mark, colour, fix := "✓", "32", ""
	if r.fix != "" {
		mark, colour, fix = "✗", "31", fmt.Sprintf("%14s→ %s\n", "", r.fix)
	}
	if r.optional {
		mark, colour = "–", "33"
	}
	if coloured {
		mark = "\033[" + colour + "m" + mark + "\033[0m"
	}
	return fmt.Sprintf("%s %-12s%s\n%s", mark, r.name, r.found, fix)
}
