package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A disk without links, such as some mounted folders: a missing part stands for it.
func TestADiskWithoutLinks(t *testing.T) {
	folder := t.TempDir()
	mine, none := filepath.Join(folder, "mine"), filepath.Join(folder, "none")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := give(none, mine); !errors.Is(err, fs.ErrExist) {
		t.Error(err)
	}
	if err := give(none, filepath.Join(folder, "new")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if err := syncFolder(none); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
