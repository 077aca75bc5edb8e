package atomicfile

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

// Without the lock, goroutines that read a number, add 1 and write it would lose some.
func TestLockLetsOneWriteAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "number")
	const writers, each = 8, 20
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				unlock, err := Lock(path)
				if err != nil {
					t.Error(err)
					return
				}
				text, _ := os.ReadFile(path)
				number, _ := strconv.Atoi(string(text))
				if err := Write(path, []byte(strconv.Itoa(number+1))); err != nil {
					t.Error(err)
				}
				if err := unlock(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if text, err := os.ReadFile(path); err != nil || string(text) != strconv.Itoa(writers*each) {
		t.Errorf("the file holds %s, %v, want %d", text, err, writers*each)
	}
}
