package neural

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
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
		`{"alphabet": "aa", "sizes": {` + sizes + `}}`:                  "has 'a' twice",
		`{"alphabet": "` + strings.Repeat("a", descriptionLimit) + `"}`: "a description has at most",
	} {
		path := filepath.Join(t.TempDir(), DescriptionFile)
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
