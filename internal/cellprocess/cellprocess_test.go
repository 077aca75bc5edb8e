package cellprocess

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets this test's own binary be the launcher and the programs that it runs.
func TestMain(m *testing.M) {
	if name := os.Args[0]; IsLauncher(name) {
		os.Exit(Launch(name, os.Args[1:]))
	}
	switch os.Getenv("PROGRAM") {
	case "":
		os.Exit(m.Run())
	case "lines":
		for {
			os.Stdout.WriteString("hello\n")
		}
	case "exit 3":
		os.Exit(3)
	case "stdin":
		n, err := os.Stdin.Read(make([]byte, 1))
		os.Stdout.WriteString(strings.Join(os.Args[1:], " "))
		if n != 0 || err == nil {
			os.Exit(1)
		}
	case "memory":
		for all := [][]byte{}; ; {
			all = append(all, bytes.Repeat([]byte{1}, megabyte))
		}
	case "killed":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "half a character":
		os.Stdout.WriteString("a\xc3")
	case "memory limit":
		fmt.Print(debug.SetMemoryLimit(-1))
	case "saves":
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt)
		time.Sleep(5 * lookEvery)
		fmt.Println("ready")
		select {
		case <-interrupts:
			time.Sleep(100 * time.Millisecond)
			fmt.Println("saved")
		case <-time.After(5 * time.Second):
		}
	case "waits":
		waits()
	case "starts":
		starts()
	case "build":
		os.Exit(Build(os.Args[1:]))
	}
}

// launched returns the command that runs a program under the launcher, and the launcher's folder.
func launched(t *testing.T, program string, environment ...string) (*exec.Cmd, Folder) {
	t.Helper()
	folder := Folder{path: t.TempDir()}
	name := filepath.Join(folder.path, "gonb_test")
	link(t, name)
	link(t, name+programSuffix)
	command := exec.Command(name, "an", "argument")
	command.Env = append(os.Environ(), append(environment, "PROGRAM="+program, folderVariable+"="+folder.path)...)
	return command, folder
}

// link puts this test's own binary at a path, and returns where it is.
func link(t *testing.T, path string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return self
}

// launch runs a program under the launcher, and returns what it printed, its exit code and why it was stopped.
func launch(t *testing.T, program string, environment ...string) (printed string, code int, why string) {
	t.Helper()
	command, folder := launched(t, program, environment...)
	out, err := command.Output()
	code, err = exitCode(err)
	if err != nil {
		t.Fatal(err)
	}
	return string(out), code, folder.TakeStopped()
}

func TestAProgramRunsWithItsArgumentsAndWithoutInput(t *testing.T) {
	if printed, code, why := launch(t, "stdin"); printed != "an argument" || code != 0 || why != "" {
		t.Errorf("printed %q, exit code %d, %q", printed, code, why)
	}
}

func TestTheExitCodeIsTheProgramsOwn(t *testing.T) {
	for program, want := range map[string]int{"exit 3": 3, "killed": 128 + 9} {
		if _, code, why := launch(t, program); code != want || why != "" {
			t.Errorf("%s: exit code %d, want %d (%s)", program, code, want, why)
		}
	}
}

// GoNB says "signal: killed" only of a program that a signal ended, and "exit status 137" of any other.
func TestAProgramEndsByItsSignal(t *testing.T) {
	command, _ := launched(t, "killed")
	_ = command.Run()
	if ending := command.ProcessState.String(); ending != "signal: killed" {
		t.Errorf("the launcher ends with %q", ending)
	}
}

func TestTheLastHalfOfACharacterIsPrintedToo(t *testing.T) {
	if printed, _, _ := launch(t, "half a character"); printed != "a\xc3" {
		t.Errorf("printed %q", printed)
	}
}

func TestGoCollectsGarbageBeforeTheLimit(t *testing.T) {
	if got, _, _ := launch(t, "memory limit", "NEXTTOKEN_MEMORY_MB=200"); got != fmt.Sprint(180*megabyte) {
		t.Errorf("Go's own limit is %s bytes, want nine tenths of 200 MB", got)
	}
}

func TestEndlessPrintingEndsAtTheLimit(t *testing.T) {
	printed, code, why := launch(t, "lines", "NEXTTOKEN_PRINT_LINES=70", "NEXTTOKEN_PRINT_MB=2")
	if want := strings.Repeat("hello\n", 70); printed != want {
		t.Errorf("%d bytes are printed, want %d", len(printed), len(want))
	}
	if code == 0 || !strings.Contains(why, "70 lines") || !strings.Contains(why, "NEXTTOKEN_PRINT_LINES=700") ||
		!strings.Contains(why, "NEXTTOKEN_PRINT_MB=20`") {
		t.Errorf("exit code %d: %q", code, why)
	}
	if printed, _, _ := launch(t, "lines"); len(printed) != 6*10_000 {
		t.Errorf("by default %d bytes are printed, want 10,000 lines", len(printed))
	}
}

func TestMemoryEndsAtTheLimit(t *testing.T) {
	_, code, why := launch(t, "memory", "NEXTTOKEN_MEMORY_MB=200")
	if code != 128+9 || !strings.Contains(why, "200 MB") || !strings.Contains(why, "NEXTTOKEN_MEMORY_MB=400`") {
		t.Errorf("exit code %d: %q", code, why)
	}
}

