package cellprocess

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// programSuffix ends the name of the program itself; under the name that GoNB gave it stands the launcher.
const programSuffix = ".cell"

// stackFile becomes a part of every cell's program: endless recursion ends at 32 MB, and not at Go's 1 GB.
const stackFile = `package main

import cellLimits "runtime/debug"

func init() { cellLimits.SetMaxStack(32 << 20) }
`

// Build is the go command that GoNB finds, with its arguments: it becomes Go's own, and where that builds a program, it
// has put the launcher in the program's place before. It returns an exit code if that is impossible.
func Build(arguments []string) int {
	environment := os.Environ()
	if output := outputOf(arguments); output != "" {
		if err := errors.Join(writeOnce("cell_limits.go", stackFile), launcherAt(output)); err != nil {
			return fail(err)
		}
		arguments, environment = withOutput(arguments, output+programSuffix), withLessCollection(environment)
	}
	goCommand := ofEnvironment().goCommand
	return fail(syscall.Exec(goCommand, append([]string{filepath.Base(goCommand)}, arguments...), environment))
}

// withLessCollection returns the environment with less garbage collection for Go's compiler and linker, which end soon:
// a cell is built in nine tenths of the time, and in no more memory. The cell's program does not get it.
func withLessCollection(environment []string) []string {
	if _, set := os.LookupEnv("GOGC"); set {
		return environment
	}
	return append(environment, "GOGC=400")
}

// outputOf returns the program that "go build -o PROGRAM" or "go test -c -o PROGRAM" makes; "" for any other command,
// and for WebAssembly.
func outputOf(arguments []string) string {
	at := slices.Index(arguments, "-o")
	if at < 0 || at+1 == len(arguments) || (arguments[0] != "build" && arguments[0] != "test") {
		return ""
	}
	if os.Getenv("GOARCH") == "wasm" {
		return ""
	}
	return arguments[at+1]
}

// withOutput returns the arguments with another program after "-o".
func withOutput(arguments []string, output string) []string {
	changed := slices.Clone(arguments)
	changed[slices.Index(changed, "-o")+1] = output
	return changed
}

// writeOnce writes a file in the working directory, unless it is there.
func writeOnce(name, text string) error {
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	return os.WriteFile(name, []byte(text), 0o600)
}

// launcherAt puts the launcher, which is this program, at a path.
func launcherAt(path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if there, err := os.Readlink(path); err == nil && there == self {
		return nil
	}
	_ = os.Remove(path)
	return os.Symlink(self, path)
}
