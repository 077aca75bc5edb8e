package training

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/progress"
)

// On XLA: the model that is opened, and the one that is interrupted and goes on, are the one that was trained, bit
// for bit.
func TestTheSameConfigGivesTheSameModel(t *testing.T) {
	config := toyConfig(t)
	config.KeepBest = true
	first, second := mustTrain(t, config), mustTrain(t, config)
	if first.Opened || !second.Opened {
		t.Errorf("opened: first %v, second %v", first.Opened, second.Opened)
	}
	want := parametersOf(t, first.Store)
	if !same(want, parametersOf(t, second.Store)) || first.Best != second.Best {
		t.Error("the opened model differs from the one that was trained")
	}
	config.Directory = t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	config.Context, config.OnProgress = ctx, func(report progress.Report) {
		if report.Step >= 28 {
			cancel()
		}
	}
	if stopped := mustTrain(t, config); !stopped.Interrupted || stopped.Step < 28 || stopped.Step >= 60 {
		t.Fatalf("interrupted: %s", stopped)
	}
	config.Context, config.OnProgress = nil, nil
	if again := mustTrain(t, config); again.Opened || !same(want, parametersOf(t, again.Store)) ||
		again.Best != first.Best {
		t.Error("the training that was interrupted and went on gave another model")
	}
}

// A training with more steps begins with the steps of a shorter one, and ends with the same model as one from the
// beginning.
func TestMoreStepsGoOnFromFewer(t *testing.T) {
	config := pureConfig(t)
	config.Schedule, config.Snapshots = Constant(0.01), []int{0, 20, 60}
	longer := config
	longer.Steps, longer.Directory = 100, t.TempDir()
	want := mustTrain(t, longer)
	shorter := mustTrain(t, config)
	longer.Directory = config.Directory
	got := mustTrain(t, longer)
	if got.Opened || got.Note != "its first 60 steps were trained before" || got.Step != 100 {
		t.Errorf("it went on to step %d: %s", got.Step, got)
	}
	if !same(parametersOf(t, want.Store), parametersOf(t, got.Store)) ||
		fmt.Sprint(want.History) != fmt.Sprint(got.History) ||
		!slices.Equal(want.Snapshots(), got.Snapshots()) {
		t.Errorf("it ended with %v, and from the beginning with %v", got.History, want.History)
	}
	if again := mustTrain(t, config); !again.Opened || !same(parametersOf(t, shorter.Store),
		parametersOf(t, again.Store)) {
		t.Error("the shorter training was lost")
	}
}

