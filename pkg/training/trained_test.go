package training

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/internal/safetensors"
	"nexttoken/pkg/progress"
)

func TestTheSameConfigIsOpenedAndGivesTheSameModel(t *testing.T) {
	config := toyConfig(t)
	first, second := mustTrain(t, config), mustTrain(t, config)
	if first.Opened || !second.Opened {
		t.Errorf("opened: first %v, second %v", first.Opened, second.Opened)
	}
	if !same(parametersOf(t, first.Store), parametersOf(t, second.Store)) || first.Best != second.Best {
		t.Error("the opened model differs from the one that was trained")
	}
	config.Directory = t.TempDir()
	if again := mustTrain(t, config); !same(parametersOf(t, first.Store), parametersOf(t, again.Store)) {
		t.Error("the same seed gave another model")
	}
}

func TestWhateverDecidesTheResultTrainsANewModel(t *testing.T) {
	base := toyConfig(t)
	mustTrain(t, base)
	changes := map[string]func(*Config){
		"activation":     func(c *Config) { c.Model = toyModel(func(x *Node) *Node { return MaxScalar(x, 0) }) },
		"a constant":     func(c *Config) { c.Model = toyModel(func(x *Node) *Node { return Tanh(MulScalar(x, 1.01)) }) },
		"optimizer":      func(c *Config) { c.Optimizer = optimizer.StochasticGradientDescent().Done() },
		"learning rate":  func(c *Config) { c.Optimizer = optimizer.Adam().LearningRate(0.002).Done() },
		"schedule":       func(c *Config) { c.Schedule = Cosine(0.001, 60) },
		"another rate":   func(c *Config) { c.Schedule = Cosine(0.002, 60) },
		"clipping":       func(c *Config) { c.ClipNorm = 1 },
		"seed":           func(c *Config) { c.Seed = 8 },
		"steps":          func(c *Config) { c.Steps = 61 },
		"batch":          func(c *Config) { c.Batch = 17 },
		"training data":  func(c *Config) { c.Train = toyExamples(0, 249) },
		"dev data":       func(c *Config) { c.Dev = toyExamples(249, 343) },
		"early stopping": func(c *Config) { c.Patience = 1 },
	}
	for name, change := range changes {
		config := base
		change(&config)
		run, err := newRun(config)
		if err == nil {
			err = run.attach(config.Directory)
		}
		if err != nil || run.state.Step > 0 {
			t.Errorf("%s: an old model was opened, or %v", name, err)
		}
	}
	if !mustTrain(t, base).Opened {
		t.Error("the first model was lost")
	}
}

