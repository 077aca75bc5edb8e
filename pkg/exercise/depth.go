package exercise

// Notebook 03: a second hidden layer, and a whole layer from the student's own functions.

import (
	"fmt"
	"math"
	"slices"
)

type deepSizes struct{ vocabulary, context, embedding, hidden1, hidden2 int }

func (s deepSizes) String() string {
	return fmt.Sprintf("a vocabulary of %d, a context of %d, %d numbers for each character and hidden layers of %d "+
		"and %d", s.vocabulary, s.context, s.embedding, s.hidden1, s.hidden2)
}

// count adds up the table and three layers, each with the inputs that it reads; a bias is counted biases times.
func (s deepSizes) count(second, last, biases int) int {
	first := s.context * s.embedding
	return s.vocabulary*s.embedding + (first+biases)*s.hidden1 + (second+biases)*s.hidden2 + (last+biases)*s.vocabulary
}

// Depth checks a function that returns how many parameters the lecture's model has with two hidden layers: its
// embedding table, both hidden layers and the logits, with the biases.
func Depth(mine func(vocabulary, context, embedding, hidden1, hidden2 int) int) Result {
	return depth.check(func(s deepSizes) int {
		return mine(s.vocabulary, s.context, s.embedding, s.hidden1, s.hidden2)
	})
}

var depth = task[deepSizes, int]{
	todo:   "Add up four parts: the table, the two hidden layers, the logits.",
	praise: "Each layer reads the results of the layer before it, and of no other.",
	inputs: []deepSizes{{27, 3, 2, 64, 64}, {27, 3, 2, 64, 32}, {5, 2, 3, 4, 7}, {100, 8, 16, 32, 20}},
	right:  func(s deepSizes) int { return s.count(s.hidden1, s.hidden2, 1) },
	stub:   func(deepSizes) int { return 0 },
	mistakes: []mistake[deepSizes, int]{
		{"That is the model with one hidden layer: the second one is missing.", func(s deepSizes) int {
			return sizes{s.vocabulary, s.context, s.embedding, s.hidden1}.oneLayer()
		}},
		{"The second hidden layer does not read the embeddings. It reads the results of the first one.",
			func(s deepSizes) int { return s.count(s.context*s.embedding, s.hidden2, 1) }},
		{"The logits read the second hidden layer, not the first one.",
			func(s deepSizes) int { return s.count(s.hidden1, s.hidden1, 1) }},
		{"The logits read the second hidden layer only, not both.",
			func(s deepSizes) int { return s.count(s.hidden1, s.hidden1+s.hidden2, 1) }},
		{"The biases are missing: each layer has one for each of its results.",
			func(s deepSizes) int { return s.count(s.hidden1, s.hidden2, 0) }},
		{"The biases of the second hidden layer are missing.",
			func(s deepSizes) int { return s.count(s.hidden1, s.hidden2, 1) - s.hidden2 }},
		{"The second hidden layer has hidden1 × hidden2 weights: each of its numbers reads all numbers of the first.",
			func(s deepSizes) int { return s.count(1, s.hidden2, 1) - s.hidden2 + s.hidden1 }},
	},
	hint: func(deepSizes, int) string {
		return "Print the four parts one by one, and compare them with the formula for one layer: " +
			"inputs × results + results."
	},
}

// oneLayer returns the parameters of the model with one hidden layer.
func (s sizes) oneLayer() int {
	return s.table() + (s.context*s.embedding+1)*s.hidden + (s.hidden+1)*s.vocabulary
}

type layerInput struct {
	lookup
	weights [][]float64
	biases  []float64
}

func (l layerInput) String() string {
	return fmt.Sprintf("%v, the weights %v and the biases %v", l.lookup, l.weights, l.biases)
}

// hidden returns tanh of weights · inputs + bias for each row of the weights.
func (l layerInput) hidden(inputs []float64) []float64 {
	hidden := make([]float64, len(l.weights))
	for i, weights := range l.weights {
		n := min(len(inputs), len(weights))
		hidden[i] = math.Tanh(dot(inputs[:n], weights[:n]) + l.biases[i])
	}
	return hidden
}

// HiddenLayer checks a function that looks up the rows of some ids, concatenates them, and returns the numbers of the
// hidden layer: table [vocabulary][embedding], ids [context], weights [hidden][context × embedding], biases [hidden],
// the result [hidden].
func HiddenLayer(mine func(table [][]float64, ids []int, weights [][]float64, biases []float64) []float64) Result {
	return hiddenLayer.check(func(l layerInput) []float64 {
		return mine(rowsOf(l.table), slices.Clone(l.ids), rowsOf(l.weights), slices.Clone(l.biases))
	})
}

var hiddenLayer = task[layerInput, []float64]{
	todo:   "Put a call of neuron in the place of the 0: with the inputs, and with this row's weights and bias.",
	praise: "Your functions compute the hidden layer of the real model: look up, concatenate, multiply, add, tanh.",
	inputs: []layerInput{
		{lookup{[][]float64{{0.2, -0.1}, {-0.3, 0.5}, {0.1, 0.3}}, []int{0, 1, 2}},
			[][]float64{{0.5, -0.8, -1.2, 0.9, 0.4, 1.1}, {-0.6, 0.3, 0.7, -1, 0.8, -0.5}}, []float64{0.1, -0.2}},
		{lookup{[][]float64{{0.5}, {-1}}, []int{1, 0}}, [][]float64{{1, 2}, {0.5, -0.5}, {0, 1}},
			[]float64{0.3, 0, -0.4}},
	},
	right: func(l layerInput) []float64 { return l.hidden(l.inputs()) },
	stub:  func(l layerInput) []float64 { return make([]float64, len(l.weights)) },
	mistakes: []mistake[layerInput, []float64]{
		{"You gave the ids to the layer. An id is only a name: 8 is not more than 1. Give it the rows of the ids.",
			func(l layerInput) []float64 {
				ids := make([]float64, len(l.ids))
				for i, id := range l.ids {
					ids[i] = float64(id)
				}
				return l.hidden(ids)
			}},
		{"All hidden numbers have the same bias. Each has its own: biases[i].", func(l layerInput) []float64 {
			l.biases = slices.Repeat(l.biases[:1], len(l.biases))
			return l.hidden(l.inputs())
		}},
		{"All hidden numbers have the same weights. Each has its own: weights[i].", func(l layerInput) []float64 {
			l.weights = slices.Repeat(l.weights[:1], len(l.weights))
			return l.hidden(l.inputs())
		}},
		{"The biases are missing.", func(l layerInput) []float64 {
			l.biases = make([]float64, len(l.biases))
			return l.hidden(l.inputs())
		}},
		{"tanh is missing.", func(l layerInput) []float64 {
			sums := l.hidden(l.inputs())
			for i := range sums {
				sums[i] = dot(l.inputs(), l.weights[i]) + l.biases[i]
			}
			return sums
		}},
	},
	hint: func(l layerInput, got []float64) string {
		return fmt.Sprintf("The result has %d numbers; the weights have %d rows, one for each hidden number.",
			len(got), len(l.weights))
	},
}

// inputs returns the rows of the ids, concatenated.
func (l layerInput) inputs() []float64 { return slices.Concat(l.rows()...) }