func TestMoreStepsBeginAtTheBeginningWhereTheEndDecides(t *testing.T) {
	for name, change := range map[string]func(shorter, longer *Config){
		"the best is kept": func(shorter, longer *Config) { shorter.KeepBest, longer.KeepBest = true, true },
		"patience":         func(shorter, longer *Config) { shorter.Patience, longer.Patience = 9, 9 },
		"steps in the schedule": func(shorter, longer *Config) {
			shorter.Schedule,
				longer.Schedule = Cosine(0.01, 60), Cosine(0.01, 100)
		},
		"an evaluation at the end": func(shorter, longer *Config) { shorter.Steps = 50 },
		"another model":            func(shorter, longer *Config) { longer.Seed = 8 },
		"fewer steps":              func(shorter, longer *Config) { longer.Steps = 40 },
	} {
		shorter := pureConfig(t)
		longer := shorter
		longer.Steps = 100
		change(&shorter, &longer)
		mustTrain(t, shorter)
		if got := mustTrain(t, longer); got.Note != "" || got.Step != longer.Steps {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// An interrupt may come while the programs are compiled: the model is the untrained one, and the same call trains it.
func TestAnInterruptBeforeTheFirstStep(t *testing.T) {
	config := pureConfig(t)
	stopped := config
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	stopped.Context = cancelled
	first := mustTrain(t, stopped)
	if _, err := first.Predict(toyExamples(0, 3).Inputs); !first.Interrupted || first.Step != 0 || err != nil {
		t.Fatalf("stopped before the first step: %s, %v", first, err)
	}
	if again := mustTrain(t, config); again.Step != 60 || len(again.History) != 4 {
		t.Errorf("it went on to step %d, with the evaluations %v", again.Step, again.History)
	}
}

// Loss compiles once for each shape of examples, and computes with the variables as they are.
func TestLossIsThatOfTheModelAsItIs(t *testing.T) {
	config, built := pureConfig(t), 0
	toy := config.Model
	config.Model = func(scope *model.Scope, inputs *Node) *Node { built++; return toy(scope, inputs) }
	trained := mustTrain(t, config)
	var before int
	for range 2 {
		before = built
		if loss, err := trained.Loss(trained.Config.Dev); err != nil || loss != trained.History[3].DevLoss {
			t.Errorf("the dev loss is %v, %v, and was %v", loss, err, trained.History[3].DevLoss)
		}
	}
	if built != before {
		t.Error("the second call compiled the loss again")
	}
	if loss, err := trained.Loss(Examples{}); err != nil || !math.IsNaN(loss) {
		t.Errorf("the loss of no examples is %v, %v", loss, err)
	}
}

func TestHistoryProgressAndSnapshots(t *testing.T) {
	var reports []progress.Report
	config := pureConfig(t)
	config.Snapshots = []int{0, 10, 60}
	config.OnProgress = func(r progress.Report) { reports = append(reports, r) }
	trained := mustTrain(t, config)
	var steps []int
	for _, point := range trained.History {
		steps = append(steps, point.Step)
	}
	if want := []int{0, 20, 40, 60}; len(steps) != 4 || steps[1] != want[1] || steps[3] != want[3] {
		t.Errorf("evaluated at %v, want %v", steps, want)
	}
	if last := reports[len(reports)-1]; !last.Done || last.Opened || last.Step != 60 {
		t.Errorf("the last report is %+v", last)
	}
	for _, open := range []bool{false, true} { // freshly trained, and read from the file
		if trained.Opened != open {
			t.Fatalf("opened: %v", trained.Opened)
		}
		checkSnapshots(t, trained)
		trained = mustTrain(t, config)
	}
}

func TestAnOpenedModelGivesOneReport(t *testing.T) {
	config := pureConfig(t)
	mustTrain(t, config)
	var reports []progress.Report
	config.OnProgress = func(r progress.Report) { reports = append(reports, r) }
	mustTrain(t, config)
	if len(reports) != 1 || !reports[0].Opened || !reports[0].Done || reports[0].Step != 60 {
		t.Errorf("reports: %+v", reports)
	}
}

func checkSnapshots(t *testing.T, trained *Trained) {
	t.Helper()
	for step, want := range map[int]float64{0: trained.History[0].DevLoss, 60: trained.History[3].DevLoss} {
		then, err := trained.At(step)
		if err != nil {
			t.Fatal(err)
		}
		if loss, err := then.Loss(trained.Config.Dev); err != nil || loss != want {
			t.Errorf("the model of step %d has dev loss %v, %v, but had %v then", step, loss, err, want)
		}
	}
	if _, err := trained.At(11); err == nil || !strings.Contains(err.Error(), "[0 10 60]") {
		t.Errorf("a step without a snapshot: %v", err)
	}
}

func TestPredictAndParameters(t *testing.T) {
	trained := mustTrain(t, pureConfig(t))
	if got, want := trained.ParameterCount(), 7*4+12*16+16+16*5+5; got != want {
		t.Errorf("%d parameters, want %d", got, want)
	}
	logits, err := trained.Predict(toyExamples(0, 3).Inputs)
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := Rows(logits); err != nil || len(rows) != 3 || len(rows[0]) != 5 {
		t.Errorf("logits %v, %v", rows, err)
	}
	if table, err := trained.Table("/embedding/embeddings"); err != nil || len(table) != 7 || len(table[0]) != 4 {
		t.Errorf("embedding table %v, %v", table, err)
	}
	if _, err := trained.Table("/nowhere"); err == nil {
		t.Error("a table that is not there was found")
	}
}

func TestPredictTakesAnyNumberOfInputs(t *testing.T) {
	untrained, err := Untrained(pureConfig(t))
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 40; n++ {
		if logits, err := untrained.Predict(toyExamples(0, n).Inputs); err != nil || logits.Shape().Dimensions[0] != n {
			t.Fatalf("%d inputs: %v, %v", n, logits, err)
		}
	}
}

func TestWithoutDevExamplesThereIsNoDevLoss(t *testing.T) {
	config := pureConfig(t)
	config.Dev = Examples{}
	if said := mustTrain(t, config).String(); said != "321 parameters, 60 steps" {
		t.Errorf("it says %q", said)
	}
}

func TestUntrainedIsTheModelBeforeItsFirstStep(t *testing.T) {
	config := pureConfig(t)
	untrained, err := Untrained(config)
	if err != nil {
		t.Fatal(err)
	}
	loss, err := untrained.Loss(config.Dev)
	if want := mustTrain(t, config).History[0].DevLoss; err != nil || loss != want {
		t.Errorf("loss %v, %v; training began with %v", loss, err, want)
	}
}

func TestRowsRefusesWhatIsNoTable(t *testing.T) {
	for _, tensor := range []*tensors.Tensor{tensors.FromValue([]float32{1, 2}), tensors.FromValue([][]int32{{1}})} {
		if _, err := Rows(tensor); err == nil {
			t.Errorf("%s became a table of float32", tensor.Shape())
		}
	}
}
