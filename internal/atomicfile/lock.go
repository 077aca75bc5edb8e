//go:build !js

package atomicfile

import (
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Lock waits until no other process, and no other goroutine, holds the lock of a file, and holds it until the returned
// function is called. The lock is a file of its own beside it, which stays: path with ".lock". Missing directories are
// made.
func Lock(path string) (unlock func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	held := flock.New(path + ".lock")
	return held.Unlock, held.Lock()
}
