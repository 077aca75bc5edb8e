// Package glassbox computes one example of a very small model with every number in sight: forward, from three letters
// to probabilities, and backward, from the loss to the gradient of each weight.
//
// It is the lecture's model with other sizes: 3 letters × 2 numbers → 6 inputs → 4 hidden numbers with tanh → 5 logits
// → softmax. Its five symbols are rows of the 27-symbol table and keep their ids there. Everything is plain Go, so that
// a page or a test can compare it with GoMLX.
//
// Sources: Bengio, Ducharme, Vincent and Jauvin, A Neural Probabilistic Language Model, 2003, equation 1, for the
// model; Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986, for the gradients.
package glassbox

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nexttoken/pkg/sample"
)

// The sizes of the network.
const (
	Context   = 3 // letters that it reads
	Embedding = 2 // numbers of a letter
	Inputs    = Context * Embedding
	Hidden    = 4
	Symbols   = 5
)

// Letters returns the five symbols, in the order of the table's rows.
func Letters() []string { return []string{"a", "b", "i", "z", "-"} }

// IDs returns the ids of the five symbols in the vocabulary of 27.
func IDs() []int { return []int{0, 1, 8, 25, 26} }

// Network holds the parameters: 10 of the table, 28 of the hidden layer, 25 of the logits.
type Network struct {
	Table [][]float64 // [symbols][embedding]: row 2 is the embedding of "i"
	W1    [][]float64 // [hidden][inputs]: row 2 holds the weights of hidden number 2
	B1    []float64   // [hidden]
	W2    [][]float64 // [symbols][hidden]: row 2 holds the weights of the logit of "i"
	B2    []float64   // [symbols]
}

// Small returns the network of the pages. The embeddings are those of the deck Next Token Generation by Nipun Batra
// (2025); the weights are made up, with one decimal.
func Small() Network {
	return Network{
		Table: [][]float64{{0.2, -0.1}, {-0.3, 0.5}, {0.1, 0.3}, {0.7, -0.4}, {0, 0.9}},
		W1: [][]float64{
			{0.5, -0.8, -1.2, 0.9, 0.4, 1.1},
			{-0.6, 0.3, 0.7, -1.0, 0.8, -0.5},
			{1.0, 0.6, -0.4, -0.7, -0.9, 0.2},
			{0.3, -1.1, 0.5, 0.8, -0.2, 0.9},
		},
		B1: []float64{0.1, -0.2, 0.3, 0},
		W2: [][]float64{
			{0.9, -0.4, 0.6, -0.3},
			{-0.7, 0.8, 0.2, 0.5},
			{0.4, 0.3, -1.0, 0.6},
			{-0.5, -0.9, 0.7, 0.2},
			{0.8, 0.1, -0.6, -0.4},
		},
		B2: []float64{0.2, 0, -0.1, -0.3, 0.1},
	}
}

// Values are the numbers of one example on its way forward.
type Values struct {
	Rows          []int     // [context]: the rows of the table that are looked up
	Inputs        []float64 // [inputs]: these rows, concatenated
	Sums          []float64 // [hidden]: W1 · inputs + B1
	Hidden        []float64 // [hidden]: tanh of the sums
	Logits        []float64 // [symbols]: W2 · hidden + B2
	Probabilities []float64 // [symbols]: softmax of the logits
}

// Forward computes the values for a context of three letters, such as "abi". It returns an error if the context has
// another length or another symbol, and if the network's layers do not fit each other.
func (n Network) Forward(context string) (Values, error) {
	rows, err := rowsOf(context)
	if err != nil {
		return Values{}, err
	}
	if err := n.check(); err != nil {
		return Values{}, err
	}
	v := Values{Rows: rows}
	for _, row := range rows {
		v.Inputs = append(v.Inputs, n.Table[row]...)
	}
	v.Sums = layer(n.W1, v.Inputs, n.B1)
	for _, sum := range v.Sums {
		v.Hidden = append(v.Hidden, math.Tanh(sum))
	}
	v.Logits = layer(n.W2, v.Hidden, n.B2)
	v.Probabilities, err = sample.Softmax(v.Logits, 1)
	return v, err
}

// Loss returns the cross-entropy of one example in nats: −ln of the probability of the letter that came next.
// It returns an error if next is not one symbol, and for what Forward returns one for.
func (n Network) Loss(context, next string) (float64, error) {
	row, err := rowOf(next)
	if err != nil {
		return 0, err
	}
	v, err := n.Forward(context)
	if err != nil {
		return 0, err
	}
	return -math.Log(v.Probabilities[row]), nil
}

// layer returns weights · inputs + biases: a number for each row of the weights.
func layer(weights [][]float64, inputs, biases []float64) []float64 {
	sums := slices.Clone(biases)
	for i, row := range weights {
		for j, weight := range row {
			sums[i] += weight * inputs[j]
		}
	}
	return sums
}

// rowsOf returns the rows of a context's letters.
func rowsOf(context string) ([]int, error) {
	letters := strings.Split(context, "")
	if len(letters) != Context {
		return nil, fmt.Errorf("the context %q has %d letters: this network reads %d", context, len(letters), Context)
	}
	rows := make([]int, Context)
	for i, letter := range letters {
		row, err := rowOf(letter)
		if err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}

func rowOf(letter string) (int, error) {
	row := slices.Index(Letters(), letter)
	if row < 0 {
		return 0, fmt.Errorf("%q is none of this network's five symbols, %s", letter, strings.Join(Letters(), ", "))
	}
	return row, nil
}

// check returns an error if a part of the network has another shape than the sizes above.
func (n Network) check() error {
	for _, part := range []struct {
		name          string
		rows          [][]float64
		height, width int
	}{
		{"Table", n.Table, Symbols, Embedding}, {"W1", n.W1, Hidden, Inputs}, {"B1", [][]float64{n.B1}, 1, Hidden},
		{"W2", n.W2, Symbols, Hidden}, {"B2", [][]float64{n.B2}, 1, Symbols},
	} {
		if len(part.rows) != part.height {
			return fmt.Errorf("%s has %d rows: it must have %d", part.name, len(part.rows), part.height)
		}
		for i, row := range part.rows {
			if len(row) != part.width {
				return fmt.Errorf("row %d of %s has %d numbers: it must have %d", i, part.name, len(row), part.width)
			}
		}
	}
	return nil
}

// FullTable returns the embedding table of all 27 symbols: [27][embedding]. The rows of the ids 0, 1, 8, 25 and 26 are
// this network's; all others are zeros.
func (n Network) FullTable() [][]float64 {
	table := make([][]float64, 27)
	for id := range table {
		table[id] = make([]float64, Embedding)
	}
	for i, row := range n.Table[:min(len(n.Table), Symbols)] {
		copy(table[IDs()[i]], row)
	}
	return table
}
