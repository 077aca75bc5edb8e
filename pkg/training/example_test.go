package training_test

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/training"
)

// A table of logits, one row for each of three symbols, learns that a is followed by b, b by c, and c by a.
func Example() {
	table := func(scope *model.Scope, ids *Node) *Node { // [batch, 1] int32 to [batch, 3] float32
		return layers.Embedding(scope, ids, dtypes.Float32, 3, 3)
	}
	trained, err := training.Train(training.Config{
		Model:     table,
		Optimizer: optimizer.Adam().LearningRate(0.1).Done(),
		Train: training.Examples{
			Inputs: tensors.FromValue([][]int32{{0}, {1}, {2}}),
			Labels: tensors.FromValue([][]int32{{1}, {2}, {0}}),
		},
		Steps: 200, Batch: 8, Seed: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	logits, err := trained.Table("/embeddings")
	if err != nil {
		fmt.Println(err)
		return
	}
	for id, row := range logits {
		best := 0
		for next, z := range row {
			if z > row[best] {
				best = next
			}
		}
		fmt.Printf("after %c: %c\n", 'a'+id, 'a'+best)
	}
	fmt.Println(trained)
	// Output:
	// after a: b
	// after b: c
	// after c: a
	// 9 parameters, 200 steps
}