func TestHistoryProgressAndSnapshots(t *testing.T) {
	var reports []progress.Report
	config := toyConfig(t)
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

func TestAnOpenedModelTellsOneReport(t *testing.T) {
	config := toyConfig(t)
	mustTrain(t, config)
	var told []progress.Report
	config.OnProgress = func(r progress.Report) { told = append(told, r) }
	mustTrain(t, config)
	if len(told) != 1 || !told[0].Opened || !told[0].Done || told[0].Step != 60 {
		t.Errorf("told %+v", told)
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

func TestEarlyStoppingKeepsTheBest(t *testing.T) {
	config := toyConfig(t)
	config.Steps, config.EvaluateEvery, config.Patience, config.KeepBest = 20000, 100, 3, true
	config.Train = toyExamples(0, 40) // so few that the model soon learns them by heart
	trained := mustTrain(t, config)
	if trained.Step == config.Steps {
		t.Fatal("it never stopped early")
	}
	lowest := math.Inf(1)
	for _, point := range trained.History {
		lowest = min(lowest, point.DevLoss)
	}
	for _, model := range []*Trained{trained, mustTrain(t, config)} {
		if loss, err := model.Loss(config.Dev); err != nil || loss != lowest || model.Best.DevLoss != lowest {
			t.Errorf("ended with a dev loss of %v (%v), the best was %v", loss, err, lowest)
		}
	}
}

// An interrupt may come while the programs are compiled, which takes longer than many a training.
func TestAnInterruptBeforeTheFirstStepLeavesOneEvaluation(t *testing.T) {
	config := toyConfig(t)
	config.Patience = 1
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	stopped := config
	stopped.Context = cancelled
	if first := mustTrain(t, stopped); !first.Interrupted || first.Step != 0 || len(first.History) != 1 {
		t.Fatalf("stopped before the first step: %s, evaluations %v", first, first.History)
	}
	again := mustTrain(t, config)
	if again.Step == 0 || len(again.History) < 2 || again.History[0].Step != 0 || again.History[1].Step != 20 {
		t.Errorf("it went on to step %d, with the evaluations %v", again.Step, again.History)
	}
}

// Whoever listens to a training that goes on hears of all evaluations, so that a curve has its beginning.
func TestATrainingThatGoesOnTellsOfEarlierEvaluations(t *testing.T) {
	config := toyConfig(t)
	stopped := config
	var cancel context.CancelFunc
	stopped.Context, cancel = context.WithCancel(context.Background())
	stopped.OnProgress = func(report progress.Report) {
		if report.Step >= 20 {
			cancel()
		}
	}
	if first := mustTrain(t, stopped); !first.Interrupted || len(first.History) < 2 {
		t.Fatalf("stopped in the middle: %s, evaluations %v", first, first.History)
	}
	var told []Point
	config.OnProgress = func(report progress.Report) {
		if !math.IsNaN(report.DevLoss) {
			told = append(told, Point{report.Step, report.TrainLoss, report.DevLoss})
		}
	}
	if again := mustTrain(t, config); len(told) != 4 || fmt.Sprint(told) != fmt.Sprint(again.History) { // as text: the first train loss is NaN
		t.Errorf("told of %v, want %v", told, again.History)
	}
}

func TestPredictAndParameters(t *testing.T) {
	trained := mustTrain(t, toyConfig(t))
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

// Each number of inputs is a graph of its own, and none of them is one too many.
func TestPredictTakesAnyNumberOfInputs(t *testing.T) {
	untrained, err := Untrained(toyConfig(t))
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
	config := toyConfig(t)
	config.Dev = Examples{}
	if said := mustTrain(t, config).String(); said != "321 parameters, 60 steps" {
		t.Errorf("it says %q", said)
	}
}

func TestAnEvaluationComesBeforeTheSumOfLossesLosesDigits(t *testing.T) {
	for steps, want := range map[int]int{10: 1, 60: 3, 2_000_000: 100_000, 1_000_000_000: 100_000} {
		config := toyConfig(t)
		config.Steps, config.EvaluateEvery = steps, 0
		if config, err := config.complete(); err != nil || config.EvaluateEvery != want {
			t.Errorf("%d steps are evaluated every %d, %v, want %d", steps, config.EvaluateEvery, err, want)
		}
	}
}

// A label without a logit costs nothing: such a model would train, and look good.
func TestAModelNeedsALogitForEachSymbol(t *testing.T) {
	config := toyConfig(t)
	for symbols, want := range map[int]string{
		4: "the model gives 5 logits, and the vocabulary has 4 symbols: each needs one",
		6: "the model gives 5 logits, and the vocabulary has 6 symbols: each needs one",
	} {
		wrong := config
		wrong.Model = config.Model.WithLogits(symbols)
		if _, err := TrainOrOpen(wrong); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
	right := config
	right.Model = config.Model.WithLogits(5)
	if plain, checked := mustTrain(t, config), mustTrain(t, right); plain.Key != checked.Key {
		t.Errorf("the check made another model: %s and %s", plain.Key, checked.Key)
	}
	if Model(nil).WithLogits(5) != nil {
		t.Error("a model that is missing became one")
	}
}

func TestUntrainedIsTheModelBeforeItsFirstStep(t *testing.T) {
	config := toyConfig(t)
	untrained, err := Untrained(config)
	if err != nil {
		t.Fatal(err)
	}
	loss, err := untrained.Loss(config.Dev)
	if want := mustTrain(t, config).History[0].DevLoss; err != nil || loss != want {
		t.Errorf("loss %v, %v; training began with %v", loss, err, want)
	}
}

func TestBadConfigs(t *testing.T) {
	cases := []struct {
		change func(*Config)
		says   string
	}{
		{func(c *Config) { c.Model = nil }, "model function is missing"},
		{func(c *Config) { c.Steps = 0 }, "0 steps"},
		{func(c *Config) { c.Batch = -1 }, "batch of -1"},
		{func(c *Config) { c.EvaluateEvery = -5 }, "every -5 steps"},
		{func(c *Config) { c.Patience = -1 }, "patience of -1"},
		{func(c *Config) { c.ClipNorm = math.NaN() }, "norm of NaN"},
		{func(c *Config) { c.Train = Examples{} }, "no training examples"},
		{func(c *Config) { c.Train.Labels = toyExamples(0, 7).Labels }, "each input needs its label"},
		{func(c *Config) { c.Train.Labels = nil }, "both inputs and labels"},
		{func(c *Config) { c.Dev, c.KeepBest = Examples{}, true }, "need dev examples"},
		{func(c *Config) { c.Snapshots = []int{100} }, "step 100 lies outside the 60"},
		{func(c *Config) { c.Directory = "/dev/null/models" }, "cannot be kept in /dev/null/models"},
	}
	for _, c := range cases {
		config := toyConfig(t)
		c.change(&config)
		if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want a sentence with %q", err, c.says)
		}
	}
}

// A student's graph that does not fit together gets one sentence with both shapes, and no stack.
func TestShapeErrorsAreOneSentence(t *testing.T) {
	cases := map[string]struct {
		model Model
		says  []string
	}{
		"reshape": {func(scope *model.Scope, x *Node) *Node { return Reshape(toyModel(Tanh)(scope, x), -1, 7) }, []string{"[16 5]", "[-1 7]"}},
		"matrix product": {func(scope *model.Scope, x *Node) *Node {
			logits := toyModel(Tanh)(scope, x)
			return MatMul(logits, Ones(x.Graph(), logits.Shape()))
		}, []string{"=5", "=16"}},
		"not flattened": {func(scope *model.Scope, x *Node) *Node {
			return ExpandAxes(toyModel(Tanh)(scope, x), 1)
		}, []string{"[16, 1, 5]", "[16, 1]"}},
	}
	for name, c := range cases {
		config := toyConfig(t)
		config.Model = c.model
		_, err := TrainOrOpen(config)
		if err == nil {
			t.Fatalf("%s: no error", name)
		}
		for _, part := range c.says {
			if !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), ".go:") {
				t.Errorf("%s: the message should be one sentence with %s: %v", name, part, err)
			}
		}
	}
}

func TestFilesThatAreNoModel(t *testing.T) {
	config := toyConfig(t)
	trained := mustTrain(t, config)
	path := filepath.Join(config.Directory, trained.Key+".safetensors")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty": {}, "cut short": good[:len(good)/2], "foreign": []byte("PK\x03\x04 a zip, perhaps"),
		"damaged": append(append([]byte{}, good[:len(good)-1]...), good[len(good)-1]^1),
	} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), "move it away to train anew") {
			t.Errorf("%s: %v", name, err)
		}
		if kept, _ := os.ReadFile(path); string(kept) != string(data) {
			t.Errorf("%s: the file was overwritten", name)
		}
	}
	other := config
	other.Seed++
	rename(t, config, other)
	if _, err := TrainOrOpen(other); err == nil || !strings.Contains(err.Error(), "holds another model") {
		t.Errorf("another model's file: %v", err)
	}
}

