package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"
)

// errUnhealthy is the end of an examination that found something; the reader has been told what.
var errUnhealthy = errors.New("something is missing")

// finding is a line of the doctor's table.
type finding struct {
	what, found string
	remedy      string // what to do; "" where all is well
}

// examination looks at one thing. Later ones may need what earlier ones looked at, but none stops the others.
type examination struct {
	what string
	look func() (found string, err error)
	then string // what to do where it fails
}

// doctor examines this machine: a table of what is well and what is not, and what to do about it.
func doctor(args []string, out, notes io.Writer) error {
	f := newFlags("doctor", "", notes)
	if err := f.parse(args); err != nil {
		return err
	}
	completeEnvironment()
	return examine(examinations(), out)
}

// completeEnvironment gives what this program starts the little that Go cannot work without, where it was started with nothing.
func completeEnvironment() {
	if os.Getenv("PATH") == "" {
		os.Setenv("PATH", "/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin")
	}
	if me, err := user.Current(); err == nil && os.Getenv("HOME") == "" {
		os.Setenv("HOME", me.HomeDir)
	}
}

func examine(all []examination, out io.Writer) error {
	ill := 0
	for _, examination := range all {
		found := examination.examine()
		if found.remedy != "" {
			ill++
		}
		fmt.Fprint(out, found.line(isTerminal(out)))
	}
	if ill > 0 {
		fmt.Fprintf(out, "\n%d of %d need attention\n", ill, len(all))
		return errUnhealthy
	}
	fmt.Fprintln(out, "\nThis machine is ready for the lecture.")
	return nil
}

func (e examination) examine() finding {
	found, err := e.look()
	if err != nil {
		return finding{e.what, strings.Join(strings.Fields(err.Error()), " "), e.then}
	}
	return finding{e.what, found, ""}
}

// line writes a finding, in green or red where a terminal shows colours.
func (f finding) line(coloured bool) string {
	mark, colour, remedy := "✓", "32", ""
	if f.remedy != "" {
		mark, colour, remedy = "✗", "31", fmt.Sprintf("%14s→ %s\n", "", f.remedy)
	}
	if coloured {
		mark = "\033[" + colour + "m" + mark + "\033[0m"
	}
	return fmt.Sprintf("%s %-12s%s\n%s", mark, f.what, f.found, remedy)
}
