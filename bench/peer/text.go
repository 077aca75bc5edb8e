package main

import (
	"encoding/json"
	"io"
	"math"
	"slices"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/subwords"
	"nexttoken/pkg/training"
	"nexttoken/pkg/transformer"
	"nexttoken/pkg/vocab"
)

// The GPTs of page 10 that read a novel in subwords, and larger ones.

const (
	probeSteps  = 50 // whose time says how many steps fill the seconds of a request
	warmUpSteps = 50
	clipNorm    = 1
)

// novel returns the novel as page 10 cuts it, and its subwords: those seen at least three times, and bytes.
func novel() (corpus.Split, *vocab.Vocabulary, error) {
	split, err := corpus.SplitText(corpus.Unwrap(data.PrideAndPrejudice()), 0.9)
	if err != nil {
		return split, nil, err
	}
	tokenizer, err := vocab.FromText(subwords.Split, split.Train[0], 3)
	return split, tokenizer, err
}

// printNovel prints the novel as ids, so that all peers read the same.
func printNovel(out io.Writer) error {
	split, tokenizer, err := novel()
	if err != nil {
		return err
	}
	ids, err := split.Encode(tokenizer)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(map[string]any{
		"train": slices.Concat(ids.Train...), "dev": slices.Concat(ids.Dev...), "vocabulary": tokenizer.Size(),
	})
}

// text trains a GPT on the novel for the seconds of one request, without the time of the compilation. It prints how
// many steps that were, the number of parameters, and the dev loss in nats per token.
func text(requests io.Reader, answers io.Writer) error {
	var asked request
	if err := json.NewDecoder(requests).Decode(&asked); err != nil {
		return err
	}
	split, tokenizer, err := novel()
	if err != nil {
		return err
	}
	probe, err := asked.read(split, tokenizer, probeSteps)
	if err != nil {
		return err
	}
	steps := max(probeSteps, int(math.Round(asked.Seconds*probeSteps/probe.Training.Seconds())))
	trained, err := asked.read(split, tokenizer, steps)
	if err != nil {
		return err
	}
	return json.NewEncoder(answers).Encode(answer{
		Seconds: trained.Training.Seconds(), Steps: trained.Step, Loss: trained.Best.DevLoss,
		Parameters: trained.ParameterCount(),
	})
}

// read trains a GPT of the sizes of a request on the novel.
func (r request) read(split corpus.Split, tokenizer *vocab.Vocabulary, steps int) (*neural.Model, error) {
	sizes := transformer.Config{
		Vocabulary: tokenizer.Size(), Context: r.Context, Width: r.Width, Heads: r.Heads, Blocks: r.Blocks,
		NoBias: true, NoGain: true, OwnHead: true,
	}
	return neural.TrainSequences(tokenizer, split, r.Context, training.Config{
		Model: sizes.Logits, Steps: steps, Batch: r.Batch, Seed: 1, EvaluateEvery: steps, ClipNorm: clipNorm,
		Schedule: training.WarmUp(warmUpSteps, training.Cosine(r.Rate, steps)),
	})
}
