package exercise_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// layerOf returns a student's hidden layer: a number for each row of the weights.
func layerOf(one func(inputs []float64, weights [][]float64, biases []float64, i int) float64) exercise.Result {
	return exercise.HiddenLayer(func(table [][]float64, ids []int, weights [][]float64, biases []float64) []float64 {
		var inputs, hidden []float64
		for _, id := range ids {
			inputs = append(inputs, table[id]...)
		}
		for i := range weights {
			hidden = append(hidden, one(inputs, weights, biases, i))
		}
		return hidden
	})
}

func TestTwoHiddenLayersAndAWholeOne(t *testing.T) {
	right := map[string]exercise.Result{
		"depth": exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h*g + g + g*v + v }),
		"layer": layerOf(func(x []float64, w [][]float64, b []float64, i int) float64 {
			return math.Tanh(dot(x, w[i]) + b[i])
		}),
	}
	for name, result := range right {
		if result.State != exercise.Right {
			t.Errorf("%s: %v", name, result)
		}
	}
	for name, result := range map[string]exercise.Result{
		"depth": exercise.Depth(func(v, n, k, h, g int) int { return 0 }),
		"layer": layerOf(func([]float64, [][]float64, []float64, int) float64 { return 0 }),
	} {
		if result.State != exercise.NotDone {
			t.Errorf("%s: the stub is %v", name, result)
		}
	}
	for i, test := range []struct {
		result exercise.Result
		want   string
	}{
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h*v + v }), "second one is missing"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + n*k*g + g + g*v + v }),
			"does not read the embeddings"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h*g + g + h*v + v }),
			"not the first one"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h*g + g + (h+g)*v + v }), "not both"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h*g + g*v }), "The biases are missing"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h*g + g*v + v }),
			"biases of the second"},
		{exercise.Depth(func(v, n, k, h, g int) int { return v*k + n*k*h + h + h + g + g*v + v }), "hidden1 × hidden2"},
		{exercise.Depth(func(v, n, k, h, g int) int { return 6417 }), "four parts one by one"},
		{layerOf(func(x []float64, w [][]float64, b []float64, i int) float64 { return dot(x, w[i]) + b[i] }),
			"tanh is missing"},
		{layerOf(func(x []float64, w [][]float64, b []float64, i int) float64 { return math.Tanh(dot(x, w[i])) }),
			"The biases are missing"},
		{layerOf(func(x []float64, w [][]float64, b []float64, i int) float64 {
			return math.Tanh(dot(x, w[i]) + b[0])
		}), "the same bias"},
		{layerOf(func(x []float64, w [][]float64, b []float64, i int) float64 {
			return math.Tanh(dot(x, w[0]) + b[i])
		}), "the same weights"},
		{exercise.HiddenLayer(func(_ [][]float64, ids []int, weights [][]float64, biases []float64) (hidden []float64) {
			for i, row := range weights {
				sum := biases[i]
				for j, id := range ids {
					sum += float64(id) * row[j]
				}
				hidden = append(hidden, math.Tanh(sum))
			}
			return hidden
		}), "An id is only a name"},
		{exercise.HiddenLayer(func(table [][]float64, _ []int, _ [][]float64, _ []float64) []float64 {
			return slices.Concat(table...)
		}), "The result has 6 numbers; the weights have 2 rows"},
		{exercise.HiddenLayer(func(table [][]float64, _ []int, w [][]float64, _ []float64) []float64 { return w[9] }),
			"index out of range"},
	} {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %q", i, test.result, test.want)
		}
	}
}
