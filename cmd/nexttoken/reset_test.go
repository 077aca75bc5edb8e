package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A notebook as the lecture keeps it, and as a student gets it.
const (
	executed = `{"cells":[{"cell_type":"markdown","metadata":{},"source":["1 < 2 & ë"]},` +
		`{"cell_type":"code","execution_count":1,"metadata":{},"outputs":[{"output_type":"stream"}],` +
		`"source":["1 + 1"]}],"nbformat":4}`
	asGiven = `{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "1 < 2 & ë"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "metadata": {},
   "outputs": [],
   "source": [
    "1 + 1"
   ]
  }
 ],
 "nbformat": 4
}
`
)

// lectureAndHome makes a lecture with two notebooks, and a student's home with an edited copy of one.
func lectureAndHome(t *testing.T) (lecture, home string) {
	t.Helper()
	lecture, home = t.TempDir(), t.TempDir()
	put(t, lecture, "notebooks/03_model.ipynb", executed)
	put(t, lecture, "notebooks/04_training.ipynb", executed)
	put(t, lecture, "notebooks/solutions/03_model.ipynb", executed)
	put(t, home, "notebooks/03_model.ipynb", "edited")
	return lecture, home
}

func put(t testing.TB, directory, path, content string) {
	t.Helper()
	path = filepath.Join(directory, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, directory, path, content string) {
	t.Helper()
	if got, err := os.ReadFile(filepath.Join(directory, path)); err != nil || string(got) != content {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, content)
	}
}

func TestResetNeverWritesOverAFile(t *testing.T) {
	lecture, home := lectureAndHome(t)
	for _, want := range []string{"03_model.fresh.ipynb", "03_model.fresh-2.ipynb", "03_model.fresh-3.ipynb"} {
		path, err := freshCopy(lecture, home, "03")
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("the copy is %s (%v), want %s", path, err, want)
		}
		expect(t, home, "notebooks/"+want, asGiven)
		put(t, home, "notebooks/"+want, "edited too")
	}
	expect(t, home, "notebooks/03_model.ipynb", "edited")
	expect(t, home, "notebooks/03_model.fresh.ipynb", "edited too")
}

func TestResetLeavesTheLecturesOwnFolderAlone(t *testing.T) {
	lecture, _ := lectureAndHome(t)
	if _, err := freshCopy(lecture, lecture, "03"); err == nil || !strings.Contains(err.Error(), "cd student") {
		t.Errorf("in the lecture's own folder: %v", err)
	}
	if found, _ := filepath.Glob(filepath.Join(lecture, "notebooks", "*.fresh*")); len(found) > 0 {
		t.Errorf("left %v", found)
	}
}

func TestResetSaysThatThereIsNoFolderOfNotebooks(t *testing.T) {
	lecture, _ := lectureAndHome(t)
	if _, err := freshCopy(lecture, t.TempDir(), "03"); err == nil ||
		!strings.Contains(err.Error(), "no folder notebooks here") {
		t.Errorf("without notebooks: %v", err)
	}
}

func TestResetSaysWhichNotebooksThereAre(t *testing.T) {
	lecture, home := lectureAndHome(t)
	for _, name := range []string{"0", "17", "3", "", ".", "notebooks/", "notebooks/17_x.ipynb"} {
		_, err := freshCopy(lecture, home, name)
		if err == nil || !strings.Contains(err.Error(), "03_model.ipynb, 04_training.ipynb") {
			t.Errorf("reset %s: %v, want the names of both notebooks", name, err)
		}
	}
}

// What tab completion writes, and the names of the student's own copies.
func TestResetKnowsANotebookByItsPath(t *testing.T) {
	lecture, home := lectureAndHome(t)
	for _, meant := range []string{
		"03", "03_model.ipynb", "notebooks/03_model.ipynb", "./notebooks/03_model.fresh.ipynb", "03_model-Copy1.ipynb",
		"notebooks/solutions/03_model.ipynb",
	} {
		path, err := freshCopy(lecture, home, meant)
		if err != nil || !strings.HasPrefix(filepath.Base(path), "03_model.fresh") {
			t.Errorf("reset %s: %s, %v", meant, path, err)
		}
	}
}
