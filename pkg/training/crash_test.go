package training

// Real processes that train, and are killed, interrupted, run at the same time, or given no room on the disk.

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/pkg/backend"
)

// processVariable makes this test's binary train in the directory that it names, instead of running the tests.
const processVariable = "NEXTTOKEN_TEST_PROCESS"

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
		Steps: 200_000, Batch: 16, Seed: 7, EvaluateEvery: 10_000, Directory: directory, KeepBest: true,
	}, err
}

// trainAsProcess prints a digest of the trained parameters, or the error. $NEXTTOKEN_TEST_ROOM limits the size of files, in bytes.
func trainAsProcess(directory string) {
	if room, err := strconv.ParseUint(os.Getenv("NEXTTOKEN_TEST_ROOM"), 10, 64); err == nil {
		limit(room)
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
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("NEXTTOKEN_KILLS")); err == nil {
		return n
	}
	return 5
}

func TestKilledAtAnyMoment(t *testing.T) {
	want, took := undisturbed(t)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	killed := 0
	for killed < kills() {
		directory := t.TempDir()
		for attempts := 0; ; attempts++ {
			command, output := process(directory)
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			if attempts < 3 && killed < kills() { // kill up to three times in one training
				time.Sleep(time.Duration(random.Int64N(int64(took))))
				if command.Process.Kill() == nil {
					killed++
				}
				if command.Wait() != nil {
					continue
				}
			} else if err := command.Wait(); err != nil {
				t.Fatalf("after %d kills: %v: %s", killed, err, output)
			}
			if got := ending(output); got != want {
				t.Fatalf("after kills, training ended with %s, not %s", got, want)
			}
			break
		}
	}
	t.Logf("killed %d processes", killed)
}

func TestInterruptSavesAndTheSameCallGoesOn(t *testing.T) {
	want, took := undisturbed(t)
	directory := t.TempDir()
	command, output := process(directory)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(took / 2)
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if !strings.Contains(output.String(), "interrupted at step ") || !strings.Contains(output.String(), "saved") {
		t.Fatalf("an interrupt in the middle said %s", output)
	}
	again, output := process(directory)
	if err := again.Run(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if got := ending(output); got != want {
		t.Errorf("after an interrupt, training ended with %s, not %s", got, want)
	}
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
	interrupted, output := process(directory)
	if err := interrupted.Start(); err != nil {
		t.Fatal(err)
	}
	waitForFile(t, directory)
	interrupted.Process.Signal(os.Interrupt)
	if err := interrupted.Wait(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	path, before := onlyModel(t, directory)
	full, output := process(directory, "NEXTTOKEN_TEST_ROOM=1000")
	if err := full.Run(); err == nil || !strings.Contains(output.String(), "is not saved (file too large); what was saved before is still there") {
		t.Errorf("a full disk: %v: %s", err, output)
	}
	if _, after := onlyModel(t, directory); !bytes.Equal(before, after) {
		t.Errorf("%s changed though the disk was full", path)
	}
}

func waitForFile(t *testing.T, directory string) {
	t.Helper()
	for range 600 {
		if found, _ := filepath.Glob(filepath.Join(directory, "*.safetensors")); len(found) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no checkpoint was written in 30 s")
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