func TestMemoryLimitIsNotMoreThanTheMachines(t *testing.T) {
	if got := memoryLimit(); got <= 0 || got > defaultMemory*megabyte {
		t.Errorf("the limit is %d bytes", got)
	}
}

func TestOutputOf(t *testing.T) {
	for arguments, want := range map[string]string{
		"build -o /tmp/gonb_1/gonb_1": "/tmp/gonb_1/gonb_1", "test -c -o x": "x", "build": "", "work init": "",
		"build -o": "", "env -o x": "",
	} {
		if got := outputOf(strings.Fields(arguments)); got != want {
			t.Errorf("go %s makes %q, want %q", arguments, got, want)
		}
	}
	before := []string{"build", "-o", "x", "-race"}
	if got := withOutput(before, "y"); !slices.Equal(got, []string{"build", "-o", "y", "-race"}) || before[2] != "x" {
		t.Errorf("%v, and %v before", got, before)
	}
}

// The go command is echo here, which prints the arguments that it gets.
func TestBuildPutsTheLauncherInTheProgramsPlace(t *testing.T) {
	echo, err := exec.LookPath("echo")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	self := link(t, filepath.Join(dir, "go"))
	for _, arguments := range []string{"env GOROOT", "build -o gonb_1 -x"} {
		command := exec.Command(filepath.Join(dir, "go"), strings.Fields(arguments)...)
		command.Dir, command.Env = dir, append(os.Environ(), "PROGRAM=build", goVariable+"="+echo)
		out, err := command.CombinedOutput()
		want := strings.Replace(arguments, "gonb_1", "gonb_1"+programSuffix, 1) + "\n"
		if string(out) != want || err != nil {
			t.Errorf("go %s becomes %q (%v), want %q", arguments, out, err, want)
		}
		target, _ := os.Readlink(filepath.Join(dir, "gonb_1"))
		limits, _ := os.ReadFile(filepath.Join(dir, "cell_limits.go"))
		if builds := strings.HasPrefix(arguments, "build"); (target == self) != builds || (len(limits) > 0) != builds {
			t.Errorf("go %s leaves a launcher %q, and %q", arguments, target, limits)
		}
	}
}

// The go command is a script here, which prints how often Go collects garbage.
func TestOnlyWhatBuildsCollectsLessGarbage(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "script")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho $GOGC\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, filepath.Join(dir, "go"))
	for _, c := range []struct{ arguments, set, want string }{
		{"build -o gonb_1", "", "400"},
		{"build -o gonb_1", "GOGC=50", "50"},
		{"run main.go", "", ""},
	} {
		command := exec.Command(filepath.Join(dir, "go"), strings.Fields(c.arguments)...)
		command.Dir, command.Env = dir, []string{"PROGRAM=build", goVariable + "=" + script, c.set}
		out, err := command.CombinedOutput()
		if string(out) != c.want+"\n" || err != nil {
			t.Errorf("go %s with %q gets %q (%v), want %q", c.arguments, c.set, out, err, c.want)
		}
	}
}

func TestTheLauncherReplacesWhatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gonb_1")
	if err := os.Symlink("elsewhere", path); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := launcherAt(path); err != nil {
			t.Fatal(err)
		}
		self, _ := os.Executable()
		if target, _ := os.Readlink(path); target != self {
			t.Errorf("%q is there, want %s", target, self)
		}
	}
}

func TestAFileIsWrittenOnlyOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, text := range []string{"first", "second"} {
		if err := writeOnce(path, text); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(path); string(text) != "first" || err != nil {
		t.Errorf("it holds %q, %v", text, err)
	}
}

func TestSetting(t *testing.T) {
	for value, want := range map[string]int{"": 5, "3": 3, "0": 5, "-1": 5, "much": 5} {
		t.Setenv("NEXTTOKEN_SETTING", value)
		if got := Setting("NEXTTOKEN_SETTING", 5); got != want {
			t.Errorf("%q: %d, want %d", value, got, want)
		}
	}
}

func TestFolder(t *testing.T) {
	folder, err := NewFolder()
	if err != nil {
		t.Fatal(err)
	}
	self, _ := os.Executable()
	if target, err := os.Readlink(filepath.Join(folder.bin(), "go")); target != self || err != nil {
		t.Errorf("its go command is %q (%v), want %s", target, err, self)
	}
	environment := strings.Join(folder.Environment(), "\n")
	if !strings.Contains(environment, "PATH="+folder.bin()+":") || len(folder.Path()) > 80 {
		t.Errorf("%s", environment)
	}
	folder.stop("why")
	if first, second := folder.TakeStopped(), folder.TakeStopped(); first != "why" || second != "" {
		t.Errorf("%q, then %q", first, second)
	}
	folder.Remove()
	if _, err := os.Stat(folder.Path()); err == nil {
		t.Error("the folder is left")
	}
}

func TestInMegabytes(t *testing.T) {
	for bytes, want := range map[int]string{
		2000 * megabyte: "2 GB", 2048 * megabyte: "2 GB", 300 * megabyte: "300 MB", 1536 * megabyte: "1536 MB",
	} {
		if got := inMegabytes(bytes); got != want {
			t.Errorf("%d: %s, want %s", bytes, got, want)
		}
	}
}
