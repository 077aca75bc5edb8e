package mlp_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/mlp"
)

// deck is the lecture's model: a context of three characters, two numbers for each, 64 hidden values.
var deck = mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}

func ExampleConfig_Layers() {
	for _, layer := range deck.Layers() {
		fmt.Println(layer.Name, "has", layer.Formula, "=", layer.Count)
	}
	fmt.Println("together", deck.Parameters())
	// Output:
	// embedding has 27 × 2 = 54
	// hidden1 has 6 × 64 + 64 = 448
	// logits has 64 × 27 + 27 = 1755
	// together 2257
}

func TestDepthByHand(t *testing.T) {
	deep := mlp.Config{Vocabulary: 5, Context: 2, Embedding: 3, Hidden: []int{4, 7}}
	if got, want := deep.Parameters(), 5*3+(6*4+4)+(4*7+7)+(7*5+5); got != want {
		t.Errorf("%d parameters, want %d", got, want)
	}
	straight := mlp.Config{Vocabulary: 5, Context: 2, Embedding: 3}
	if got, want := straight.Parameters(), 5*3+(6*5+5); got != want {
		t.Errorf("without hidden layers %d parameters, want %d", got, want)
	}
}

func TestBadSizes(t *testing.T) {
	for want, change := range map[string]func(c *mlp.Config){
		"vocabulary 0: it must be at least 1":             func(c *mlp.Config) { c.Vocabulary = 0 },
		"context 0: it must be at least 1":                func(c *mlp.Config) { c.Context = 0 },
		"embedding -2: it must be at least 1":             func(c *mlp.Config) { c.Embedding = -2 },
		"hidden layer 2 has width 0":                      func(c *mlp.Config) { c.Hidden = []int{8, 0} },
		"choose one of gelu, relu, sigmoid, tanh":         func(c *mlp.Config) { c.Activation = "softmax" },
		"dropout 1: it must be a share from 0 to below 1": func(c *mlp.Config) { c.Dropout = 1 },
		"dropout -0.1": func(c *mlp.Config) { c.Dropout = -0.1 },
		"dropout NaN":  func(c *mlp.Config) { c.Dropout = math.NaN() },
	} {
		config := deck
		change(&config)
		if err := config.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one with %q", config, err, want)
		}
	}
	if err := deck.Check(); err != nil {
		t.Errorf("the lecture's own model: %v", err)
	}
}
