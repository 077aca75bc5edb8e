package training

// Real processes that train, and are killed, interrupted, run at the same time, or given no room on the disk.

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/pkg/backend"
	"nexttoken/pkg/progress"
)

// What the environment says to this test's binary: to train in a directory instead of running the tests, for how many
// steps, to wait for an interrupt when half of them are done, and how large files may become, in bytes.
const (
	processVariable = "NEXTTOKEN_TEST_PROCESS"
	stepsVariable   = "NEXTTOKEN_TEST_STEPS"
	waitVariable    = "NEXTTOKEN_TEST_WAIT"
	roomVariable    = "NEXTTOKEN_TEST_ROOM"
)

// endless is more steps than any machine takes in a test.
const endless = stepsVariable + "=1000000000"

// started is what a process prints when its training has begun.
const started = "training"

func TestMain(m *testing.M) {
	if directory := os.Getenv(processVariable); directory != "" {
		trainAsProcess(directory)
		return
	}
	os.Exit(m.Run())
}

// processConfig trains long enough to be killed in the middle.
func processConfig(directory string) (Config, error) {
	opened, err := backend.Open()
	return Config{
		Model: toyModel(Tanh), Train: toyExamples(0, 250), Dev: toyExamples(250, 343), Backend: opened,
		Steps: numberIn(stepsVariable, 100_000), Batch: 16, Seed: 7, EvaluateEvery: 5_000, Directory: directory, KeepBest: true,
		OnProgress: tellAndWait(),
	}, err
}

// tellAndWait prints that training has begun, and where it is asked to, waits for an interrupt in the middle: so a test
// interrupts a training that is on its way, however fast the machine is.
func tellAndWait() func(progress.Report) {
	interrupted, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	waits, told := os.Getenv(waitVariable) != "", false
	return func(report progress.Report) {
		if !told && report.Step > 0 {
			fmt.Println(started)
			told = true
		}
		if waits && report.Step >= report.Steps/2 {
			<-interrupted.Done()
		}
	}
}

func numberIn(variable string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil {
		return n
	}
	return otherwise
}

// trainAsProcess prints a digest of the trained parameters, or the error. It saves twenty times as often as usual, so that kills
// meet it saving.
func trainAsProcess(directory string) {
	saveEvery = 100 * time.Millisecond
	if room := numberIn(roomVariable, 0); room > 0 {
		limit(uint64(room))
	}
	config, err := processConfig(directory)
	if err == nil {
		var trained *Trained
		if trained, err = TrainOrOpen(config); err == nil {
			fmt.Println(trained.Note)
			fmt.Println(summary(trained))
			return
		}
	}
	fmt.Println("error:", err)
	os.Exit(1)
}

// summary tells two models apart: their last evaluation, to the bit, and the sum of their parameters.
func summary(trained *Trained) string {
	table, err := trained.Table("/embedding/embeddings")
	return fmt.Sprintf("best %x, embedding %v %v", trained.Best.DevLoss, table, err)
}

func process(directory string, environment ...string) (*exec.Cmd, *bytes.Buffer) {
	command, output := exec.Command(os.Args[0]), &bytes.Buffer{}
	command.Env = append(append(os.Environ(), processVariable+"="+directory), environment...)
	command.Stdout, command.Stderr = output, output
	return command, output
}

// ending returns the last line that a process printed: the summary of its model.
func ending(output *bytes.Buffer) string {
	lines := strings.Split(strings.TrimSpace(output.String()), "\n")
	return lines[len(lines)-1]
}

func undisturbed(t *testing.T) (result string, took time.Duration) {
	t.Helper()
	start := time.Now()
	command, output := process(t.TempDir())
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return ending(output), time.Since(start)
}

// kills is how many processes TestKilledAtAnyMoment kills: 5, or as many as NEXTTOKEN_KILLS says (`make soak`: 50).
func kills() int { return numberIn("NEXTTOKEN_KILLS", 5) }

// TestKilledAtAnyMoment kills trainings up to three times each, and wants the result of one that nobody disturbed.
func TestKilledAtAnyMoment(t *testing.T) {
	want, took := undisturbed(t)
	for killed := 0; killed < kills(); {
		directory := t.TempDir()
		for range min(3, kills()-killed) {
			if killAfter(t, directory, rand.N(took)) {
				killed++
			}
		}
		last, output := process(directory)
		if err := last.Run(); err != nil || ending(output) != want {
			t.Fatalf("after %d kills, training ended with %v, %s, not %s", killed, err, output, want)
		}
		t.Logf("killed %d processes", killed)
	}
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
	if said := interrupt(t, directory, waitVariable+"=1"); !strings.Contains(said, "interrupted at step ") || !strings.Contains(said, "saved") {
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
	if err := full.Run(); err == nil || !strings.Contains(output.String(), "is not saved (file too large); what was saved before is still there") {
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
			key := strings.TrimSuffix(filepath.Base(path), ".safetensors")
			if _, saved, err := (&checkpoint{path, key}).read(); err == nil && saved.Step > beyond {
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

// limit lets this process write no file beyond a size, which is how a full disk looks to it.
func limit(size uint64) {
	limits := syscall.Rlimit{Cur: size, Max: size}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limits); err != nil {
		panic(err)
	}
}
