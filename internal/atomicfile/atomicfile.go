// Package atomicfile writes files that are always whole: whoever opens one finds the old content or the new, never a
// part of it, though the program was killed, the machine stopped, or the disk was full.
package atomicfile

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// part stands in the name of a file that is being written, after the name that it will get.
const part = ".part"

// Write gives a file new content, and makes the file, and the directories that it lies in, where they are missing.
//
// It writes beside the file under a name that no other writer has, makes sure that the bytes are on the disk, and
// renames. An error leaves the file as it was, and nothing beside it.
func Write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+part)
	if err != nil {
		return about(path, err)
	}
	if err = fill(file, content); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
		return about(path, err)
	}
	return nil
}

// fill writes the content, makes sure that it is on the disk, and closes the file.
func fill(file *os.File, content []byte) error {
	defer file.Close() // after an error
	if _, err := file.Write(content); err != nil {
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return file.Close()
}

// about says what the operating system said of the part as said of the file, whose name a reader knows.
func about(path string, err error) error {
	return &fs.PathError{Op: "write", Path: path, Err: cmp.Or(errors.Unwrap(err), err)}
}

// Sweep removes what writers of the file left beside it that were killed. No other may be writing the file at the
// same time.
func Sweep(path string) {
	parts, _ := filepath.Glob(path + part + "*")
	for _, left := range parts {
		os.Remove(left)
	}
}
