package exercise

// Notebook 03: the model, and its parameters.

import (
	"fmt"
	"math"
	"slices"
)

// Wider checks a prediction: how many parameters the lecture's model has with 10 numbers for each character instead of
// 2.
func Wider(prediction int) Result { return wider.check(float64(prediction)) }

var wider = choice{
	todo: "Predict first, then put the number in the place of the 0.",
	praise: "The table grows, and so does the hidden layer that reads 3 × 10 numbers. " +
		"The layer of the logits stays the same.",
	right: 27*10 + 3*10*64 + 64 + 64*27 + 27,
	mistakes: map[float64]string{
		2257: "That is the number of parameters with 2 numbers for each character.",
		27*10 + 6*64 + 64 + 64*27 + 27: "Only the table has grown. " +
			"The hidden layer reads rows of the table, so it has more inputs, too.",
		27*2 + 30*64 + 64 + 64*27 + 27:  "Only the hidden layer has grown. The table has longer rows, too.",
		27*10 + 10*64 + 64 + 64*27 + 27: "The hidden layer reads the embeddings of all three characters.",
		5 * 2257:                        "Not every part becomes five times as large: which formulas have K in them?",
		27*10 + 3*10*64 + 64*27:         "The biases are missing: each layer has one for each of its results.",
	},
	below: useFormulas,
	above: useFormulas,
}

const useFormulas = "Use the formulas in the table of this page, one part after the other."

type sizes struct{ vocabulary, context, embedding, hidden int }

func (s sizes) String() string {
	return fmt.Sprintf("a vocabulary of %d, a context of %d, %d numbers for each character and %d hidden",
		s.vocabulary, s.context, s.embedding, s.hidden)
}

func (s sizes) table() int { return s.vocabulary * s.embedding }

// Parameters checks a function that returns how many parameters the lecture's model has: its embedding table, hidden
// layer and logits, with the biases.
func Parameters(mine func(vocabulary, context, embedding, hidden int) int) Result {
	return parameters.check(func(s sizes) int { return mine(s.vocabulary, s.context, s.embedding, s.hidden) })
}

var parameters = task[sizes, int]{
	todo:   "Add up the three parts: the table, the hidden layer, the logits.",
	praise: "Table, hidden layer, logits, and no bias forgotten.",
	inputs: []sizes{{27, 3, 2, 64}, {27, 3, 10, 200}, {5, 2, 3, 4}, {100, 8, 16, 32}},
	right: func(s sizes) int {
		return s.table() + (s.context*s.embedding*s.hidden + s.hidden) + (s.hidden*s.vocabulary + s.vocabulary)
	},
	stub: func(sizes) int { return 0 },
	mistakes: []mistake[sizes, int]{
		{"The biases are missing: each layer adds a number to each of its results.",
			func(s sizes) int { return s.table() + s.context*s.embedding*s.hidden + s.hidden*s.vocabulary }},
		{"The biases of the logits are missing: the last layer adds a number to each of its results, too.",
			func(s sizes) int {
				return s.table() + s.context*s.embedding*s.hidden + s.hidden + s.hidden*s.vocabulary
			}},
		{"The biases of the hidden layer are missing: it adds a number to each of its results.",
			func(s sizes) int {
				return s.table() + s.context*s.embedding*s.hidden + s.hidden*s.vocabulary + s.vocabulary
			}},
		{"The context is missing: the hidden layer reads the embeddings of all characters of the context.",
			func(s sizes) int {
				return s.table() + s.embedding*s.hidden + s.hidden + s.hidden*s.vocabulary + s.vocabulary
			}},
		{"You counted the table once for each place of the context. There is one table for all places.",
			func(s sizes) int {
				return s.context*s.table() + s.context*s.embedding*s.hidden + s.hidden +
					s.hidden*s.vocabulary + s.vocabulary
			}},
		{"The embedding table is missing: its numbers are learned, too.",
			func(s sizes) int {
				return s.context*s.embedding*s.hidden + s.hidden + s.hidden*s.vocabulary + s.vocabulary
			}},
		{"The last layer is missing: it computes a score for each symbol.",
			func(s sizes) int { return s.table() + s.context*s.embedding*s.hidden + s.hidden }},
	},
	hint: func(s sizes, got int) string {
		return "Print the three parts one by one, and compare them with the page."
	},
}

type lookup struct {
	table [][]float64
	ids   []int
}

func (l lookup) String() string { return fmt.Sprintf("the table %v and the ids %v", l.table, l.ids) }

func (l lookup) rows() [][]float64 {
	rows := make([][]float64, len(l.ids))
	for i, id := range l.ids {
		rows[i] = slices.Clone(l.table[id])
	}
	return rows
}

// Concatenate checks a function that returns the rows of some ids in an embedding table, one after the other: table
// [rows][columns], ids [n], the result [n × columns].
func Concatenate(mine func(table [][]float64, ids []int) []float64) Result {
	return concatenate.check(func(l lookup) []float64 { return mine(rowsOf(l.table), slices.Clone(l.ids)) })
}

// rowsOf returns a copy of a table, so that a student's function cannot change the input of another call.
func rowsOf(table [][]float64) [][]float64 {
	rows := make([][]float64, len(table))
	for i := range table {
		rows[i] = slices.Clone(table[i])
	}
	return rows
}

