//go:build unix

package training

// What this test's binary does as a process of its own: train, to be killed or interrupted by the tests in
// crash_test.go.

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/backend"
	"nexttoken/pkg/progress"
)

// Variables of the environment ask this test's binary to train in a directory instead of running the tests, for how
// many steps, to wait for an interrupt when half of them are done, and how large files may become, in bytes.
const (
	processVariable = "NEXTTOKEN_TEST_PROCESS"
	stepsVariable   = "NEXTTOKEN_TEST_STEPS"
	waitVariable    = "NEXTTOKEN_TEST_WAIT"
	roomVariable    = "NEXTTOKEN_TEST_ROOM"
	slowVariable    = "NEXTTOKEN_TEST_SLOW"
	killsVariable   = "NEXTTOKEN_KILLS"
)

// soaking reports whether the processes train on XLA, and so take longer: `make soak` asks for that by the number
// of kills.
func soaking() bool { return os.Getenv(killsVariable) != "" }

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
	steps := numberIn(stepsVariable, 2_000)
	if os.Getenv(slowVariable) != "" {
		return Config{
			Model: slowToEvaluate, Train: toyExamples(0, 250), Dev: toyExamples(250, 343), Backend: opened,
			Steps: steps, Batch: 16, Seed: 7, EvaluateEvery: 16, Directory: directory, OnProgress: reportAndWait(),
		}, err
	}
	return Config{
		Model: toyModel(Tanh), Train: toyExamples(0, 250), Dev: toyExamples(250, 343), Backend: opened,
		Steps: steps, Batch: 16, Seed: 7, EvaluateEvery: min(steps/20, 5_000), Directory: directory, KeepBest: true,
		OnProgress: reportAndWait(),
	}, err
}

// slowToEvaluate is the toy with a loop in its evaluation that ends in a year, but for the first one.
func slowToEvaluate(scope *model.Scope, inputs *Node) *Node {
	logits := toyModel(Tanh)(scope, inputs)
	g := logits.Graph()
	steps := optimizer.GetGlobalStepVar(scope)
	if scope.IsTraining(g) {
		return logits
	}
	zero := ConvertDType(Sub(steps.NodeValue(g), steps.NodeValue(g)), dtypes.Int64)
	limit := Mul(ConvertDType(steps.NodeValue(g), dtypes.Int64), Const(g, int64(1e12)))
	below := NewClosure(g, func(g *Graph) []*Node {
		count, limit := Parameter(g, "count", zero.Shape()), Parameter(g, "limit", zero.Shape())
		return []*Node{LessThan(count, limit)}
	})
	more := NewClosure(g, func(g *Graph) []*Node {
		count, limit := Parameter(g, "count", zero.Shape()), Parameter(g, "limit", zero.Shape())
		return []*Node{Add(count, Const(g, int64(1))), limit}
	})
	count := While(below, more, zero, limit)[0]
	return Add(logits, ConvertDType(Sub(count, count), dtypes.Float32))
}

// reportAndWait prints that training has begun, and where it is asked to, waits for an interrupt in the middle: so
// a test interrupts a training that is on its way, however fast the machine is.
func reportAndWait() func(progress.Report) {
	interrupted, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	waits, printed := os.Getenv(waitVariable) != "", false
	return func(report progress.Report) {
		if !printed && report.Step > 0 {
			printed = true
			if os.Getenv(slowVariable) != "" {
				// When the endless evaluation runs.
				time.AfterFunc(200*time.Millisecond, func() { fmt.Println(started) })
				return
			}
			fmt.Println(started)
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

// trainAsProcess prints a digest of the trained parameters, or the error. It saves a hundred times as often as
// usual, so that kills meet it saving.
func trainAsProcess(directory string) {
	saveEvery = 20 * time.Millisecond
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

// summary is what two models differ in: their best evaluation, to the bit, and the sum of their parameters.
func summary(trained *Trained) string {
	table, err := trained.Table("/embedding/embeddings")
	return fmt.Sprintf("best %x, embedding %v %v", trained.Best.DevLoss, table, err)
}

func process(directory string, environment ...string) (*exec.Cmd, *bytes.Buffer) {
	command, output := exec.Command(os.Args[0]), &bytes.Buffer{}
	command.Env = append(os.Environ(), processVariable+"="+directory)
	if soaking() {
		command.Env = append(command.Env, stepsVariable+"=100000")
	} else { // XLA's compiler would take most of the time
		command.Env = append(command.Env, "GOMLX_BACKEND=go:ops_sequential")
	}
	command.Env = append(command.Env, environment...)
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

// limit lets this process write no file beyond a size, which is how a full disk looks to it.
func limit(size uint64) {
	limits := syscall.Rlimit{Cur: size, Max: size}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limits); err != nil {
		panic(err)
	}
}
