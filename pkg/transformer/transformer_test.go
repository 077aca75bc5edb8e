package transformer_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	_ "nexttoken/pkg/backend" // registers the pure-Go backend
	"nexttoken/pkg/transformer"
)

// small is a transformer that runs in milliseconds.
var small = transformer.Config{Vocabulary: 5, Context: 4, Width: 6, Heads: 2, Blocks: 2}

// run builds a graph with random parameters on the pure-Go backend, and applies it to a batch of ids. It returns the
// result and the number of parameters.
func run(t *testing.T, graph func(*model.Scope, *Node) *Node, ids [][]int32) (result any, parameters int) {
	t.Helper()
	engine, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(1); err != nil {
		t.Fatal(err)
	}
	program, err := model.NewExec(engine, store, graph)
	if err != nil {
		t.Fatal(err)
	}
	computed, err := program.Call1(ids)
	if err != nil {
		t.Fatal(err)
	}
	for variable := range store.IterVariables() {
		if variable.Trainable {
			parameters += variable.Shape().Size()
		}
	}
	return computed.Value(), parameters
}

func TestTheGraphHasTheParametersOfTheFormula(t *testing.T) {
	for _, config := range []transformer.Config{small, {Vocabulary: 7, Context: 3, Width: 4, Heads: 1, Blocks: 1}} {
		ids := [][]int32{make([]int32, config.Context)}
		if _, got := run(t, config.Logits, ids); got != config.Parameters() {
			t.Errorf("%+v: the graph has %d parameters, the formula gives %d", config, got, config.Parameters())
		}
	}
}

// The logits at a position change with an id at or before the position, and never with a later one.
func TestLogitsDependOnNoLaterID(t *testing.T) {
	result, _ := run(t, small.Logits, [][]int32{{0, 1, 2, 3}, {0, 1, 4, 3}})
	logits := result.([][][]float32)
	for position := range small.Context {
		same := slices.Equal(logits[0][position], logits[1][position])
		if want := position < 2; same != want {
			t.Errorf("another id at position 2: the logits at position %d are the same: %t", position, same)
		}
	}
}

// Without positions, a model could not know the order of the tokens before the last one.
func TestTheOrderOfTokensMatters(t *testing.T) {
	result, _ := run(t, small.Logits, [][]int32{{0, 1, 2, 3}, {1, 0, 2, 3}})
	logits, last := result.([][][]float32), small.Context-1
	difference := 0.0
	for i, z := range logits[0][last] {
		difference = max(difference, math.Abs(float64(z-logits[1][last][i])))
	}
	if difference < 1e-5 {
		t.Errorf("two orders of the first tokens: the last logits differ by %v", difference)
	}
}

func TestAttentionWeightsSumToOneAndSeeNothingLater(t *testing.T) {
	result, _ := run(t, small.Attention, [][]int32{{0, 1, 2, 3}})
	weights := result.([][][][]float32)[0]
	if len(weights) != small.Context || len(weights[0]) != small.Blocks*small.Heads {
		t.Fatalf("%d positions and %d heads", len(weights), len(weights[0]))
	}
	for from, heads := range weights {
		for head, row := range heads {
			sum := 0.0
			for to, weight := range row {
				sum += float64(weight)
				if to > from && weight != 0 {
					t.Errorf("head %d: position %d takes %v from position %d, which is later", head, from, weight, to)
				}
			}
			if math.Abs(sum-1) > 1e-5 {
				t.Errorf("head %d: the weights of position %d sum to %v", head, from, sum)
			}
		}
	}
}

func TestBadSizes(t *testing.T) {
	for want, change := range map[string]func(c *transformer.Config){
		"vocabulary 0: it must be at least 1": func(c *transformer.Config) { c.Vocabulary = 0 },
		"context -1: it must be at least 1":   func(c *transformer.Config) { c.Context = -1 },
		"width 0: it must be at least 1":      func(c *transformer.Config) { c.Width = 0 },
		"heads 0: it must be at least 1":      func(c *transformer.Config) { c.Heads = 0 },
		"blocks 0: it must be at least 1":     func(c *transformer.Config) { c.Blocks = 0 },
		"4 heads for a width of 6: the heads": func(c *transformer.Config) { c.Heads = 4 },
	} {
		config := small
		change(&config)
		if err := config.Check(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: error %v, want %s", config, err, want)
		}
	}
	if err := small.Check(); err != nil {
		t.Errorf("%+v: %v", small, err)
	}
}
