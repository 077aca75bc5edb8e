// Package atomicfile writes files atomically: a reader finds the old content or the new, never a part of it, even if
// the program was killed, the machine stopped, or the disk was full.
package atomicfile

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// part marks the name of a file that is being written.
const part = ".part"

// Write gives a file new content. It makes the file and its directories if they are missing.
//
// It writes to a new file in the same directory, waits until the bytes are on the disk, renames it, and waits until the
// name is on the disk, too. After an error the old file is unchanged, and the new one is removed; or the new one is
// whole, but its name may not be on the disk yet. The error is a *fs.PathError with the path.
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
	} else {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return about(path, err)
	}
	return nil
}

// fill writes the content, waits until it is on the disk, and closes the file.
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

// about returns the error with the path of the file in place of its part's.
func about(path string, err error) error {
	return &fs.PathError{Op: "write", Path: path, Err: cmp.Or(errors.Unwrap(err), err)}
}

// Sweep removes the parts of a file whose writers were killed. Nothing else may write the file at the same time.
func Sweep(path string) {
	parts, _ := filepath.Glob(path + part + "*")
	for _, left := range parts {
		os.Remove(left)
	}
}
