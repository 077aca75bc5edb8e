package neural_test

import (
	"fmt"
	"math"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

func ExampleTrain() {
	letters := vocab.Letters()
	split := corpus.Split{Train: []string{"abi", "abi", "abi"}, Dev: []string{"abi"}}
	sizes := mlp.Config{Vocabulary: letters.Size(), Context: 3, Embedding: 2, Hidden: []int{8}}
	config := training.Config{Model: sizes.Logits, Steps: 300, Batch: 16, Seed: 1, Schedule: training.Constant(0.03)}

	untrained, _ := neural.Untrained(letters, split, sizes.Context, config)
	before, _ := lm.Loss(untrained, split.Dev)
	fmt.Printf("before: %.1f nats per token, ln 27 = %.1f\n", before, math.Log(27))

	trained, _ := neural.Train(letters, split, sizes.Context, config)
	after, _ := lm.Loss(trained, split.Dev)
	fmt.Println("after: below 0.1 nats:", after < 0.1)
	// Output:
	// before: 3.3 nats per token, ln 27 = 3.3
	// after: below 0.1 nats: true
}
