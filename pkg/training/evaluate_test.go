package training

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
)

// sequences returns examples of n labels each, in which every id is followed by itself, modulo 5.
func sequences(count, n int) Examples {
	ids := make([]int32, count*n)
	for i := range ids {
		ids[i] = int32(i % 5)
	}
	return Examples{tensors.FromFlatDataAndDimensions(ids, count, n),
		tensors.FromFlatDataAndDimensions(ids, count, n, 1)}
}

func TestOneCallEvaluatesFewLabels(t *testing.T) {
	for _, test := range []struct{ count, labels, want int }{{100, 1, 8192}, {20_000, 1, 8192}, {100, 32, 64},
		{100, 2048, 1}, {3, 5000, 1}} {
		if got := evaluationRows(sequences(test.count, test.labels)); got != test.want {
			t.Errorf("%d examples of %d labels: %d in a call, want %d", test.count, test.labels, got, test.want)
		}
	}
	pictures := tensors.FromFlatDataAndDimensions(make([]float32, 3*2304), 3, 2304) // labels that need no logits
	if got := evaluationRows(Examples{pictures, pictures}); got != 8192 {
		t.Errorf("pictures: %d in a call", got)
	}
	if got := evaluationRows(Examples{}); got != 8192 {
		t.Errorf("no examples: %d in a call", got)
	}
}

// However examples are cut into calls, the loss is the mean over all of their labels.
func TestTheLossOfSequencesIsTheMeanOverAllLabels(t *testing.T) {
	lookUp := func(scope *model.Scope, ids *Node) *Node {
		return layers.Embedding(scope.In("table"), ids, dtypes.Float32, 5, 5)
	}
	const count, n = 150, 32 // 4,800 labels: two whole calls, and a part of one
	untrained, err := Untrained(Config{Model: lookUp, Train: sequences(count, n), Steps: 1, Batch: 1, Seed: 1,
		Backend: xla(t)})
	if err != nil {
		t.Fatal(err)
	}
	table, err := untrained.Table("/table/embeddings")
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0 // each id occurs a fifth of the time
	for id, logits := range table {
		sum := 0.0
		for _, z := range logits {
			sum += math.Exp(z)
		}
		want += (math.Log(sum) - logits[id]) / 5
	}
	got, err := untrained.Loss(sequences(count, n))
	if err != nil || math.Abs(got-want) > 1e-5 {
		t.Errorf("the loss is %v, %v, want %v", got, err, want)
	}
}
