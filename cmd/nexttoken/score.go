package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// measured is the result of `nexttoken score` on names.
type measured struct {
	Names      int    `json:"names"`
	Characters int    `json:"characters"` // with the end tokens
	Loss       number `json:"loss"`       // nats per character
	Bits       number `json:"bits"`       // per character
	Perplexity number `json:"perplexity"` // infinite above a loss of 709
}

// scoreFlags are the flags of `nexttoken score`.
type scoreFlags struct {
	model, text *string
	names       *[]string
	context     *int
	json        *bool
}

func newScoreFlags(notes io.Writer) (flags, scoreFlags) {
	f := newFlags("score", "--model MODEL [--names FILE | --text FILE] [FLAGS]", notes)
	return f, scoreFlags{
		model: f.text("model", modelHelp),
		names: f.several("names", namesHelp),
		text: f.text("text", "file with a text, or - for standard input: measures bits per byte, which are −log2 of "+
			"the probability of the text, divided by its bytes; 8 for random bytes, and less is better"),
		context: f.whole("context", 256, 1, 2048,
			"tokens of a text that "+pretrained+" sees at once: with more it needs more memory, 1.8 GB with 2048"),
		json: f.Bool("json", false, "print one line of JSON instead"),
	}
}

// check returns an error if flags are missing or do not fit together.
func (f scoreFlags) check(set flags) error {
	isPretrained := *f.model == pretrained
	switch {
	case set.given("names") && set.given("text"):
		return wrong("--names and --text are two measures: give one of them")
	case isPretrained && !set.given("text"):
		return wrong("%s is measured on a text: give --text FILE, or --text - for standard input", pretrained)
	case set.given("context") && !isPretrained:
		return wrong("--context is for %s: a model of names always sees the context that it was trained with",
			pretrained)
	}
	return nil
}

// score measures a model on a text, or on all names of a list, also on those that it was trained on.
func score(args []string, out, notes io.Writer) error {
	set, f := newScoreFlags(notes)
	if err := set.parse(args); err != nil {
		return err
	}
	if err := f.check(set); err != nil {
		return err
	}
	model, err := openModel(*f.model, *f.context, notes)
	if err != nil {
		return err
	}
	var found fmt.Stringer
	if set.given("text") {
		found, err = scoreText(model, *f.text)
	} else {
		found, err = scoreNames(model, *f.names, notes)
	}
	if err != nil {
		return err
	}
	if *f.json {
		return json.NewEncoder(out).Encode(found)
	}
	_, err = fmt.Fprintln(out, found)
	return err
}

func (m measured) String() string {
	return fmt.Sprintf("%d names, %d characters: %.3f nats per character, %.3f bits per character, perplexity %.2f",
		m.Names, m.Characters, m.Loss, m.Bits, m.Perplexity)
}

// scoreNames measures a model of names on lists, or on the lecture's.
func scoreNames(model lm.Model, files []string, notes io.Writer) (fmt.Stringer, error) {
	vocabulary, isCharacters := model.Tokenizer().(*vocab.Vocabulary)
	if !isCharacters {
		return nil, errors.New("the model writes no names: its tokens are no characters")
	}
	all, err := cleanLists(files, cleanWith(vocabulary), notes)
	if err != nil {
		return nil, err
	}
	return measureNames(model, all.names)
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
