// Package newfile writes files that must not exist yet: a name stands for a whole file or for none, even if the program
// was killed, the machine stopped, or the disk was full.
package newfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Write writes a new file. It waits until the bytes are on the disk, and then gives the file its name. After an error
// there is no new file, or a whole one whose name may not be on the disk yet. The error is a *fs.PathError with the
// path; it is fs.ErrExist if there is a file by that name, which stays as it is.
func Write(path string, content []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".part-*")
	if err != nil {
		return about(path, err)
	}
	defer os.Remove(part.Name()) // which is a second name of the file by then, if there was no error
	if err := fill(part, content); err != nil {
		return about(path, err)
	}
	if err := give(part.Name(), path); err != nil {
		return about(path, err)
	}
	return about(path, syncFolder(filepath.Dir(path)))
}

// fill writes the content, waits until it is on the disk, and closes the file.
func fill(file *os.File, content []byte) error {
	_, err := file.Write(content)
	return errors.Join(err, file.Chmod(0o644), file.Sync(), file.Close())
}

// give gives a file a name that no other has.
func give(part, path string) error {
	err := os.Link(part, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil { // a disk without links, as some mounted folders have
		return fs.ErrExist
	}
	return os.Rename(part, path)
}

// syncFolder waits until the names in a folder are on the disk, where its disk can do that.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err == nil {
		defer folder.Close()
		err = folder.Sync()
	}
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return nil
	}
	return err
}

// about returns the operating system's error with the path of the file, nil if there is none.
func about(path string, err error) error {
	if err == nil {
		return nil
	}
	var cause syscall.Errno
	if errors.As(err, &cause) {
		err = cause
	}
	return &fs.PathError{Op: "write", Path: path, Err: err}
}
