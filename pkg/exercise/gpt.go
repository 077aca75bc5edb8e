package exercise

// Notebook 08: from characters to ChatGPT.

import (
	"fmt"
	"math"
)

// GPT3 checks the parameters of GPT-3's 96 blocks, 12,288 wide, in billions: 12 × width² for each block.
func GPT3(billions float64) Result { return gpt3.check(billions) }

var gpt3 = choice{
	todo:      "Put your number, in billions, in the place of the 0.",
	praise:    "173.9 billion, of 175 in all: nearly all of GPT-3 is in its blocks.",
	right:     173.946,
	tolerance: 0.005,
	mistakes: map[float64]string{
		1.812:   "That is one block. There are 96.",
		14.4955: "The 12 is forgotten: four matrices for attention, and eight times the width squared for the network after it.",
		57.98:   "Only attention is counted: the network after it has twice as many.",
		115.96:  "Only the networks are counted: attention has four matrices, too.",
		0.01416: "The width is not squared: a matrix has width × width numbers.",
		173946:  "That is in millions. A billion is a thousand of them.",
	},
	below: "12 × width², 96 times, divided by a thousand million.",
	above: "12 × width², 96 times, divided by a thousand million.",
}

type transformer struct{ vocabulary, context, width, blocks int }

func (t transformer) String() string {
	return fmt.Sprintf("a vocabulary of %d, a context of %d, a width of %d and %d blocks", t.vocabulary, t.context, t.width, t.blocks)
}

func (t transformer) tables() int { return (t.vocabulary + t.context) * t.width }
func (t transformer) block() int  { return 12*t.width*t.width + 13*t.width }

// GPT checks a function that counts the parameters of a transformer such as GPT-2: a table of tokens and one of places, in
// each block 12 × width² weights and 13 × width biases and norms, and a last norm of 2 × width.
func GPT(mine func(vocabulary, context, width, blocks int) int) Result {
	return gpt.check(func(t transformer) int { return mine(t.vocabulary, t.context, t.width, t.blocks) })
}

var gpt = task[transformer, int]{
	todo:   "Your function still returns 0.",
	praise: "The tables, the blocks, the last norm: the same kind of count as for 2,257, for any GPT.",
	inputs: []transformer{{50257, 1024, 768, 12}, {50257, 1024, 1600, 48}, {100, 8, 16, 2}},
	right:  func(t transformer) int { return t.tables() + t.blocks*t.block() + 2*t.width },
	stub:   func(transformer) int { return 0 },
	mistakes: []mistake[transformer, int]{
		{"The last norm is forgotten: after the blocks, two numbers for each of the width.",
			func(t transformer) int { return t.tables() + t.blocks*t.block() }},
		{"The table of places is forgotten: a transformer learns where a token stands, too.",
			func(t transformer) int { return t.vocabulary*t.width + t.blocks*t.block() + 2*t.width }},
		{"The biases and norms of the blocks are forgotten.",
			func(t transformer) int { return t.tables() + t.blocks*12*t.width*t.width + 2*t.width }},
		{"Only one block is counted.",
			func(t transformer) int { return t.tables() + t.block() + 2*t.width }},
		{"Only attention is counted in the blocks: the network after it has twice as many weights.",
			func(t transformer) int { return t.tables() + t.blocks*(4*t.width*t.width+4*t.width) + 2*t.width }},
		{"The table of tokens is counted twice: GPT-2 uses the same one to read and to score.",
			func(t transformer) int {
				return t.vocabulary*t.width + t.tables() + t.blocks*t.block() + 2*t.width
			}},
		{"The tables are forgotten: they are learned like everything else.",
			func(t transformer) int { return t.blocks*t.block() + 2*t.width }},
	},
	hint: func(t transformer, got int) string {
		return "Print the parts one by one, and compare them with the page."
	},
}

// measured is the loss of a model on a text.
type measured struct {
	nats          float64 // mean, per token
	tokens, bytes int
}

func (m measured) String() string {
	return fmt.Sprintf("%g nats per token, %d tokens and %d bytes", m.nats, m.tokens, m.bytes)
}

// BitsPerByte checks a function that makes losses of different vocabularies comparable.
func BitsPerByte(mine func(nats float64, tokens, bytes int) float64) Result {
	return bitsPerByte.check(func(m measured) float64 { return mine(m.nats, m.tokens, m.bytes) })
}

