package neural

import (
	gocontext "context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/progress"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

func TestASavedModelOpensElsewhere(t *testing.T) {
	config := lecture(deck)
	config.Steps, config.Directory = 200, t.TempDir()
	trained, err := TrainOrOpen(vocab.Letters(), names(t), deck.Context, config)
	if err == nil {
		err = trained.Describe(deck)
	}
	if err != nil {
		t.Fatal(err)
	}
	want, err := sample.Generate(trained, "abi", 20, sample.Options{Temperature: 1, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{config.Directory, filepath.Join(config.Directory, trained.Key+".json")} {
		opened, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sample.Generate(opened, "abi", 20, sample.Options{Temperature: 1, Seed: 7})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("the opened model generates %v, %v, want %v", got, err, want)
		}
		loss, err := lm.Loss(opened, names(t).Dev)
		if err != nil || loss != trained.Best.DevLoss || opened.Step != 200 || opened.Best != trained.Best {
			t.Errorf("the opened model has the loss %v, %v: %s, want %s", loss, err, opened, trained)
		}
	}
}

func TestOnlyASavedModelIsDescribed(t *testing.T) {
	model := trained(t) // by Train, which saves nothing
	t.Chdir(t.TempDir())
	const want = "TrainOrOpen saves the model that it trains"
	if err := model.Describe(deck); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a model without a file: error %v, want one with %s", err, want)
	}
	if written, err := os.ReadDir("."); err != nil || len(written) > 0 {
		t.Errorf("it wrote %v, %v", written, err)
	}
}

func TestDescriptionsThatAreRefused(t *testing.T) {
	const sizes = `"vocabulary": 3, "context": 2, "embedding": 2`
	for content, want := range map[string]string{
		"{mine": "describes no model (invalid character",
		"{}":    "describes no model: vocabulary 0, but the alphabet and the end token are 1 symbols",
		`{"alphabet": "abc", "sizes": {` + sizes + `}}`:                 "the end token are 4 symbols",
		`{"alphabet": "ab", "sizes": {"vocabulary": 3}}`:                "a context of 0 tokens",
		`{"alphabet": "ab", "sizes": {"vocabulary": 3, "context": 2}}`:  "embedding 0: it must be",
		`{"alphabet": "ab", "sizes": {` + sizes + `, "dropout": 1}}`:    "dropout 1: it must be",
		`{"alphabet": "aa", "file": "x", "sizes": {` + sizes + `}}`:     "has 'a' twice",
		`{"alphabet": "` + strings.Repeat("a", descriptionLimit) + `"}`: "a description has at most",
	} {
		path := filepath.Join(t.TempDir(), descriptionFile)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: error %v, want one with %s", content, err, want)
		}
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "there is no model at") {
		t.Errorf("an empty directory: %v", err)
	}
}

// toy is a model that trains in milliseconds, on pure Go.
func toy(t *testing.T, steps int) (mlp.Config, training.Config) {
	t.Helper()
	sizes := mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{4}}
	return sizes, training.Config{
		Model: sizes.Logits, Seed: 1, Steps: steps, Batch: 8, Directory: t.TempDir(), Backend: pureGo(t),
	}
}

// A description that would not open its model is refused before it is written.
func TestADescriptionMustFitItsModel(t *testing.T) {
	sizes, config := toy(t, 4)
	model, err := TrainOrOpen(vocab.Letters(), small, 3, config)
	if err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*mlp.Config){
		"it differs in the model function": func(c *mlp.Config) { c.Activation = "relu" },
		"a context of 4, but the model":    func(c *mlp.Config) { c.Context = 4 },
		"sizes of a vocabulary of 26":      func(c *mlp.Config) { c.Vocabulary = 26 },
	} {
		wrong := sizes
		change(&wrong)
		if err := model.Describe(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
	text, err := vocab.FromText(vocab.Characters, "abi anna", 1)
	if err != nil {
		t.Fatal(err)
	}
	sizes.Vocabulary = text.Size()
	config.Model = sizes.Logits
	ofText, err := TrainOrOpen(text, small, 3, config)
	if err != nil {
		t.Fatal(err)
	}
	const want = "its tokens are not single characters"
	if err := ofText.Describe(sizes); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a vocabulary of a text: %v", err)
	}
	if _, err := os.Stat(filepath.Join(config.Directory, descriptionFile)); err == nil {
		t.Error("a description was written")
	}
}

// A training that was interrupted opens as what it is.
func TestAnInterruptedModelSaysSo(t *testing.T) {
	sizes, config := toy(t, 100_000)
	ctx, stop := gocontext.WithCancel(gocontext.Background())
	config.EvaluateEvery, config.Context = 10, ctx
	config.OnProgress = func(report progress.Report) {
		if report.Step >= 20 {
			stop()
		}
	}
	model, err := TrainOrOpen(vocab.Letters(), small, 3, config)
	if err == nil {
		err = model.Describe(sizes)
	}
	if err != nil || !model.Interrupted {
		t.Fatalf("interrupted: %v, %v", model.Interrupted, err)
	}
	opened, err := Open(config.Directory)
	const want = "not trained to the end: it stopped at step"
	if err != nil || !opened.Interrupted || !strings.Contains(opened.Note, want) {
		t.Errorf("opened, interrupted is %v and the note %q, %v", opened.Interrupted, opened.Note, err)
	}
}

// The loss of a language model is its cross-entropy, whatever it was trained with.
func TestNLLIsNotTheTrainingsLoss(t *testing.T) {
	_, config := toy(t, 4)
	config.Loss = func(labels, logits *Node) *Node { return MulScalar(training.CrossEntropy(labels, logits), 0.5) }
	model, err := TrainOrOpen(vocab.Letters(), small, 3, config)
	if err != nil {
		t.Fatal(err)
	}
	fast, err1 := lm.Loss(model, small.Dev)
	slow, err2 := lm.Loss(struct{ lm.Model }{model}, small.Dev)
	if err := errors.Join(err1, err2); err != nil || math.Abs(fast-slow) > 1e-5 {
		t.Errorf("on the device %v, from the logits %v (%v)", fast, slow, err)
	}
}

func TestAnyNumberOfContexts(t *testing.T) {
	m := trainPets(t, bigram, 1)
	for n := 1; n <= 40; n++ {
		if got, err := m.Logits(make([][]int, n)); err != nil || len(got) != n {
			t.Fatalf("%d contexts: %d rows, %v", n, len(got), err)
		}
	}
}
