package atomicfile_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"nexttoken/internal/atomicfile"
)

// These variables make this test's binary write files in a folder until an error, and limit their size in bytes.
const (
	writesIn = "NEXTTOKEN_TEST_WRITES_IN"
	room     = "NEXTTOKEN_TEST_ROOM"
)

func TestMain(m *testing.M) {
	folder := os.Getenv(writesIn)
	if folder == "" {
		os.Exit(m.Run())
	}
	if most, err := strconv.ParseUint(os.Getenv(room), 10, 64); err == nil {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			panic(err)
		}
	}
	for i := 0; ; i++ {
		err := atomicfile.WriteNew(filepath.Join(folder, fmt.Sprint(i)), content(i))
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(i)
	}
}

// writer returns the command that writes files in a folder.
func writer(folder, room string) *exec.Cmd {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), writesIn+"="+folder, room)
	return command
}

// content returns what file i holds: 100 KB.
func content(i int) []byte { return bytes.Repeat(fmt.Appendf(nil, "%10d", i), 10_000) }

// Whoever writes is killed: each file that has a name is whole.
func TestKilledWhileItWrites(t *testing.T) {
	for kill := range 20 {
		folder := t.TempDir()
		command := writer(folder, "")
		out, err := command.StdoutPipe()
		if err == nil {
			err = command.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != fmt.Sprint(kill); {
		}
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // it was killed
		if whole := wholeFiles(t, folder); whole <= kill {
			t.Errorf("%d files are there: want more than %d", whole, kill)
		}
	}
}

// On a full disk no part stays. A limit of the size of files looks like one.
func TestAFullDisk(t *testing.T) {
	folder := t.TempDir()
	out, err := writer(folder, room+"=50000").Output()
	want := "write " + filepath.Join(folder, "0") + ": file too large\n"
	if names := namesIn(t, folder); err == nil || string(out) != want || len(names) > 0 {
		t.Errorf("%q, %v, and %q are left", out, err, names)
	}
}

// wholeFiles counts the files that have a name. All must be whole.
func wholeFiles(t *testing.T, folder string) (count int) {
	t.Helper()
	for _, name := range namesIn(t, folder) {
		if strings.HasPrefix(name, ".part-") {
			continue
		}
		var i int
		if _, err := fmt.Sscan(name, &i); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !bytes.Equal(got, content(i)) {
			t.Errorf("%s has %d bytes, %v", name, len(got), err)
		}
		count++
	}
	return count
}

// Of several who write the same file one does, and no part is left.
func TestOneWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page")
	var writers sync.WaitGroup
	var wrote atomic.Int32
	for i := range 8 {
		writers.Go(func() {
			err := atomicfile.WriteNew(path, content(i))
			if err == nil {
				wrote.Add(1)
			} else if !errors.Is(err, fs.ErrExist) {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	info, err := os.Stat(path)
	names := namesIn(t, filepath.Dir(path))
	if wrote.Load() != 1 || len(names) != 1 || err != nil || info.Mode() != 0o644 {
		t.Errorf("%d wrote %q, %v", wrote.Load(), names, err)
	}
}

// Whatever has the name stays, also a link that leads nowhere.
func TestAFileThatExistsStays(t *testing.T) {
	folder := t.TempDir()
	mine, link := filepath.Join(folder, "mine"), filepath.Join(folder, "link")
	for _, err := range []error{os.WriteFile(mine, []byte("mine"), 0o600), os.Symlink("nowhere", link)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{mine, link, folder} {
		err := atomicfile.WriteNew(path, []byte("another"))
		var named *fs.PathError
		if !errors.Is(err, fs.ErrExist) || !errors.As(err, &named) || named.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	if got, err := os.ReadFile(mine); err != nil || string(got) != "mine" {
		t.Errorf("it holds %q, %v", got, err)
	}
	if to, err := os.Readlink(link); err != nil || to != "nowhere" {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if names := namesIn(t, folder); len(names) != 2 {
		t.Errorf("left %q", names)
	}
}

func TestAFolderThatIsMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "page")
	want := "write " + path + ": no such file or directory"
	if err := atomicfile.WriteNew(path, nil); !errors.Is(err, fs.ErrNotExist) || err.Error() != want {
		t.Error(err)
	}
}
