package cellprocess

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"testing"
	"time"
)

// waits is a process that says that it is there, and waits to be interrupted.
func waits() {
	fmt.Println("ready")
	time.Sleep(5 * time.Second)
}

// starts is a process that starts another, which it ends with.
func starts() {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	command := exec.Command(filepath.Join(filepath.Dir(os.Args[0]), "compile"))
	command.Env, command.Stdout = append(os.Environ(), "PROGRAM=waits"), os.Stdout
	if command.Run() != nil {
		os.Exit(1)
	}
}

// started starts a process under a name, in GoNB's place, and waits until it is ready.
func started(t *testing.T, dir, name, program string) *exec.Cmd {
	t.Helper()
	link(t, filepath.Join(dir, name))
	command := exec.Command(filepath.Join(dir, name))
	command.Env = append(os.Environ(), "PROGRAM="+program)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout = write
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	t.Cleanup(func() { _ = read.Close() })
	if text, err := bufio.NewReader(read).ReadString('\n'); err != nil {
		t.Fatalf("%s printed %q: %v", name, text, err)
	}
	return command
}

func TestAnInterruptEndsWhatBuildsAndLeavesTheProgramToGoNB(t *testing.T) {
	dir, gonb := t.TempDir(), os.Getpid()
	link(t, filepath.Join(dir, "compile"))
	build, server := started(t, dir, "go", "starts"), started(t, dir, "gopls", "waits")
	if HasProgram(gonb) {
		t.Error("a program runs before it is started")
	}
	program := started(t, dir, programPrefix+"1", "waits")
	if !HasProgram(gonb) {
		t.Error("the program is not found")
	}
	InterruptBuild(gonb)
	if _ = build.Wait(); build.ProcessState.Success() {
		t.Error("what builds was not interrupted")
	}
	if !HasProgram(gonb) {
		t.Error("the program was interrupted with what builds it")
	}
	InterruptProgram(gonb)
	if _ = program.Wait(); program.ProcessState.String() != "signal: interrupt" {
		t.Errorf("the program: %s", program.ProcessState)
	}
	_ = server.Process.Kill()
	if _ = server.Wait(); server.ProcessState.String() != "signal: killed" {
		t.Errorf("gopls, which completes names: %s", server.ProcessState)
	}
}

func TestAProgramThatIsInterruptedHasTimeToSave(t *testing.T) {
	command, folder := launched(t, "saves")
	pipe, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	printed := bufio.NewReader(pipe)
	if ready, err := printed.ReadString('\n'); err != nil {
		t.Errorf("it printed %q: %v", ready, err)
	}
	_ = command.Process.Signal(os.Interrupt)
	rest, _ := io.ReadAll(printed)
	if err := command.Wait(); err != nil || string(rest) != "saved\n" || folder.TakeStopped() != "" {
		t.Errorf("it printed %q at its end (%v), want \"saved\"", rest, err)
	}
}
