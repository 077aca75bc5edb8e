package main

// The notebooks in the homes of a class.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"nexttoken/internal/savedchecks"
)

// savedPage is a student's notebook.
type savedPage struct {
	name        string // such as 03_model.ipynb
	saved       time.Time
	checks      []savedchecks.Check
	predictions []savedchecks.Prediction
}

// readStudent reads a student's notebooks, if the entry of the class's folder is a folder.
func readStudent(folder string, entry fs.DirEntry) ([]savedPage, []error) {
	path := filepath.Join(folder, entry.Name())
	if entry.Type()&fs.ModeSymlink != 0 {
		return nil, []error{fmt.Errorf("%s is a link: a student's folder must be a real folder", path)}
	}
	if !entry.IsDir() {
		return nil, nil
	}
	home, err := os.OpenRoot(path)
	if err != nil {
		return nil, []error{err}
	}
	defer home.Close()
	return readHome(home)
}

// readHome reads a student's notebooks. The student controls the home, and root reads it: so it opens nothing outside
// the home, also not by a link, and does not wait for pipes.
func readHome(home *os.Root) (pages []savedPage, unread []error) {
	for _, folder := range []string{"notebooks", filepath.Join("_data", "notebooks")} {
		names, err := namesIn(home, folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			unread = append(unread, err)
		}
		for _, name := range names {
			if !isPage(name) {
				continue
			}
			each, err := readPage(home, filepath.Join(folder, name))
			if err != nil {
				unread = append(unread, err)
				continue
			}
			pages = append(pages, each)
		}
	}
	return pages, unread
}

// isPage reports whether a name is one of a page, such as 03_model.ipynb or 03_model-Copy1.ipynb.
func isPage(name string) bool {
	is, _ := filepath.Match("[0-9][0-9]_*.ipynb", name)
	return is
}

// namesIn returns the sorted names in a folder of a student's home.
func namesIn(home *os.Root, folder string) ([]string, error) {
	file, err := openInside(home, folder)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	names, err := file.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// largestNotebook is in bytes, far above the size of a page with its charts.
const largestNotebook = 100 << 20

// readPage reads a notebook in a student's home. It must be a regular file and not too large.
func readPage(home *os.Root, path string) (page savedPage, err error) {
	file, err := openInside(home, path)
	if err != nil {
		return page, err
	}
	defer file.Close()
	found, err := file.Stat() // of the open file: the path may lead to another one by now
	switch {
	case err != nil:
		return page, err
	case !found.Mode().IsRegular():
		return page, fmt.Errorf("%s is not a regular file", file.Name())
	case found.Size() > largestNotebook:
		return page, fmt.Errorf("%s has %d bytes: a notebook has at most %d",
			file.Name(), found.Size(), largestNotebook)
	}
	content, err := io.ReadAll(io.LimitReader(file, largestNotebook))
	if err != nil {
		return page, err
	}
	page = savedPage{name: filepath.Base(path), saved: found.ModTime()}
	if page.checks, err = savedchecks.In(content); err == nil {
		page.predictions, err = savedchecks.Predictions(content)
	}
	if err != nil {
		return page, fmt.Errorf("%s is not a notebook: %w", file.Name(), err)
	}
	return page, nil
}

// openInside opens a path in a student's home, if it also leads to a file in the home. It does not wait for the
// writer of a pipe.
func openInside(home *os.Root, path string) (*os.File, error) {
	file, err := home.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return nil, fmt.Errorf("%s cannot be read inside this student's folder: %w",
			filepath.Join(home.Name(), path), pathError.Err)
	}
	return file, err
}
