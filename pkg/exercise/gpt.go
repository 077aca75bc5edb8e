package exercise

// Notebook 10: from characters to ChatGPT.

import (
	"fmt"
	"math"
	"slices"
)

// GPT3 checks how many parameters GPT-3's 96 blocks have, in billions: 12 × width² for each block, with a width of
// 12,288 (Brown et al., Language Models are Few-Shot Learners, 2020, table 2.1).
func GPT3(billions float64) Result { return gpt3.check(billions) }

var gpt3 = choice{
	todo:      "Put your number, in billions, in the place of the 0.",
	praise:    "173.9 billion, of 175 in all: nearly all of GPT-3 is in its blocks.",
	right:     173.946,
	tolerance: 0.005,
	mistakes: map[float64]string{
		1.812:   "That is one block. There are 96.",
		14.4955: "The factor 12 is missing: 4 × width² for attention, and 8 × width² for the network after it.",
		57.98:   "You counted attention only. The network after it has twice as many parameters.",
		115.96:  "You counted the networks only. Attention has four matrices, too.",
		0.01416: "The width is not squared: a matrix has width × width numbers.",
		173946:  "That is in millions. A billion is a thousand millions.",
	},
	below: inBillions,
	above: inBillions,
}

const inBillions = "12 × width², 96 times, divided by a thousand million."

type transformer struct{ vocabulary, context, width, blocks int }

func (t transformer) String() string {
	return fmt.Sprintf("a vocabulary of %d, a context of %d, a width of %d and %d blocks",
		t.vocabulary, t.context, t.width, t.blocks)
}

func (t transformer) tables() int { return (t.vocabulary + t.context) * t.width }
func (t transformer) block() int  { return 12*t.width*t.width + 13*t.width }

// GPT checks a function that returns how many parameters a transformer such as GPT-2 has: a table of tokens and one of
// places, in each block 12 × width² weights and 13 × width biases and norms, and a last norm of 2 × width. (Radford et
// al., Language Models are Unsupervised Multitask Learners, 2019)
func GPT(mine func(vocabulary, context, width, blocks int) int) Result {
	return gpt.check(func(t transformer) int { return mine(t.vocabulary, t.context, t.width, t.blocks) })
}

var gpt = task[transformer, int]{
	todo:   "Your function still returns 0.",
	praise: "The tables, the blocks, the last norm: you counted as on page 03, but now for any GPT.",
	inputs: []transformer{{50257, 1024, 768, 12}, {50257, 1024, 1600, 48}, {100, 8, 16, 2}},
	right:  func(t transformer) int { return t.tables() + t.blocks*t.block() + 2*t.width },
	stub:   func(transformer) int { return 0 },
	mistakes: []mistake[transformer, int]{
		{"The last norm is missing: it comes after the blocks, and has 2 × width numbers.",
			func(t transformer) int { return t.tables() + t.blocks*t.block() }},
		{"The table of places is missing: a transformer also learns an embedding for each place.",
			func(t transformer) int { return t.vocabulary*t.width + t.blocks*t.block() + 2*t.width }},
		{"The biases and norms of the blocks are missing.",
			func(t transformer) int { return t.tables() + t.blocks*12*t.width*t.width + 2*t.width }},
		{"You counted one block only.",
			func(t transformer) int { return t.tables() + t.block() + 2*t.width }},
		{"In the blocks, you counted attention only. The network after it has twice as many weights.",
			func(t transformer) int { return t.tables() + t.blocks*(4*t.width*t.width+4*t.width) + 2*t.width }},
		{"You counted the table of tokens twice. GPT-2 has one, for its input and for its logits.",
			func(t transformer) int {
				return t.vocabulary*t.width + t.tables() + t.blocks*t.block() + 2*t.width
			}},
		{"The tables are missing: their numbers are learned, too.",
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

// BitsPerByte checks a function that returns the loss of a text in bits per byte, from its mean loss in nats per token
// and its numbers of tokens and bytes.
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
		{"That is bits per token: with longer tokens, the same text would have a higher loss.",
			func(m measured) float64 { return m.nats / math.Ln2 }},
		{"That is nats per byte: one bit is ln 2 nats.",
			func(m measured) float64 { return m.nats * float64(m.tokens) / float64(m.bytes) }},
		{"You multiplied with ln 2. A bit is less than a nat, so there are more bits than nats.",
			func(m measured) float64 { return m.nats * math.Ln2 * float64(m.tokens) / float64(m.bytes) }},
		{"You exchanged tokens and bytes.",
			func(m measured) float64 { return m.nats / math.Ln2 * float64(m.bytes) / float64(m.tokens) }},
		{"tokens / bytes is 0: Go drops the part after the point when it divides two ints. Make them float64 first.",
			func(m measured) float64 { return m.nats / math.Ln2 * float64(m.tokens/m.bytes) }},
		{"You divided by log₁₀ 2. Nats need the natural logarithm.",
			func(m measured) float64 { return m.nats / math.Log10(2) * float64(m.tokens) / float64(m.bytes) }},
	},
	hint: func(m measured, got float64) string { return "What is the loss of the whole text, in nats?" },
}

// CausalWeights checks a function that returns the weights of causal attention, from its scores; both [tokens][tokens].
// Row i is the softmax of the first i + 1 scores, and 0 after them.
func CausalWeights(mine func(scores [][]float64) [][]float64) Result {
	return causalWeights.check(func(b batch) [][]float64 { return mine(rowsOf(b)) })
}

// masked returns scores with −∞ where position i does not see position j.
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
	praise: "Each row sums to 1. A token uses itself and the tokens before it, and not those after it.",
	inputs: []batch{{{1, 2, 3}, {0, 1, 5}, {2, 0, 1}}, {{0.5, -1}, {1, 0.25}}},
	right:  func(b batch) [][]float64 { return rowwise(masked(b, causal)) },
	stub:   func(b batch) [][]float64 { return b },
	mistakes: []mistake[batch, [][]float64]{
		{"Later tokens are visible: a model that sees the answer learns to copy it.",
			func(b batch) [][]float64 { return rowwise(b) }},
		{"The softmax runs over the wrong axis: each row must sum to 1, not each column.",
			func(b batch) [][]float64 {
				return transposed(rowwise(transposed(masked(b, causal))))
			}},
		{"You masked after the softmax: the rest of a row no longer sums to 1. Mask first.", func(b batch) [][]float64 {
			weights := rowwise(b)
			for i := range weights {
				clear(weights[i][i+1:])
			}
			return weights
		}},
		{"You masked with the score 0. exp(0) is 1, so later tokens still have a weight.", func(b batch) [][]float64 {
			scores := rowsOf(b)
			for i := range scores {
				clear(scores[i][i+1:])
			}
			return rowwise(scores)
		}},
		{"The mask hides the wrong side: each position sees only itself and later tokens.", func(b batch) [][]float64 {
			return rowwise(masked(b, func(i, j int) bool { return j >= i }))
		}},
		{"A position sees itself, too: hide only the positions after it.", func(b batch) [][]float64 {
			return rowwise(masked(b, func(i, j int) bool { return j < i || i == 0 && j == 0 }))
		}},
	},
	hint: func(b batch, got [][]float64) string {
		return "Look at each row: which positions may it see, and do their weights sum to 1?"
	},
}

