package main

// The notebooks as a student gets them: without outputs, because students predict a result before they see it.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nexttoken/internal/atomicfile"
	"nexttoken/internal/blank"
)

// solutionsVariable is the environment variable for the solved pages: on (or not set) hands them out, off leaves them
// out.
const solutionsVariable = "NEXTTOKEN_SOLUTIONS"

// handout copies the lecture's notebooks to notebooks/ of a directory. It never changes a file that exists.
func handout(args []string, _, notes io.Writer) error {
	flags := newFlags("handout", "DIRECTORY     copies to DIRECTORY/notebooks/ the notebooks that are missing there\n"+
		"                                    (NEXTTOKEN_SOLUTIONS=off leaves out the solved ones)", notes)
	words, err := flags.words(args, 1, 1)
	if err != nil {
		return err
	}
	solutions, err := handsOutSolutions()
	if err != nil {
		return err
	}
	lecture, err := lectureOfThisProgram()
	if err != nil {
		return err
	}
	return handOut(lecture, words[0], solutions)
}

func handsOutSolutions() (bool, error) {
	switch value := os.Getenv(solutionsVariable); value {
	case "", "on":
		return true, nil
	case "off":
		return false, nil
	default:
		return false, wrong("%s is %q: write on, or off to leave out the solved pages", solutionsVariable, value)
	}
}

// lectureOfThisProgram returns the directory of the lecture: this program is in its .venv/bin.
func lectureOfThisProgram() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	if program, err = filepath.EvalSymlinks(program); err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(program), "..", ".."), nil
}

func handOut(lecture, directory string, solutions bool) error {
	folders := []string{"notebooks"}
	if solutions {
		folders = append(folders, "notebooks/solutions")
	}
	for _, folder := range folders {
		files, err := notebooksIn(filepath.Join(lecture, folder))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(directory, folder), 0o777); err != nil {
			return err
		}
		for _, file := range files {
			if err := copyWhereMissing(lecture, directory, filepath.Join(folder, file)); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyWhereMissing(lecture, directory, file string) error {
	path := filepath.Join(directory, file)
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	content, err := asHandedOut(lecture, file)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteNew(path, content); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// notebooksIn returns the names of a directory's notebooks, without the copies that reset made.
func notebooksIn(directory string) (files []string, err error) {
	entries, err := os.ReadDir(directory)
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".ipynb") && !isFreshCopy(name) {
			files = append(files, name)
		}
	}
	return files, err
}

// asHandedOut returns a notebook of the lecture without outputs. The solved ones keep theirs.
func asHandedOut(lecture, file string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(lecture, file))
	if err != nil || filepath.Base(filepath.Dir(file)) == "solutions" {
		return content, err
	}
	content, err = blank.Notebook(content)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be handed out, it is not a notebook: %w", filepath.Join(lecture, file), err)
	}
	return content, nil
}
