//go:build unix

package training

// Real processes that train, and are killed, interrupted, run at the same time, or given no room on the disk.

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// kills is how many processes TestKilledAtAnyMoment kills: 5, or as many as NEXTTOKEN_KILLS says (`make soak`: 50,
// with XLA).
func kills() int { return numberIn(killsVariable, 5) }

// TestKilledAtAnyMoment kills trainings up to three times each, and wants the result of one that nobody disturbed.
func TestKilledAtAnyMoment(t *testing.T) {
	want, took := undisturbed(t)
	killed := 0
	for killed < kills() {
		directory := t.TempDir()
		for range min(3, kills()-killed) {
			if !killAfter(t, directory, rand.N(took/2)) {
				break // it came to its end
			}
			killed++
		}
		last, output := process(directory)
		if err := last.Run(); err != nil || ending(output) != want {
			t.Fatalf("after %d kills, training ended with %v, %s, not %s", killed, err, output, want)
		}
		t.Logf("killed %d processes", killed)
	}
	fmt.Printf("reliability: kills = %d killed, each gone on with and the same at its end\n", killed)
}

// killAfter starts a process and kills it after a while, and reports whether it was still alive then.
func killAfter(t *testing.T, directory string, while time.Duration) bool {
	t.Helper()
	command, output := process(directory)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(while)
	command.Process.Kill()
	err := command.Wait()
	if err != nil && command.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("before it was killed: %v: %s", err, output)
	}
	return err != nil
}

func TestInterruptSavesAndTheSameCallGoesOn(t *testing.T) {
	want, _ := undisturbed(t)
	directory := t.TempDir()
	if said := interrupt(t, directory, waitVariable+"=1"); !strings.Contains(said, "interrupted at step ") ||
		!strings.Contains(said, "saved") {
		t.Fatalf("an interrupt in the middle said %s", said)
	}
	again, output := process(directory)
	if err := again.Run(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got := ending(output); got != want {
		t.Errorf("after an interrupt, training ended with %s, not %s", got, want)
	}
}

// An interrupt ends a process whose evaluation goes on for ever, and what was trained before it is saved.
func TestInterruptDuringAnEvaluationSaves(t *testing.T) {
	directory := t.TempDir()
	if printed := interrupt(t, directory, slowVariable+"=1"); !strings.Contains(printed, "interrupted at step ") {
		t.Fatalf("an interrupt during an evaluation printed %s", printed)
	}
	path, _ := onlyModel(t, directory)
	file, _, saved, err := readFile(path)
	if err != nil || saved.Step == 0 || len(saved.History) != 1 || len(file.Arrays) == 0 {
		t.Errorf("the file holds step %d with the evaluations %v, %v", saved.Step, saved.History, err)
	}
}

// interrupt interrupts a process as soon as it trains, and returns what it printed. The process must be one that cannot
// have ended by then: an endless one, or one that waits.
func interrupt(t *testing.T, directory string, environment ...string) string {
	t.Helper()
	command, _ := process(directory, environment...)
	command.Stdout = nil
	pipe, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	output := bufio.NewReader(pipe)
	first, err := output.ReadString('\n')
	if err != nil || strings.TrimSpace(first) != started {
		t.Fatalf("it should say that it trains, not %q, %v", first, err)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(output)
	if err == nil {
		err = command.Wait()
	}
	if err != nil {
		t.Fatalf("%v: %s", err, rest)
	}
	return string(rest)
}

func TestTwoProcessesTrainTheSameModel(t *testing.T) {
	want, _ := undisturbed(t)
	directory := t.TempDir()
	first, firstOutput := process(directory)
	second, secondOutput := process(directory)
	for _, command := range []*exec.Cmd{first, second} {
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for command, output := range map[*exec.Cmd]*bytes.Buffer{first: firstOutput, second: secondOutput} {
		if err := command.Wait(); err != nil || ending(output) != want {
			t.Errorf("%v: %s, want %s", err, output, want)
		}
	}
	after, output := process(directory)
	if err := after.Run(); err != nil || ending(output) != want {
		t.Errorf("the model that two left: %v: %s", err, output)
	}
}

func TestAFullDiskKeepsTheOldFile(t *testing.T) {
	directory := t.TempDir()
	interrupt(t, directory, endless)
	path, before := onlyModel(t, directory)
	full, output := process(directory, endless, roomVariable+"=1000")
	if err := full.Run(); err == nil || !strings.Contains(output.String(),
		"is not saved (file too large); what was saved before is still there") {
		t.Errorf("a full disk: %v: %s", err, output)
	}
	if _, after := onlyModel(t, directory); !bytes.Equal(before, after) {
		t.Errorf("%s changed though the disk was full", path)
	}
}

// A checkpoint is written long before training ends, and newer ones take its place.
func TestCheckpointsKeepComing(t *testing.T) {
	directory := t.TempDir()
	command, output := process(directory, endless)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Wait()
	defer command.Process.Kill()
	first := waitForStep(t, directory, 0)
	if second := waitForStep(t, directory, first); second <= first {
		t.Errorf("the checkpoint of step %d followed that of step %d: %s", second, first, output)
	}
}

// waitForStep returns the step of the newest checkpoint, once it lies beyond a step.
func waitForStep(t *testing.T, directory string, beyond int) int {
	t.Helper()
	for range 600 {
		found, _ := filepath.Glob(filepath.Join(directory, "*.safetensors"))
		for _, path := range found {
			if _, _, saved, err := readFile(path); err == nil && saved.Step > beyond {
				return saved.Step
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no checkpoint beyond step %d was written in 30 s", beyond)
	return 0
}

func onlyModel(t *testing.T, directory string) (string, []byte) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(directory, "*.safetensors*"))
	var models []string
	for _, path := range found {
		if !strings.HasSuffix(path, ".lock") {
			models = append(models, path)
		}
	}
	if len(models) != 1 {
		t.Fatalf("the directory holds %v, want one model", found)
	}
	data, err := os.ReadFile(models[0])
	if err != nil {
		t.Fatal(err)
	}
	return models[0], data
}
