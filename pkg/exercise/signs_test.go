package exercise_test

import (
	"math"
	"testing"

	"nexttoken/pkg/exercise"
)

// plain returns the values, of which one, if it is there, has lost its sign.
func plain(values []float64, place int) []float64 {
	if place < len(values) {
		values[place] = math.Abs(values[place])
	}
	return values
}

// plainIn is plain for a row of a table.
func plainIn(table [][]float64, row, place int) [][]float64 {
	if row < len(table) {
		plain(table[row], place)
	}
	return table
}

func joinedRows(table [][]float64, ids []int) (joined []float64) {
	for _, id := range ids {
		joined = append(joined, table[id]...)
	}
	return joined
}

// A function that loses the sign of one of its numbers is right for positive numbers only: it is not right.
func TestASignIsNeverLostUnseen(t *testing.T) {
	wrong := func(what string, place int, result exercise.Result) {
		t.Helper()
		if result.State != exercise.Wrong {
			t.Errorf("%s: without the sign of number %d, it is %v", what, place, result)
		}
	}
	neuron := func(x, w []float64, b float64) float64 { return math.Tanh(dot(x, w) + b) }
	exp := softmax(func(z, t float64) float64 { return math.Exp(z / t) }, true)
	step := walk(func(w, slope, rate float64) float64 { return w - rate*slope })
	wrong("triple", 0, exercise.Triple(func(x float64) float64 { return 3 * math.Abs(x) }))
	wrong("cosine", 0, exercise.Cosine(func(a, b []float64) float64 { return cosine(a, plain(b, 0)) }))
	wrong("analogy, man", 2, exercise.Analogy(func(m, k, w []float64) []float64 {
		return combine(-1, 1, 1)(plain(m, 2), k, w)
	}))
	wrong("analogy, woman", 0, exercise.Analogy(func(m, k, w []float64) []float64 {
		return combine(-1, 1, 1)(m, k, plain(w, 0))
	}))
	for place := 1; place <= 2; place++ {
		wrong("neuron, inputs", place, exercise.Neuron(func(x, w []float64, b float64) float64 {
			return neuron(plain(x, place), w, b)
		}))
	}
	wrong("neuron, weights", 1, exercise.Neuron(func(x, w []float64, b float64) float64 {
		return neuron(x, plain(w, 1), b)
	}))
	wrong("neuron, bias", 0, exercise.Neuron(func(x, w []float64, b float64) float64 {
		return neuron(x, w, math.Abs(b))
	}))
	for place := range 2 {
		wrong("step", place, exercise.Step(func(w, slope []float64, rate float64) []float64 {
			return step(w, plain(slope, place), rate)
		}))
		wrong("softmax", place, exercise.Softmax(func(z []float64, t float64) []float64 {
			return exp(plain(z, place), t)
		}))
		wrong("concatenate", place, exercise.Concatenate(func(table [][]float64, ids []int) []float64 {
			return joinedRows(plainIn(table, place, 1-place), ids)
		}))
	}
	wrong("softmax of rows", 0, exercise.SoftmaxRows(func(batch [][]float64) [][]float64 {
		return eachRow(plainIn(batch, 1, 0))
	}))
}
