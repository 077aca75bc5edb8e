package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHandoutPutsNotebooksOnlyWhereTheyAreMissing(t *testing.T) {
	lecture, home := lectureAndHome(t)
	for range 2 {
		if err := handOut(lecture, home, true); err != nil {
			t.Fatal(err)
		}
		expect(t, home, "notebooks/03_model.ipynb", "edited")
		expect(t, home, "notebooks/04_training.ipynb", asGiven)
		expect(t, home, "notebooks/solutions/03_model.ipynb", executed)
	}
	entries, err := os.ReadDir(filepath.Join(home, "notebooks"))
	if err != nil || len(entries) != 3 {
		t.Errorf("more files than notebooks: %v, %v", entries, err)
	}
}

func TestHandoutLeavesOutTheSolutions(t *testing.T) {
	lecture, home := lectureAndHome(t)
	if err := handOut(lecture, home, false); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(home, "notebooks", "solutions")); !os.IsNotExist(err) {
		t.Errorf("solutions were handed out: %v", err)
	}
}

func TestHandoutSaysWhichFileIsNoNotebook(t *testing.T) {
	lecture, home := lectureAndHome(t)
	put(t, lecture, "notebooks/05_broken.ipynb", "not JSON")
	if err := handOut(lecture, home, false); err == nil ||
		!strings.Contains(err.Error(), "05_broken.ipynb cannot be handed out, it is not a notebook") {
		t.Errorf("a broken notebook was handed out, or the message is %v", err)
	}
	if _, err := os.Stat(filepath.Join(home, "notebooks", "05_broken.ipynb")); !os.IsNotExist(err) {
		t.Error("a broken notebook is in the home")
	}
}

func TestHandoutTakesOnAndOffAlone(t *testing.T) {
	for value, want := range map[string]bool{"": true, "on": true, "off": false} {
		t.Setenv(solutionsVariable, value)
		if got, err := handsOutSolutions(); err != nil || got != want {
			t.Errorf("%s=%q: %v, %v", solutionsVariable, value, got, err)
		}
	}
	for _, value := range []string{"OFF", "no", "0", "false", "off "} {
		home := t.TempDir()
		t.Setenv(solutionsVariable, value)
		status, _, notes := call("handout", home)
		if status != misused || strings.Count(notes, "\n") != 1 || !strings.Contains(notes, "write on, or off") {
			t.Errorf("%s=%q: status %d: %s", solutionsVariable, value, status, notes)
		}
		if entries, err := os.ReadDir(home); err != nil || len(entries) > 0 {
			t.Errorf("%s=%q: handed out %v, %v", solutionsVariable, value, entries, err)
		}
	}
}
