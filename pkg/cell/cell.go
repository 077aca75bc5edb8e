// Package cell keeps the cells of a notebook short: a cell gets its value, or it shows one sentence and ends.
//
// A failed cell shows the sentence, which begins with ✗, and below it GoNB's "exit status 1". Jupyter counts that as
// an error, so that a run of the whole notebook stops or reports it. A panic would fail as well, but would show a
// stack with the paths of a temporary directory.
package cell

import (
	"fmt"
	"os"
)

// Must returns value if err is nil. Otherwise it shows the error and ends the program, as Check does.
func Must[T any](value T, err error) T {
	Check(err)
	return value
}

// Check does nothing if err is nil. Otherwise it writes ✗ and the error to the standard error, and ends the program
// with status 1.
func Check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "✗", err)
		exit(1)
	}
}

// exit is replaced in tests.
var exit = os.Exit
