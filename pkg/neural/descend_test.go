package neural

import (
	"testing"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

func TestACallersRuleTrainsALanguageModel(t *testing.T) {
	sizes := mlp.Config{Vocabulary: 27, Context: 2, Embedding: 2, Hidden: []int{4}}
	config := training.Config{Model: sizes.Logits, Steps: 30, Batch: 4, Seed: 1, Backend: pureGo(t)}
	split := corpus.Split{Train: []string{"abi", "abi"}, Dev: []string{"abi"}}
	trained, err := Descend(vocab.Letters(), split, 2, config, func(parameters, slopes, _ []float64) {
		for i := range parameters {
			parameters[i] -= slopes[i]
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	loss, err := lm.Loss(trained, split.Dev)
	if err != nil || loss > 1 { // before, it is ln 27 = 3.3
		t.Errorf("after 30 steps the loss is %v, %v", loss, err)
	}
	if trained.Context() != 2 {
		t.Errorf("its context is %d, want 2", trained.Context())
	}
}
