// Package gpt counts the parameters of GPT's transformers by formula: of the ones that OpenAI published, and of one as small as a lecture's.
//
// All of them are built alike (Radford et al., Language Models are Unsupervised Multitask Learners, 2019, section 2.3): a table of tokens, which
// reads and writes, a table of positions, and blocks of attention and a perceptron of one hidden layer, four times as wide.
package gpt

import "fmt"

// Size gives a transformer its sizes.
type Size struct {
	Vocabulary int // tokens
	Context    int // tokens that it sees
	Width      int // numbers that stand for a token
	Blocks     int // of attention and perceptron, one after the other
}

// Part is a line of the table of parameters.
type Part struct {
	Name    string
	Formula string // how Count comes about, in numbers
	Count   int64
}

// Parts returns the parameters of each part by formula, with d for the width: V·d for the tokens, n·d for the positions; in each block 4d² + 4d for
// attention (query, key, value, output), 8d² + 5d for the perceptron (d → 4d → d), 4d for two normalisations; 2d for the last one.
func (s Size) Parts() []Part {
	v, n, d, blocks := int64(s.Vocabulary), int64(s.Context), int64(s.Width), int64(s.Blocks)
	return []Part{
		{"tokens", fmt.Sprintf("%d × %d", v, d), v * d},
		{"positions", fmt.Sprintf("%d × %d", n, d), n * d},
		{"attention", fmt.Sprintf("%d × (4 × %d² + 4 × %d)", blocks, d, d), blocks * (4*d*d + 4*d)},
		{"perceptrons", fmt.Sprintf("%d × (8 × %d² + 5 × %d)", blocks, d, d), blocks * (8*d*d + 5*d)},
		{"normalisations", fmt.Sprintf("(%d × 4 + 2) × %d", blocks, d), (blocks*4 + 2) * d},
	}
}

// Parameters returns how many numbers training adjusts: V·d + n·d + blocks·(12d² + 13d) + 2d.
func (s Size) Parameters() int64 {
	sum := int64(0)
	for _, part := range s.Parts() {
		sum += part.Count
	}
	return sum
}

// Formula writes Parameters in numbers.
func (s Size) Formula() string {
	return fmt.Sprintf("(%d + %d) × %d + %d × (12 × %d² + 13 × %d) + 2 × %d", s.Vocabulary, s.Context, s.Width, s.Blocks, s.Width, s.Width, s.Width)
}

// Published is a model of OpenAI's, and what they say of it.
type Published struct {
	Name string
	Size
	Count  float64 // parameters, as published
	Source string  // where Size and Count stand
}

const (
	subwords = 50257 // the vocabulary of GPT-2, and of GPT-3, which "uses the same model and architecture as GPT-2"
	gpt2     = "Radford et al. 2019, table 2; counts as corrected in openai/gpt-2"
	gpt3     = "Brown et al. 2020, table 2.1"
)

// Models returns GPT-2 and GPT-3 in their published sizes, the smallest first. For GPT-2, table 2 of the paper says 117, 345, 762 and 1,542 million;
// OpenAI corrected these counts when the models were released, under names that carry the right ones.
func Models() []Published {
	return []Published{
		{"GPT-2 small", Size{subwords, 1024, 768, 12}, 124e6, gpt2},
		{"GPT-2 medium", Size{subwords, 1024, 1024, 24}, 355e6, gpt2},
		{"GPT-2 large", Size{subwords, 1024, 1280, 36}, 774e6, gpt2},
		{"GPT-2", Size{subwords, 1024, 1600, 48}, 1558e6, gpt2},
		{"GPT-3 2.7B", Size{subwords, 2048, 2560, 32}, 2.7e9, gpt3},
		{"GPT-3 6.7B", Size{subwords, 2048, 4096, 32}, 6.7e9, gpt3},
		{"GPT-3", Size{subwords, 2048, 12288, 96}, 175e9, gpt3},
	}
}
