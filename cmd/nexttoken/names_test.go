package main

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/vocab"
)

// A student's folder has no data/: the lecture's names are there all the same.
func TestTheLecturesNamesAreEverywhere(t *testing.T) {
	t.Chdir(t.TempDir())
	var notes strings.Builder
	for _, paths := range [][]string{nil, {"data/names.txt"}, {"./data/names.txt"}} {
		all, err := cleanLists(paths, cleanWith(vocab.Letters()), &notes)
		if err != nil || !slices.Equal(all.names, strings.Fields(data.Names())) {
			t.Errorf("%v: %d names, %v", paths, len(all.names), err)
		}
	}
	if note := "these are the lecture's names, data/names.txt: give others"; !strings.HasPrefix(notes.String(), note) {
		t.Errorf("printed %q", notes.String())
	}
	put(t, ".", "data/names.txt", "mine")
	if all, err := cleanLists([]string{"data/names.txt"}, cleanWith(vocab.Letters()), &notes); err != nil ||
		!slices.Equal(all.names, []string{"mine"}) {
		t.Errorf("a student's own data/names.txt: %v, %v", all, err)
	}
}

func TestSeveralLists(t *testing.T) {
	table, plain := write(t, "name,sex", "Ada,F", "Ben,M"), write(t, "ben", "cyd e")
	var notes strings.Builder
	all, err := cleanLists([]string{table, plain}, cleanWith(vocab.Letters()), &notes)
	if err != nil || !slices.Equal(all.names, []string{"ada", "ben"}) {
		t.Errorf("%v, %v", all.names, err)
	}
	for _, want := range []string{table + ":\n", plain + ":\n", `column 1 of 2, "name"`, "dropped 1: a space inside"} {
		if !strings.Contains(notes.String(), want) {
			t.Errorf("printed %q, want %q", notes.String(), want)
		}
	}
	if _, err := all.split(); err == nil || !strings.Contains(err.Error(), "of 2 lines, 1 were dropped, all for this") {
		t.Errorf("too few names: %v", err)
	}
}

// The report of what was dropped comes before the error.
func TestTheReportComesBeforeTheError(t *testing.T) {
	directory, _ := sharedModel(t)
	for _, command := range []string{"train", "score --model " + directory} {
		arguments := append(strings.Fields(command), "--names", write(t, "Ada King", "Ben Ng", "ada1"))
		_, _, notes := call(arguments...)
		lines := strings.Split(notes, "\n")
		if len(lines) < 3 || lines[0] != "kept 0 of 3 lines" ||
			!strings.HasPrefix(lines[1], "dropped 2: a space inside") ||
			!strings.HasPrefix(lastLine(notes), "nexttoken "+arguments[0]+": ") {
			t.Errorf("%s printed %q", arguments[0], notes)
		}
	}
}
