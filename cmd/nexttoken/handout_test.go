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
		t.Errorf("beside the notebooks, something is left: %v, %v", entries, err)
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
	if err := handOut(lecture, home, false); err == nil || !strings.Contains(err.Error(), "05_broken.ipynb is no notebook") {
		t.Errorf("a broken notebook was handed out, or the message is %v", err)
	}
	if _, err := os.Stat(filepath.Join(home, "notebooks", "05_broken.ipynb")); !os.IsNotExist(err) {
		t.Error("a broken notebook lies in the home")
	}
}
