package main

// The models that --model opens.

import (
	"fmt"
	"io"
	"os"

	"nexttoken/pkg/llama"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/neural"
)

// pretrained is the word after --model for SmolLM2. A directory with this name is given as ./smollm2.
const pretrained = "smollm2"

// longestContext is the number of tokens that SmolLM2 was trained to see.
const longestContext = 8192

const modelHelp = "directory of a model that `nexttoken train` wrote, or " + pretrained + ", the pretrained one"

// openModel opens the model of --model: a model of names, or SmolLM2, which sees context tokens.
func openModel(path string, context int, notes io.Writer) (lm.Model, error) {
	switch path {
	case "":
		return nil, wrong("--model is missing: give the directory that `nexttoken train --out` wrote, or %s",
			pretrained)
	case pretrained:
		if _, err := os.Stat(path); err == nil {
			fmt.Fprintf(notes, "%s is the pretrained model: write ./%s for what lies here\n", pretrained, pretrained)
		}
		return openPretrained(context)
	}
	model, err := neural.Open(path)
	if err != nil {
		return nil, err // not a nil pointer in an interface
	}
	return model, nil
}

func openPretrained(context int) (lm.Model, error) {
	model, err := llama.SmolLM2()
	if err != nil {
		return nil, err
	}
	if model, err = model.WithContext(context); err != nil {
		return nil, err
	}
	return model, nil
}
