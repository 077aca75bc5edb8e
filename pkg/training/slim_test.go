package training

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/pkg/progress"
)

// moved writes the model of a Config without its optimizer into another directory, and returns the Config with that.
func moved(t *testing.T, config Config) (Config, *Trained) {
	t.Helper()
	whole := mustTrain(t, config)
	contents, err := os.ReadFile(whole.Path)
	if err != nil {
		t.Fatal(err)
	}
	slim, err := WithoutOptimizer(contents)
	if err != nil {
		t.Fatal(err)
	}
	config.Directory = t.TempDir()
	if err := os.WriteFile(filepath.Join(config.Directory, filepath.Base(whole.Path)), slim, 0o644); err != nil {
		t.Fatal(err)
	}
	return config, whole
}

func TestAModelWithoutItsOptimizerOpens(t *testing.T) {
	config := pureConfig(t)
	config.Snapshots = []int{0, 10, 60}
	config, whole := moved(t, config)
	opened := mustTrain(t, config)
	loss, err := opened.Loss(config.Dev)
	if err != nil || !opened.Opened || loss != whole.History[len(whole.History)-1].DevLoss {
		t.Errorf("%s: dev loss %v, %v; the whole one: %s", opened, loss, err, whole)
	}
	checkSnapshots(t, opened)
	for path := range readAll(t, opened.Path) {
		if strings.Contains(path, "Adam") {
			t.Errorf("the file still has %s", path)
		}
	}
}

func TestATrainingDoesNotGoOnWithoutTheOptimizer(t *testing.T) {
	config := pureConfig(t)
	config.Schedule = Constant(0.01)
	config, _ = moved(t, config)
	config.Steps = 100
	if got := mustTrain(t, config); got.Note != "" || got.Step != 100 {
		t.Errorf("it went on: %s", got)
	}
}

func TestWhatNeedsItsOptimizer(t *testing.T) {
	config := pureConfig(t)
	stopped, stop := context.WithCancel(context.Background())
	config.Context = stopped
	config.OnProgress = func(r progress.Report) {
		if r.Step >= 20 {
			stop()
		}
	}
	half := mustTrain(t, config)
	contents, err := os.ReadFile(half.Path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := WithoutOptimizer(contents); err == nil || !strings.Contains(err.Error(), "is not finished") {
		t.Errorf("half a training: %v", err)
	}
	if _, err := WithoutOptimizer(contents[:100]); err == nil {
		t.Error("a damaged file was taken")
	}
}

// readAll returns the arrays of a model's file.
func readAll(t *testing.T, path string) values {
	t.Helper()
	file, _, _, err := readFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return file.Arrays
}
