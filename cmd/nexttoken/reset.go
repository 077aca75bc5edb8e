package main

// A fresh copy of a notebook, beside the one that was written in.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// reset puts a fresh copy of a notebook beside the student's own, as 03_model.fresh.ipynb. It never writes over a file: the
// next copy is 03_model.fresh-2.ipynb.
func reset(args []string, out, notes io.Writer) error {
	flags := newFlags("reset", "NOTEBOOK     such as 03; run it where notebooks/ is", notes)
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		return flags.parse(append(args, "--help"))
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return err
	}
	lecture := filepath.Join(filepath.Dir(program), "..", "..") // the program lies in .venv/bin of it
	path, err := freshCopy(lecture, ".", args[0])
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is as it was handed out; yours is unchanged\n", path)
	return nil
}

// freshCopy copies the lecture's notebook whose name begins with name to notebooks/ of a directory, and returns the path of the copy.
func freshCopy(lecture, directory, name string) (string, error) {
	file, err := onlyNotebook(filepath.Join(lecture, "notebooks"), name)
	if err != nil {
		return "", err
	}
	content, err := asHandedOut(lecture, directory, file)
	if err != nil {
		return "", err
	}
	beside := filepath.Join(directory, "notebooks", strings.TrimSuffix(file, ".ipynb"))
	path := beside + ".fresh.ipynb"
	for count := 2; ; count++ {
		err := writeNew(path, content)
		if !errors.Is(err, fs.ErrExist) {
			return path, err
		}
		path = fmt.Sprintf("%s.fresh-%d.ipynb", beside, count)
	}
}

// onlyNotebook returns the one file of a directory whose name begins with name.
func onlyNotebook(directory, name string) (string, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return "", err
	}
	var all, found []string
	for _, entry := range entries {
		file := entry.Name()
		if !strings.HasSuffix(file, ".ipynb") || strings.Contains(file, ".fresh") {
			continue
		}
		all = append(all, file)
		if strings.HasPrefix(file, name) {
			found = append(found, file)
		}
	}
	if len(found) != 1 {
		return "", wrong("%q names %d notebooks: write the beginning of one of %s", name, len(found), strings.Join(all, ", "))
	}
	return found[0], nil
}

// asHandedOut returns a notebook before anyone wrote in it: in a checkout, that is what git has.
func asHandedOut(lecture, directory, file string) ([]byte, error) {
	theirs, err := os.Stat(filepath.Join(lecture, "notebooks"))
	if err != nil {
		return nil, err
	}
	if mine, err := os.Stat(filepath.Join(directory, "notebooks")); err != nil || !os.SameFile(theirs, mine) {
		return os.ReadFile(filepath.Join(lecture, "notebooks", file))
	}
	if _, err := os.Stat(filepath.Join(lecture, ".git")); err != nil {
		return nil, fmt.Errorf("this copy of the lecture has no .git, which would keep notebooks/%s as it was handed out: take it from a fresh copy", file)
	}
	content, err := exec.Command("git", "-C", lecture, "show", "HEAD:notebooks/"+file).Output()
	if err != nil {
		return nil, fmt.Errorf("git, which keeps the notebooks as they were handed out, has no notebooks/%s: %w", file, err)
	}
	return content, nil
}

// writeNew writes a file that must not exist yet; what can't be written whole is not left behind.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(path)
	}
	return err
}
