package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// generated is the line that `nexttoken generate --json` prints.
type generated struct {
	Prompt      string   `json:"prompt"`
	Temperature float64  `json:"temperature"`
	Seed        int      `json:"seed"`
	Names       []string `json:"names"`
}

// generate writes names, one on each line.
func generate(args []string, out, notes io.Writer) error {
	f := newFlags("generate", "--model DIRECTORY [FLAGS]", notes)
	path := f.text("model", "directory of the model")
	prompt := f.String("prompt", "", "beginning of every name")
	temperature := f.number("temperature", 1, 0, math.Inf(1),
		"0: always the likeliest character; 1: as learned; above 1: more surprising")
	n := f.whole("n", 20, 1, 10_000_000, "how many names to write")
	seed := f.whole("seed", 1, math.MinInt, math.MaxInt, "the same seed gives the same names")
	asJSON := f.Bool("json", false, "print one line of JSON instead")
	if err := f.parse(args); err != nil {
		return err
	}
	model, vocabulary, err := openModel(*path)
	if err != nil {
		return err
	}
	*prompt = corpus.Normalise(*prompt, vocabulary)
	names, err := sample.Generate(model, *prompt, *n, sample.Options{Temperature: *temperature, Seed: int64(*seed)})
	if err != nil {
		return err
	}
	if note := sample.PromptNote(model, *prompt); note != "" {
		fmt.Fprintln(notes, note)
	}
	if *asJSON {
		return json.NewEncoder(out).Encode(generated{*prompt, *temperature, *seed, names})
	}
	for _, name := range names {
		if _, err := fmt.Fprintln(out, name); err != nil {
			return err
		}
	}
	return nil
}

// openModel opens a model of names, with its vocabulary of characters.
func openModel(path string) (*neural.Model, *vocab.Vocabulary, error) {
	if path == "" {
		return nil, nil, wrong("--model is missing: give the directory that `nexttoken train --out` wrote")
	}
	model, err := neural.Open(path)
	if err != nil {
		return nil, nil, err
	}
	vocabulary, ok := model.Tokenizer().(*vocab.Vocabulary)
	if !ok {
		return nil, nil, fmt.Errorf("the model in %s writes no names: its tokens are no characters", path)
	}
	return model, vocabulary, nil
}
