package transformer_test

import (
	"fmt"
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
	for i := range 8 { // with and without each part
		config := small
		if i > 0 {
			config = transformer.Config{Vocabulary: 7, Context: 3, Width: 4, Heads: 1, Blocks: 1}
		}
		config.NoBias, config.NoGain, config.OwnHead = i&1 > 0, i&2 > 0, i&4 > 0
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

// microgpt returns the sizes of microgpt for names: one block of 4 heads, 16 numbers at each of 16 positions, and
// nothing that is not needed. (Karpathy, microgpt, 2026)
func microgpt() transformer.Config {
	return transformer.Config{Vocabulary: 27, Context: 16, Width: 16, Heads: 4, Blocks: 1,
		NoBias: true, NoGain: true, OwnHead: true}
}

// microgpt counts 27·16 + 16·16 + 4·16² + 2·16·64 + 16·27 parameters.
func TestMicroHasMicrogptsParameters(t *testing.T) {
	micro := microgpt()
	if _, counted := run(t, micro.Logits, [][]int32{make([]int32, 16)}); counted != 4192 || micro.Parameters() != 4192 {
		t.Errorf("%d parameters by formula and %d by counting, want 4192", micro.Parameters(), counted)
	}
}

// The weights are the softmax of the scores of the positions up to a position's own, in the first block.
func TestWeightsAreTheSoftmaxOfTheScores(t *testing.T) {
	engine, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	store, ids := model.NewStore(), [][]int32{{0, 1, 2, 3}}
	scored, valued, err1 := model.MustNewExec(engine, store, small.Scores).Call2(ids)
	weighted, err2 := model.MustNewExec(engine, store, small.Attention).Call1(ids)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if got, want := fmt.Sprint(valued.Shape().Dimensions), "[1 4 2 3]"; got != want {
		t.Errorf("values of the shape %s, want %s", got, want)
	}
	scores, weights := scored.Value().([][][][]float32)[0], weighted.Value().([][][][]float32)[0]
	for from := range small.Context {
		for head := range small.Heads {
			for to, want := range softmax(scores[from][head][:from+1]) {
				if got := float64(weights[from][head][to]); math.Abs(got-want) > 1e-6 {
					t.Errorf("head %d, position %d: the weight of %d is %v, want %v", head, from, to, got, want)
				}
			}
		}
	}
}

func softmax(scores []float32) []float64 {
	weights, sum := make([]float64, len(scores)), 0.0
	for i, score := range scores {
		weights[i] = math.Exp(float64(score))
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}
