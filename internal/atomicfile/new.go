package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// WriteNew writes a file that must not exist yet. It waits until the bytes are on the disk, and then gives the file its
// name. After an error there is no new file, or a whole one whose name may not be on the disk yet. The error is a
// *fs.PathError with the path; it is fs.ErrExist if there is a file by that name, which stays as it is.
func WriteNew(path string, content []byte) error {
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
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return about(path, err)
	}
	return nil
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