var concatenate = task[lookup, []float64]{
	todo:   "Look up the row of each id, and append it to what is there.",
	praise: "One row after the other, in the order of the letters: that is what the hidden layer reads.",
	inputs: []lookup{
		{[][]float64{{0.2, -0.1}, {-0.3, 0.5}, {0.1, 0.3}}, []int{2, 0, 1}},
		{[][]float64{{0.2, -0.1, 4}, {-0.3, 0.5, 5}, {0.1, 0.3, 6}}, []int{1, 1, 0}},
	},
	right: func(l lookup) []float64 { return slices.Concat(l.rows()...) },
	stub:  func(lookup) []float64 { return nil },
	mistakes: []mistake[lookup, []float64]{
		{"You added the rows. Then abi and iba give the same result. Concatenated rows keep their order.",
			func(l lookup) []float64 {
				return sumOf(l.rows())
			}},
		{"That is the mean of the rows. Then abi and iba give the same result. Concatenated rows keep their order.",
			func(l lookup) []float64 {
				mean := sumOf(l.rows())
				for i := range mean {
					mean[i] /= float64(len(l.ids))
				}
				return mean
			}},
		{"The rows are in the wrong order: from the last letter to the first.", func(l lookup) []float64 {
			rows := l.rows()
			slices.Reverse(rows)
			return slices.Concat(rows...)
		}},
		{"All first numbers, then all second numbers: those are columns. Put whole rows one after the other.",
			func(l lookup) []float64 {
				return slices.Concat(transposed(l.rows())...)
			}},
		{"That is the whole table. Take only the rows of the ids, in the order of the ids.", func(l lookup) []float64 {
			return slices.Concat(l.table...)
		}},
		{"Only the last row is left: append each row to those before it.",
			func(l lookup) []float64 { return l.rows()[len(l.ids)-1] }},
	},
	hint: func(l lookup, got []float64) string {
		return fmt.Sprintf("The result has %d numbers; %d ids have %d numbers each.",
			len(got), len(l.ids), len(l.table[0]))
	},
}

func sumOf(rows [][]float64) []float64 {
	sum := make([]float64, len(rows[0]))
	for _, row := range rows {
		for i, x := range row {
			sum[i] += x
		}
	}
	return sum
}

func transposed(rows [][]float64) [][]float64 {
	columns := make([][]float64, len(rows[0]))
	for i := range columns {
		for _, row := range rows {
			columns[i] = append(columns[i], row[i])
		}
	}
	return columns
}

type neuronInput struct {
	inputs, weights []float64
	bias            float64
}

func (n neuronInput) String() string {
	return fmt.Sprintf("the inputs %v, the weights %v and the bias %v", n.inputs, n.weights, n.bias)
}

func (n neuronInput) dot() float64 { return dot(n.inputs, n.weights) }

// Neuron checks a function that returns one number of the hidden layer: tanh of inputs · weights + bias. Inputs and
// weights have one length.
func Neuron(mine func(inputs, weights []float64, bias float64) float64) Result {
	return neuron.check(func(n neuronInput) float64 {
		return mine(slices.Clone(n.inputs), slices.Clone(n.weights), n.bias)
	})
}

var neuron = task[neuronInput, float64]{
	todo:   "Multiply each input with its weight, add them up, add the bias, and take tanh.",
	praise: "Multiply, add, tanh: the hidden layer does this 64 times side by side.",
	inputs: []neuronInput{
		{[]float64{0.2, -0.1}, []float64{1, 3}, 0.5},
		{[]float64{1, 2, -1}, []float64{0.5, -0.25, 0.75}, -0.2},
	},
	right: func(n neuronInput) float64 { return math.Tanh(n.dot() + n.bias) },
	stub:  func(neuronInput) float64 { return 0 },
	mistakes: []mistake[neuronInput, float64]{
		{"The bias is missing.", func(n neuronInput) float64 { return math.Tanh(n.dot()) }},
		{"tanh is missing: without it, ten layers can compute only what one layer can.",
			func(n neuronInput) float64 { return n.dot() + n.bias }},
		{"You added the bias after tanh. Add it before.",
			func(n neuronInput) float64 { return math.Tanh(n.dot()) + n.bias }},
		{"You added the bias once for each input. Add it once, to the sum.", func(n neuronInput) float64 {
			return math.Tanh(n.dot() + float64(len(n.inputs))*n.bias)
		}},
		{"You took tanh of each product. First add them, then take tanh of the sum.", func(n neuronInput) float64 {
			sum := n.bias
			for i, x := range n.inputs {
				sum += math.Tanh(x * n.weights[i])
			}
			return sum
		}},
		{"You added inputs and weights. Multiply each input with its weight.", func(n neuronInput) float64 {
			sum := n.bias
			for i, x := range n.inputs {
				sum += x + n.weights[i]
			}
			return math.Tanh(sum)
		}},
	},
	hint: func(n neuronInput, got float64) string {
		if math.Abs(got) > 1 {
			return "tanh is always between −1 and 1."
		}
		return "Compute this case on paper."
	},
}
