package main

// Who may log in at a class server: the names in a file, which is read as a list of names is.

import (
	"fmt"
	"io"
	"os"
	"strings"

	"nexttoken/internal/logins"
)

// printLogins prints the names that may log in, one on each line. The class server calls it, and a teacher can try a
// file.
func printLogins(args []string, out, notes io.Writer) error {
	flags := newFlags("logins", "FILE     has one name on each line, or is a table with a column \"username\" or "+
		"\"name\"", notes)
	words, err := flags.words(args, 1, 1)
	if err != nil {
		return err
	}
	file, err := os.ReadFile(words[0])
	if err != nil {
		return err
	}
	names, remarks, err := logins.In(string(file))
	for _, remark := range remarks {
		fmt.Fprintln(notes, remark)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", words[0], err)
	}
	_, err = fmt.Fprintln(out, strings.Join(names, "\n"))
	return err
}
