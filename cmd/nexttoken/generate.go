package main

import (
	"encoding/json"
	"fmt"
	"io"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// generated is the line that `nexttoken generate --json` prints.
type generated struct {
	Prompt      string   `json:"prompt"`
	Temperature float64  `json:"temperature"`
	Seed        int      `json:"seed"`
	Names       []string `json:"names,omitempty"`
	Texts       []string `json:"texts,omitempty"` // of SmolLM2
}

// generateFlags are the flags of `nexttoken generate`.
type generateFlags struct {
	samplingFlags
	model, prompt *string
	n             *int
	json          *bool
}

func newGenerateFlags(notes io.Writer) (flags, generateFlags) {
	f := newFlags("generate", "--model MODEL [FLAGS]", notes)
	return f, generateFlags{
		model:  f.text("model", modelHelp),
		prompt: f.String("prompt", "", "beginning of every name or text"),
		n:      f.whole("n", 20, 1, 10_000_000, "how many to write, one on each line; "+pretrained+" writes 1"),
		json:   f.Bool("json", false, "print one line of JSON instead"),

		samplingFlags: f.sampling(1, 1, sample.DefaultMaxTokens),
	}
}

// generate writes names, one on each line, or a text as it comes.
func generate(args []string, out, notes io.Writer) error {
	set, f := newGenerateFlags(notes)
	if err := set.parse(args); err != nil {
		return err
	}
	model, err := openModel(*f.model, longestContext, notes)
	if err != nil {
		return err
	}
	if vocabulary, isCharacters := model.Tokenizer().(*vocab.Vocabulary); isCharacters {
		*f.prompt = corpus.Normalise(*f.prompt, vocabulary)
	}
	if *f.model == pretrained && !set.given("n") {
		*f.n = 1
	}
	if *f.n == 1 && !*f.json {
		return writeOne(model, *f.prompt, f.options(), out, notes)
	}
	return writeAll(model, f, out, notes)
}

// writeOne writes a text as it comes.
func writeOne(model lm.Model, prompt string, o sample.Options, out, notes io.Writer) error {
	ids, err := vocab.EncodePrompt(model.Tokenizer(), prompt)
	if err != nil {
		return err
	}
	session, err := lm.Start(model, ids)
	if err != nil {
		return err
	}
	notePrompt(model, prompt, notes)
	fmt.Fprint(out, prompt)
	if err := stream(session, model.Tokenizer(), o, out, func() bool { return false }); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out)
	return err
}

func notePrompt(model lm.Model, prompt string, notes io.Writer) {
	if note := sample.PromptNote(model, prompt); note != "" {
		fmt.Fprintln(notes, note)
	}
}

// writeAll writes several texts when all are there.
func writeAll(model lm.Model, f generateFlags, out, notes io.Writer) error {
	texts, err := sample.Generate(model, *f.prompt, *f.n, f.options())
	if err != nil {
		return err
	}
	notePrompt(model, *f.prompt, notes)
	if *f.json {
		return json.NewEncoder(out).Encode(f.line(texts))
	}
	for _, text := range texts {
		if _, err := fmt.Fprintln(out, text); err != nil {
			return err
		}
	}
	return nil
}

func (f generateFlags) line(texts []string) generated {
	line := generated{Prompt: *f.prompt, Temperature: *f.temperature, Seed: *f.seed}
	if *f.model == pretrained {
		line.Texts = texts
	} else {
		line.Names = texts
	}
	return line
}
