// Package cell keeps a notebook's cells short: what a cell needs, or one sentence that says why it is not there.
//
// A failed cell shows the sentence, which begins with ✗, and below it GoNB's "exit status 1"; Jupyter sees an error with that
// value, so that a run of the whole notebook notices. A panic would fail as well, but shows a stack with the paths of a
// temporary directory.
package cell

import (
	"fmt"
	"os"
)

// Must returns value, or shows the error as one sentence and ends the cell as failed.
func Must[T any](value T, err error) T {
	Check(err)
	return value
}

// Check shows an error, if there is one, as one sentence and ends the cell as failed: no stack, no paths.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "✗", err)
		exit(1)
	}
}

// exit is replaced in tests.
var exit = os.Exit
