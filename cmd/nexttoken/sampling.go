package main

import (
	"io"
	"math"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// samplingFlags are the flags of how tokens are drawn.
type samplingFlags struct {
	temperature, topP     *float64
	topK, maxTokens, seed *int
}

// sampling adds the flags, with defaults for three of them.
func (f flags) sampling(temperature, topP float64, maxTokens int) samplingFlags {
	return samplingFlags{
		temperature: f.number("temperature", temperature, 0, math.Inf(1),
			"0: always the likeliest token; 1: as learned; above 1: more surprising"),
		topK: f.whole("top-k", 0, 0, math.MaxInt32,
			"draw only from the likeliest tokens, this number of them; 0: from all"),
		topP: f.share("top-p", topP,
			"draw only from the likeliest tokens whose probabilities sum to this; 1: from all"),
		maxTokens: f.whole("max-tokens", maxTokens, 1, math.MaxInt32, "largest number of tokens that are drawn"),
		seed:      f.whole("seed", 1, math.MinInt, math.MaxInt, "the same seed draws the same tokens"),
	}
}

func (s samplingFlags) options() sample.Options {
	o := sample.Options{Temperature: *s.temperature, TopK: *s.topK, MaxTokens: *s.maxTokens, Seed: int64(*s.seed)}
	if *s.topP < 1 {
		o.TopP = *s.topP
	}
	return o
}

// stream writes what the model draws to out, token by token, until stopped returns true.
func stream(session lm.Session, t vocab.Tokenizer, o sample.Options, out io.Writer, stopped func() bool) error {
	for text, err := range sample.Stream(session, t, o) {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, text); err != nil {
			return err
		}
		if stopped() {
			return nil
		}
	}
	return nil
}
