package atomicfile_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"nexttoken/internal/atomicfile"
)

func ExampleWrite() {
	directory, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(directory)
	path := filepath.Join(directory, "models", "guesses.json") // models is made
	for _, content := range []string{"the first", "another"} {
		fmt.Println(atomicfile.Write(path, []byte(content)))
	}
	content, err := os.ReadFile(path)
	fmt.Printf("%s %v\n", content, err)
	// Output:
	// <nil>
	// <nil>
	// another <nil>
}

// namesIn returns the names in a directory.
func namesIn(t *testing.T, directory string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestAReaderFindsAWholeFileWhoeverWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	var writers sync.WaitGroup
	for _, letter := range []string{"a", "b", "c", "d"} {
		writers.Go(func() {
			for range 10 {
				if err := atomicfile.Write(path, []byte(strings.Repeat(letter, 100_000))); err != nil {
					t.Error(err)
				}
				content, err := os.ReadFile(path)
				if err != nil || len(content) != 100_000 ||
					strings.Count(string(content), string(content[:1])) != 100_000 {
					t.Errorf("%d bytes, %v", len(content), err)
				}
			}
		})
	}
	writers.Wait()
	if names := namesIn(t, filepath.Dir(path)); len(names) != 1 {
		t.Errorf("%q are left", names)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o644 {
		t.Errorf("%v, %v: others should be able to read it", info.Mode(), err)
	}
}

func TestAnErrorNamesTheFileAndLeavesNoPart(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "file")
	if err := os.MkdirAll(filepath.Join(path, "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := atomicfile.Write(path, []byte("content"))
	var named *fs.PathError
	if !errors.As(err, &named) || named.Path != path || strings.Contains(err.Error(), ".part") {
		t.Errorf("the path is a directory: %v", err)
	}
	if names := namesIn(t, directory); len(names) != 1 {
		t.Errorf("%q are left", names)
	}
}

func TestSweepRemovesPartsOnly(t *testing.T) {
	directory := t.TempDir()
	for _, name := range []string{"file", "file.part123", "file.part", "other.part1", "file.lock"} {
		if err := os.WriteFile(filepath.Join(directory, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	atomicfile.Sweep(filepath.Join(directory, "file"))
	if names := namesIn(t, directory); fmt.Sprint(names) != "[file file.lock other.part1]" {
		t.Errorf("%q are left", names)
	}
}
