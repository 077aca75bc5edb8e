package main

// A fresh copy of a notebook, next to the student's own.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nexttoken/internal/atomicfile"
)

// reset puts a fresh copy of a notebook next to the student's own, as 03_model.fresh.ipynb. It never overwrites a
// file: the next copy is 03_model.fresh-2.ipynb.
func reset(args []string, out, notes io.Writer) error {
	flags := newFlags("reset", "NOTEBOOK     such as 03 or notebooks/03_model.ipynb; run it in notebooks/ or in "+
		"the folder above it", notes)
	words, err := flags.words(args, 1, 1)
	if err != nil {
		return err
	}
	lecture, err := lectureOfThisProgram()
	if err != nil {
		return err
	}
	path, err := freshCopy(lecture, folderOfNotebooks(), words[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is a fresh copy; your own notebook is unchanged\n", path)
	return nil
}

// folderOfNotebooks returns the folder that has notebooks/: the current one, or the one above if this is notebooks/
// itself.
func folderOfNotebooks() string {
	if here, err := os.Getwd(); err == nil && filepath.Base(here) == "notebooks" {
		return ".."
	}
	return "."
}

// freshCopy copies the lecture's notebook whose name begins with name to notebooks/ of a directory. It returns the
// path of the copy.
func freshCopy(lecture, directory, name string) (string, error) {
	file, err := onlyNotebook(filepath.Join(lecture, "notebooks"), name)
	if err != nil {
		return "", err
	}
	mine, err := os.Stat(filepath.Join(directory, "notebooks"))
	if err != nil || !mine.IsDir() {
		return "", wrong("there is no folder notebooks here: go to the folder that has it, " +
			"with cd student in a checkout, with cd elsewhere")
	}
	if theirs, err := os.Stat(filepath.Join(lecture, "notebooks")); err == nil && os.SameFile(theirs, mine) {
		return "", wrong("this folder has the lecture's own notebooks, and yours are in another one: cd student")
	}
	content, err := asHandedOut(lecture, filepath.Join("notebooks", file))
	if err != nil {
		return "", err
	}
	own := filepath.Join(directory, "notebooks", strings.TrimSuffix(file, ".ipynb"))
	path := own + ".fresh.ipynb"
	for count := 2; ; count++ {
		err := atomicfile.WriteNew(path, content)
		if !errors.Is(err, fs.ErrExist) {
			return path, err
		}
		path = fmt.Sprintf("%s.fresh-%d.ipynb", own, count)
	}
}

// isFreshCopy reports whether a name is one that reset gives.
func isFreshCopy(name string) bool { return strings.Contains(name, ".fresh") }

// onlyNotebook returns the one notebook of a directory that a student means: by the beginning of its name, or by the
// path of the student's own, which may be a copy such as 03_model-Copy1.ipynb.
func onlyNotebook(directory, meant string) (string, error) {
	all, err := notebooksIn(directory)
	if err != nil {
		return "", err
	}
	name := filepath.Base(meant)
	var found []string
	for _, file := range all {
		if strings.HasPrefix(file, name) || strings.HasPrefix(name, strings.TrimSuffix(file, ".ipynb")) {
			found = append(found, file)
		}
	}
	if len(found) != 1 {
		return "", wrong("%q is the beginning of %d notebooks: write the beginning of one of %s",
			meant, len(found), strings.Join(all, ", "))
	}
	return found[0], nil
}