// A file whose state contradicts itself is refused by what is wrong in it.
func TestFilesWithAStateThatCannotBe(t *testing.T) {
	config := toyConfig(t)
	path := mustTrain(t, config).Path
	for says, change := range map[string]func(*state){
		"says step 61 of 60":                       func(s *state) { s.Step = 61 },
		"says that evaluation 9 of 4 was the best": func(s *state) { s.Best = 8 },
		"says that evaluation 0 of 4 was the best": func(s *state) { s.Best = -1 },
		"says that evaluation 4 of 0 was the best": func(s *state) { s.History = nil },
	} {
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		writeState(t, path, change)
		if _, err := TrainOrOpen(config); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want a sentence with %q", err, says)
		}
		if err := os.WriteFile(path, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// writeState changes the state that a model file holds.
func writeState(t *testing.T, path string, change func(*state)) {
	t.Helper()
	file, saved, err := readFile(path)
	if err != nil {
		t.Fatal(err)
	}
	change(&saved)
	text, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	file.Metadata["state"] = string(text)
	data, err := safetensors.Encode(file)
	if err == nil {
		err = os.WriteFile(path, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// An opened file knows what the training that wrote it knew.
func TestOpenKnowsHowFastItWasTrained(t *testing.T) {
	config := toyConfig(t)
	trained := mustTrain(t, config)
	opened, err := Open(trained.Path, config.Model, shapes.Make(dtypes.Int32, 1, 3), config.Backend)
	if err != nil {
		t.Fatal(err)
	}
	if opened.Speed != trained.Speed || opened.Speed == 0 || opened.Best != trained.Best || opened.Training != trained.Training {
		t.Errorf("opened with %v steps/s, best %v, after %v; it was trained with %v, %v, %v",
			opened.Speed, opened.Best, opened.Training, trained.Speed, trained.Best, trained.Training)
	}
}

// rename puts the model of one config where another's would be.
func rename(t *testing.T, from, to Config) {
	t.Helper()
	from.Directory = t.TempDir()
	data, err := os.ReadFile(filepath.Join(from.Directory, mustTrain(t, from).Key+".safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	untrained, err := Untrained(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(to.Directory, untrained.Key+".safetensors"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestRowsRefusesWhatIsNoTable(t *testing.T) {
	for _, tensor := range []*tensors.Tensor{tensors.FromValue([]float32{1, 2}), tensors.FromValue([][]int32{{1}})} {
		if _, err := Rows(tensor); err == nil {
			t.Errorf("%s was taken for a table of float32", tensor.Shape())
		}
	}
}
