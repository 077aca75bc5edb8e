// Package cellprocess runs the programs of a notebook's cells within limits. GoNB builds a program with "go build" and
// starts it; this package stands in front of both. The go command that GoNB finds is Go's own with one more file in the
// program (Build), and what GoNB starts as the program is a launcher (Launch), which starts it and ends it when it
// prints too much or takes too much memory.
package cellprocess

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// The environment of GoNB holds these, for Build and Launch.
const (
	folderVariable = "NEXTTOKEN_CELLS" // the folder of one kernel
	goVariable     = "NEXTTOKEN_GO"    // Go's own go command
)

// Folder holds what the processes of one kernel share. The path is short, since sockets lie in it.
type Folder struct{ path, goCommand string }

// NewFolder makes a kernel's folder, with a go command in it that is this program.
func NewFolder() (Folder, error) {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		return Folder{}, fmt.Errorf("the go command is not in the PATH: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return Folder{}, err
	}
	path, err := os.MkdirTemp("", "nexttoken-")
	if err != nil {
		return Folder{}, err
	}
	f := Folder{path, goCommand}
	if err := os.Mkdir(f.bin(), 0o700); err != nil {
		return f, err
	}
	return f, os.Symlink(self, filepath.Join(f.bin(), "go"))
}

// Path returns the folder's path.
func (f Folder) Path() string { return f.path }

// Remove removes the folder.
func (f Folder) Remove() { _ = os.RemoveAll(f.path) }

func (f Folder) bin() string { return filepath.Join(f.path, "bin") }

// Environment returns the variables of GoNB's that lead its processes here.
func (f Folder) Environment() []string {
	return []string{
		folderVariable + "=" + f.path, goVariable + "=" + f.goCommand,
		"PATH=" + f.bin() + string(os.PathListSeparator) + os.Getenv("PATH"),
	}
}

// stop records why a cell's program is ended, in a sentence for the student.
func (f Folder) stop(why string) { _ = os.WriteFile(f.stopped(), []byte(why), 0o600) }

// TakeStopped returns why the last program was ended, once; "" if it ended by itself.
func (f Folder) TakeStopped() string {
	why, err := os.ReadFile(f.stopped())
	if err != nil {
		return ""
	}
	_ = os.Remove(f.stopped())
	return string(why)
}

func (f Folder) stopped() string { return filepath.Join(f.path, "stopped") }

// ofEnvironment returns the folder that the environment names.
func ofEnvironment() Folder { return Folder{os.Getenv(folderVariable), os.Getenv(goVariable)} }

// Setting returns a whole number above 0 from the environment, or the default.
func Setting(variable string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return otherwise
}