var bitsPerByte = task[measured, float64]{
	todo:   "Your function still returns 0.",
	praise: "Bits for the whole text, divided by its bytes: now it does not matter how the text was cut.",
	inputs: []measured{{2, 1000, 1000}, {5, 1000, 4000}, {3.5, 300, 1700}},
	right:  func(m measured) float64 { return m.nats / math.Ln2 * float64(m.tokens) / float64(m.bytes) },
	stub:   func(measured) float64 { return 0 },
	mistakes: []mistake[measured, float64]{
		{"That is bits per token: a vocabulary with longer tokens would look worse.", func(m measured) float64 { return m.nats / math.Ln2 }},
		{"That is nats per byte: one bit is ln 2 nats.", func(m measured) float64 { return m.nats * float64(m.tokens) / float64(m.bytes) }},
		{"Multiplied with ln 2: a bit is less than a nat, so there are more bits than nats.",
			func(m measured) float64 { return m.nats * math.Ln2 * float64(m.tokens) / float64(m.bytes) }},
		{"Tokens and bytes have changed places.", func(m measured) float64 { return m.nats / math.Ln2 * float64(m.bytes) / float64(m.tokens) }},
		{"tokens / bytes is 0 in Go, which divides whole numbers without a rest: make them float64 first.",
			func(m measured) float64 { return m.nats / math.Ln2 * float64(m.tokens/m.bytes) }},
		{"Divided by log₁₀ 2. Nats need the natural logarithm.",
			func(m measured) float64 { return m.nats / math.Log10(2) * float64(m.tokens) / float64(m.bytes) }},
	},
	hint: func(m measured, got float64) string { return "How many nats does the whole text cost?" },
}

// CausalWeights checks a function that turns the scores of attention into weights: no position sees those after it.
func CausalWeights(mine func(scores [][]float64) [][]float64) Result {
	return causalWeights.check(func(b batch) [][]float64 { return mine(rowsOf(b)) })
}

// masked returns scores with −∞ where a position does not see another.
func masked(b batch, sees func(i, j int) bool) batch {
	scores := rowsOf(b)
	for i := range scores {
		for j := range scores[i] {
			if !sees(i, j) {
				scores[i][j] = math.Inf(-1)
			}
		}
	}
	return scores
}

func causal(i, j int) bool { return j <= i }

var causalWeights = task[batch, [][]float64]{
	todo:   "Your function still returns the scores as they are.",
	praise: "Each row sums to 1, over itself and what came before: the future stays hidden.",
	inputs: []batch{{{1, 2, 3}, {0, 1, 5}, {2, 0, 1}}, {{0.5, -1}, {1, 0.25}}},
	right:  func(b batch) [][]float64 { return rowwise(masked(b, causal)) },
	stub:   func(b batch) [][]float64 { return b },
	mistakes: []mistake[batch, [][]float64]{
		{"The future is visible: a model that sees the answer learns to copy it.", func(b batch) [][]float64 { return rowwise(b) }},
		{"The softmax runs over the wrong axis: each row, one position's view, must sum to 1.", func(b batch) [][]float64 {
			return transposed(rowwise(transposed(masked(b, causal))))
		}},
		{"Masked after the softmax: what is left no longer sums to 1. Mask first.", func(b batch) [][]float64 {
			weights := rowwise(b)
			for i := range weights {
				clear(weights[i][i+1:])
			}
			return weights
		}},
		{"Masked with the score 0: exp(0) is 1, so the future still has weight.", func(b batch) [][]float64 {
			scores := rowsOf(b)
			for i := range scores {
				clear(scores[i][i+1:])
			}
			return rowwise(scores)
		}},
		{"The mask is the wrong way round: each position sees only itself and the future.", func(b batch) [][]float64 {
			return rowwise(masked(b, func(i, j int) bool { return j >= i }))
		}},
		{"A position sees itself too: only what comes after it is hidden.", func(b batch) [][]float64 {
			return rowwise(masked(b, func(i, j int) bool { return j < i || i == 0 && j == 0 }))
		}},
	},
	hint: func(b batch, got [][]float64) string {
		return "Row by row: which positions may it see, and do their weights sum to 1?"
	},
}