// head is what a head of attention computes with: scores [tokens][tokens] and values [tokens][size].
type head struct{ scores, values batch }

func (h head) String() string {
	return fmt.Sprintf("the scores %v and the values %v", [][]float64(h.scores), [][]float64(h.values))
}

// Attend checks a function that returns what a head of causal attention returns: for each token, the mixture of the
// values of the tokens up to it, with the softmax of their scores as the weights.
//
//	scores: [tokens][tokens]; values: [tokens][size]; returns [tokens][size]
func Attend(mine func(scores, values [][]float64) [][]float64) Result {
	return attend.check(func(h head) [][]float64 { return mine(rowsOf(h.scores), rowsOf(h.values)) })
}

// mixed returns the product of weights [tokens][tokens] and values [tokens][size].
func mixed(weights, values [][]float64) [][]float64 {
	mixture := make([][]float64, len(weights))
	for i, row := range weights {
		mixture[i] = make([]float64, len(values[0]))
		for j, weight := range row {
			for k, x := range values[j] {
				mixture[i][k] += weight * x
			}
		}
	}
	return mixture
}

var attend = task[head, [][]float64]{
	todo:   "Your function still returns the values as they are.",
	praise: "Each token gets a mixture of the values up to its own: that is a head of attention.",
	inputs: []head{
		{batch{{1, 2, 3}, {0, 1, 5}, {2, 0, 1}}, batch{{1, 0}, {0, 1}, {-1, 2}}},
		{batch{{0.5, -1}, {1, 0.25}}, batch{{3, -2, 1}, {1, 4, 0}}},
	},
	right: func(h head) [][]float64 { return mixed(rowwise(masked(h.scores, causal)), h.values) },
	stub:  func(h head) [][]float64 { return h.values },
	mistakes: []mistake[head, [][]float64]{
		{"The mask is missing: a token takes values from tokens after it.",
			func(h head) [][]float64 { return mixed(rowwise(h.scores), h.values) }},
		{"The softmax is missing: scores are no weights. They can be negative, and they do not sum to 1.",
			func(h head) [][]float64 { return mixed(lower(h.scores), h.values) }},
		{"You return the weights. Multiply each with the value of its token, and add.",
			func(h head) [][]float64 { return rowwise(masked(h.scores, causal)) }},
		{"You take only the value with the highest score. Attention takes a mixture of all.",
			func(h head) [][]float64 { return mixed(hardest(masked(h.scores, causal)), h.values) }},
		{"All tokens get the same weight: the scores decide how much each counts.",
			func(h head) [][]float64 { return mixed(rowwise(masked(zeros(h.scores), causal)), h.values) }},
		{"Rows and columns are exchanged: row i of the weights belongs to token i of the result.",
			func(h head) [][]float64 {
				return mixed(transposed(rowwise(masked(h.scores, causal))), h.values)
			}},
	},
	hint: func(h head, got [][]float64) string {
		return "The first token sees only itself, so the first row must be its value."
	},
}

// lower returns scores with 0 after the token of the row.
func lower(b batch) batch {
	scores := rowsOf(b)
	for i := range scores {
		clear(scores[i][i+1:])
	}
	return scores
}

// zeros returns a batch of the same shape, with zeros only.
func zeros(b batch) batch {
	scores := rowsOf(b)
	for i := range scores {
		clear(scores[i])
	}
	return scores
}

// hardest returns rows with 1 at the place of the highest score, and 0 elsewhere.
func hardest(b batch) [][]float64 {
	rows := zeros(b)
	for i, row := range b {
		rows[i][slices.Index(row, slices.Max(row))] = 1
	}
	return rows
}
