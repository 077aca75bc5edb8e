package main

// The notebooks as a student gets them: without outputs, because a prediction comes before its result.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// solutionsVariable says in the environment whether the solved pages are handed out, too: on, as when it is not set, or off.
const solutionsVariable = "NEXTTOKEN_SOLUTIONS"

// handout puts the lecture's notebooks into notebooks/ of a directory, each only where it is missing: what a student wrote stays.
func handout(args []string, _, notes io.Writer) error {
	flags := newFlags("handout", "DIRECTORY     puts the notebooks there, into notebooks/, each only where it is missing\n"+
		"                                    (with NEXTTOKEN_SOLUTIONS=off, without the solved ones)", notes)
	if err := flags.words(args, 1, 1); err != nil {
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
	return handOut(lecture, args[0], solutions)
}

func handsOutSolutions() (bool, error) {
	switch value := os.Getenv(solutionsVariable); value {
	case "", "on":
		return true, nil
	case "off":
		return false, nil
	default:
		return false, wrong("%s is %q: write on, or off to leave the solved pages out", solutionsVariable, value)
	}
}

// lectureOfThisProgram returns the directory of the lecture, in whose .venv/bin this program lies.
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
	if err := writeNew(path, content); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// notebooksIn returns the names of a directory's notebooks; not those that reset put there.
func notebooksIn(directory string) (files []string, err error) {
	entries, err := os.ReadDir(directory)
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, ".ipynb") && !isFreshCopy(name) {
			files = append(files, name)
		}
	}
	return files, err
}

// asHandedOut returns a notebook of the lecture without outputs. The solved ones keep theirs, to compare with.
func asHandedOut(lecture, file string) ([]byte, error) {
	content, err := os.ReadFile(filepath.Join(lecture, file))
	if err != nil || filepath.Base(filepath.Dir(file)) == "solutions" {
		return content, err
	}
	content, err = withoutOutputs(content)
	if err != nil {
		return nil, fmt.Errorf("%s is no notebook that can be handed out: %w", filepath.Join(lecture, file), err)
	}
	return content, nil
}

func withoutOutputs(notebook []byte) ([]byte, error) {
	var content map[string]any
	decoder := json.NewDecoder(bytes.NewReader(notebook))
	decoder.UseNumber()
	if err := decoder.Decode(&content); err != nil {
		return nil, err
	}
	cells, _ := content["cells"].([]any)
	for _, cell := range cells {
		if cell, _ := cell.(map[string]any); cell["cell_type"] == "code" {
			cell["outputs"], cell["execution_count"] = []any{}, nil
		}
	}
	if metadata, _ := content["metadata"].(map[string]any); metadata != nil {
		metadata["language_info"] = kernelsLanguage
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(content)
	return written.Bytes(), err
}

// kernelsLanguage is what the kernel says of its language. JupyterLab writes that into a page, which is changed then, though it was only
// opened, unless it stands there.
var kernelsLanguage = map[string]string{"name": "go", "version": runtime.Version(), "mimetype": "text/x-go", "file_extension": ".go",
	"pygments_lexer": "", "codemirror_mode": "", "nbconvert_exporter": ""}

// writeNew writes a file that must not exist yet. It gets its name when it is whole.
func writeNew(path string, content []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // where it got no name
	_, err = part.Write(content)
	if err = errors.Join(err, part.Chmod(0o644), part.Close()); err != nil {
		return err
	}
	if err := os.Link(part.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil { // a disk without links, as of some mounted folders
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return os.Rename(part.Name(), path)
}
