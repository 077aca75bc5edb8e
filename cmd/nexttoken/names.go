package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

// readFile reads a list of names. The error is one sentence with the reason.
func readFile(path string) (string, error) {
	if path == "" {
		return "", wrong("--names is missing: give a file with one name on each line")
	}
	text, err := os.ReadFile(path)
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return "", fmt.Errorf("the names in %q cannot be read (%w): give a file with one name on each line",
			path, pathError.Err)
	}
	return string(text), err
}

// readNames reads, cleans and splits a list of names. The vocabulary is a–z, or with "auto" the characters of the
// names.
func readNames(path, vocabulary string) (v *vocab.Vocabulary, split corpus.Split, report corpus.Report, err error) {
	text, err := readFile(path)
	if err != nil {
		return nil, split, report, err
	}
	if vocabulary != "auto" {
		split, report, err = corpus.Load(text, vocab.Letters())
		return vocab.Letters(), split, report, err
	}
	names, report, err := corpus.CleanAny(text)
	if err != nil {
		return nil, split, report, err
	}
	if v, err = vocab.FromNames(names); err != nil {
		return nil, split, report, err
	}
	split = corpus.SplitNames(names)
	return v, split, report, split.Check()
}

// isTerminal reports whether the writer is a terminal.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}
