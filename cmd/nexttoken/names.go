package main

// Lists of names: those of --names, or the lecture's own.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

const namesHelp = "file with one name on each line, or a table with a column \"name\"; may be given several times " +
	"(the lecture's names)"

// lectures are the lecture's own lists. They can be read everywhere, not only in the folder of the lecture.
var lectures = map[string]func() string{
	"data/names.txt": data.Names, "data/names-english.txt": data.EnglishNames,
}

// readFile reads a list of names. The error is one sentence with the reason.
func readFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	own, isLectures := lectures[filepath.ToSlash(filepath.Clean(path))]
	var pathError *fs.PathError
	switch {
	case isLectures && errors.Is(err, fs.ErrNotExist):
		return own(), nil
	case errors.As(err, &pathError):
		return "", fmt.Errorf("the names in %q cannot be read (%w): give a file with one name on each line",
			path, pathError.Err)
	}
	return string(text), err
}

// cleaner is corpus.CleanAny, or corpus.Clean with a vocabulary.
type cleaner func(list string) ([]string, corpus.Report, error)

func cleanWith(v *vocab.Vocabulary) cleaner {
	return func(list string) ([]string, corpus.Report, error) { return corpus.Clean(list, v) }
}

// lists are cleaned lists of names.
type lists struct {
	names   []string // of all lists, each once
	reports []corpus.Report
}

// cleanLists reads and cleans the lists, and prints the report of each, also if no name is left.
func cleanLists(paths []string, clean cleaner, notes io.Writer) (all lists, err error) {
	if len(paths) == 0 {
		const own = "data/names.txt"
		fmt.Fprintf(notes, "these are the lecture's names, %s: give others with --names FILE\n", own)
		paths = []string{own}
	}
	seen := map[string]bool{}
	for _, path := range paths {
		list, err := readFile(path)
		if err != nil {
			return all, err
		}
		names, report, err := clean(list)
		if len(paths) > 1 {
			fmt.Fprintf(notes, "%s:\n", path)
		}
		if report.Lines > 0 {
			fmt.Fprintln(notes, report)
		}
		if err != nil {
			return all, fmt.Errorf("%s: %w", path, err)
		}
		all.reports = append(all.reports, report)
		for _, name := range names {
			if !seen[name] {
				seen[name] = true
				all.names = append(all.names, name)
			}
		}
	}
	return all, nil
}

// split splits the names. An error says also why names were dropped.
func (l lists) split() (corpus.Split, error) {
	split := corpus.SplitNames(l.names)
	err := split.Check()
	for _, report := range l.reports {
		err = report.Explain(err)
	}
	return split, err
}

// readNames reads, cleans and splits lists of names. The vocabulary is a–z, or with "auto" the characters of the
// names.
func readNames(
	paths []string, vocabulary string, notes io.Writer,
) (v *vocab.Vocabulary, split corpus.Split, err error) {
	clean := cleaner(corpus.CleanAny)
	if vocabulary != "auto" {
		v = vocab.Letters()
		clean = cleanWith(v)
	}
	all, err := cleanLists(paths, clean, notes)
	if err != nil {
		return nil, split, err
	}
	if v == nil {
		if v, err = vocab.FromNames(all.names); err != nil {
			return nil, split, err
		}
	}
	split, err = all.split()
	return v, split, err
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
