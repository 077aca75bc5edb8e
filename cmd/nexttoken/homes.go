package main

// The notebooks in the homes of a class. A student controls a home, and root reads it: so nothing outside the home is
// opened, also not by a link, nothing waits for pipes, and all that is read has a limit.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"nexttoken/internal/savedchecks"
)

// The limits of what is read of a home, together with those of savedchecks.
const (
	mostPages    = 100    // notebooks
	mostNames    = 10_000 // in a folder of notebooks: if it holds more, some of its names are not seen
	mostLeftOut  = 10     // of a home that are named
	mostAtOnce   = 4      // homes that are read at the same time: each takes memory
	mostUnlisted = 100    // exercises that the lecture does not have
)

// savedPage is a student's notebook.
type savedPage struct {
	path  string // in the home, such as notebooks/03_model.ipynb
	saved time.Time
	savedchecks.Page
}

// digits returns the number of the page, such as 03.
func (p savedPage) digits() string { return filepath.Base(p.path)[:2] }

// leftOut is what is not counted, and why. Both are savedchecks.Plain.
type leftOut struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

func newLeftOut(path string, why error) leftOut {
	var inside *fs.PathError // which repeats the path
	if errors.As(why, &inside) {
		why = inside.Err
	}
	return leftOut{savedchecks.Plain(path), savedchecks.Plain(why.Error())}
}

// readHomes reads the notebooks of each student: FOLDER/STUDENT/notebooks/, or in a Docker volume
// FOLDER/VOLUME/_data/notebooks/; none if the folder is "".
func (r *room) readHomes(folder string) error {
	if folder == "" {
		return nil
	}
	entries, err := os.ReadDir(folder)
	var readers sync.WaitGroup
	slots := make(chan bool, min(mostAtOnce, runtime.GOMAXPROCS(0)))
	missing := make([][]leftOut, len(entries))
	for i, entry := range entries {
		slots <- true
		readers.Go(func() {
			missing[i] = r.readStudent(folder, entry)
			<-slots
		})
	}
	readers.Wait()
	r.leftOut = append(r.leftOut, slices.Concat(missing...)...)
	return err
}

// readStudent reads a student's notebooks, if the entry of the class's folder is a folder. It returns what it could
// not read, mostLeftOut at most and a count of the others.
func (r *room) readStudent(folder string, entry fs.DirEntry) (missing []leftOut) {
	path := filepath.Join(folder, entry.Name())
	if entry.Type()&fs.ModeSymlink != 0 {
		return []leftOut{{savedchecks.Plain(path), "it is a link: a student's folder must be a real folder"}}
	}
	if !entry.IsDir() {
		return nil
	}
	home, err := os.OpenRoot(path)
	if err != nil {
		return []leftOut{newLeftOut(path, err)}
	}
	defer home.Close()
	for page, err := range pagesIn(home) {
		if err == nil {
			err = r.add(entry.Name(), page)
		}
		if err != nil {
			missing = append(missing, newLeftOut(filepath.Join(path, page.path), err))
		}
	}
	if more := len(missing) - mostLeftOut; more > 0 {
		missing = append(missing[:mostLeftOut], leftOut{savedchecks.Plain(path), fmt.Sprintf("%d more", more)})
	}
	return missing
}

// pagesIn returns the notebooks in a student's home. With an error, the page has only the path of what was not read.
func pagesIn(home *os.Root) iter.Seq2[savedPage, error] {
	return func(yield func(savedPage, error) bool) {
		reader, count := savedchecks.NewReader(), 0
		for _, folder := range []string{"notebooks", filepath.Join("_data", "notebooks")} {
			names, err := pageNames(home, folder)
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !yield(savedPage{path: folder}, err) {
				return
			}
			for _, name := range names {
				path := filepath.Join(folder, name)
				if count++; count > mostPages {
					yield(savedPage{path: path}, fmt.Errorf("this home has more than %d notebooks: "+
						"this one and those after it were not read", mostPages))
					return
				}
				if !yield(readPage(home, path, reader)) {
					return
				}
			}
		}
	}
}

// isPage reports whether a name is one of a page, such as 03_model.ipynb or 03_model-Copy1.ipynb.
func isPage(name string) bool {
	is, _ := filepath.Match("[0-9][0-9]_*.ipynb", name)
	return is
}

// pageNames returns the sorted names of the pages in a folder of a student's home.
func pageNames(home *os.Root, folder string) (pages []string, err error) {
	file, err := openInside(home, folder)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	names, err := file.Readdirnames(mostNames)
	if err == io.EOF {
		err = nil // it is empty
	}
	for _, name := range names {
		if isPage(name) {
			pages = append(pages, name)
		}
	}
	if more, _ := file.Readdirnames(1); len(more) > 0 {
		err = fmt.Errorf("it holds more than %d names: notebooks may be among those that were not read", mostNames)
	}
	slices.Sort(pages)
	return pages, err
}

// readPage reads a notebook in a student's home. It must be a regular file and not too large.
func readPage(home *os.Root, path string, reader *savedchecks.Reader) (page savedPage, err error) {
	page.path = path
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
		return page, errors.New("it is not a regular file")
	case found.Size() > savedchecks.LargestNotebook():
		return page, fmt.Errorf("it has %d bytes: a notebook has at most %d",
			found.Size(), savedchecks.LargestNotebook())
	}
	page.saved = found.ModTime()
	if page.Page, err = reader.Read(file); err != nil {
		err = fmt.Errorf("it is not a notebook that can be counted: %w", err)
	}
	return page, err
}

// openInside opens a path in a student's home, if it also leads to a file in the home. It does not wait for the
// writer of a pipe.
func openInside(home *os.Root, path string) (*os.File, error) {
	file, err := home.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return nil, fmt.Errorf("it cannot be read inside this student's folder: %w", pathError.Err)
	}
	return file, err
}
