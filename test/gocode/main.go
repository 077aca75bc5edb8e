// Command gocode removes from Go code what changes nothing that it does: comments and layout. It reads a JSON list of
// texts and writes the list of what is left of each, so that a program of one start serves many files:
//
//	echo '["x := 1 // one"]' | gocode
//
// A text is a file, or a cell of a notebook: lines that are commands of GoNB (% and !) stay as they are. Directives
// for the compiler (//go:embed, //go:build) stay, too.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "gocode:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	var texts []string
	if err := json.NewDecoder(in).Decode(&texts); err != nil {
		return fmt.Errorf("want a JSON list of texts: %w", err)
	}
	left := make([]string, len(texts))
	for i, text := range texts {
		left[i] = bare(text)
	}
	return json.NewEncoder(out).Encode(left)
}
