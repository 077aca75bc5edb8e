//go:build !js

package training

import "github.com/gofrs/flock"

// lock waits until no other process holds the lock file, and returns what gives it back.
func lock(path string) (unlock func() error, err error) {
	file := flock.New(path)
	if err := file.Lock(); err != nil {
		return nil, err
	}
	return file.Unlock, nil
}
