package main

import (
	"encoding/json"
	"io"
	"iter"
	"time"

	"nexttoken/pkg/llama"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

// chat continues the prompt of one request with SmolLM2, as a cell does, always with the likeliest token. It prints an
// answer after the first token, and one after the last, with the time between the two.
func chat(requests io.Reader, answers io.Writer) error {
	var asked request
	if err := json.NewDecoder(requests).Decode(&asked); err != nil {
		return err
	}
	m, err := llama.SmolLM2()
	if err != nil {
		return err
	}
	ids, err := m.Tokenizer().Encode(asked.Prompt)
	if err != nil {
		return err
	}
	session, err := lm.Start(m, ids)
	if err != nil {
		return err
	}
	o := sample.Options{MaxTokens: asked.Tokens, IgnoreEnd: true}
	return report(sample.Stream(session, m.Tokenizer(), o), asked.Tokens, json.NewEncoder(answers))
}

// report goes through the texts, and prints the two answers.
func report(texts iter.Seq2[string, error], tokens int, answers *json.Encoder) error {
	var first time.Time
	for _, err := range texts {
		if err != nil {
			return err
		}
		if !first.IsZero() {
			continue
		}
		first = time.Now()
		if err := answers.Encode(answer{Steps: 1}); err != nil {
			return err
		}
	}
	last, err := memory()
	if err != nil {
		return err
	}
	last.Seconds, last.Steps = time.Since(first).Seconds(), tokens-1
	return answers.Encode(last)
}
