package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"nexttoken/pkg/lm"
)

// measured is the result of `nexttoken score`.
type measured struct {
	Names      int    `json:"names"`
	Characters int    `json:"characters"` // with the end tokens
	Loss       number `json:"loss"`       // nats per character
	Bits       number `json:"bits"`       // per character
	Perplexity number `json:"perplexity"` // infinite above a loss of 709
}

// score measures a model on all names of a list, also on those that it was trained on.
func score(args []string, out, notes io.Writer) error {
	f := newFlags("score", "--model DIRECTORY [--names FILE] [--json]", notes)
	path := f.text("model", "directory of the model")
	files := f.several("names", namesHelp)
	asJSON := f.Bool("json", false, "print one line of JSON instead")
	if err := f.parse(args); err != nil {
		return err
	}
	model, vocabulary, err := openModel(*path)
	if err != nil {
		return err
	}
	all, err := cleanLists(*files, cleanWith(vocabulary), notes)
	if err != nil {
		return err
	}
	found, err := measureNames(model, all.names)
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(out).Encode(found)
	}
	_, err = fmt.Fprintf(out,
		"%d names, %d characters: %.3f nats per character, %.3f bits per character, perplexity %.2f\n",
		found.Names, found.Characters, found.Loss, found.Bits, found.Perplexity)
	return err
}

func measureNames(model lm.Model, names []string) (measured, error) {
	loss, err := lm.Loss(model, names)
	if err != nil {
		return measured{}, err
	}
	characters := len(names) // their end tokens
	for _, name := range names {
		characters += len([]rune(name))
	}
	return measured{len(names), characters, number(loss), number(loss / math.Ln2), number(math.Exp(loss))}, nil
}
