package transformer_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	_ "github.com/gomlx/compute/gobackend"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/pkg/transformer"
)

var tiny = transformer.Config{Vocabulary: 7, Context: 5, Width: 8, Heads: 2, Blocks: 2}

// run builds a graph function with fresh variables on GoMLX's pure-Go backend, and runs it on one sequence.
func run(t *testing.T, build func(scope *model.Scope, ids *Node) *Node, sequences ...[]int32) ([]*tensors.Tensor, *model.Store) {
	t.Helper()
	backend, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(1); err != nil {
		t.Fatal(err)
	}
	program, err := model.NewExec(backend, store, build)
	if err != nil {
		t.Fatal(err)
	}
	results := make([]*tensors.Tensor, len(sequences))
	for i, ids := range sequences {
		if results[i], err = program.Call1([][]int32{ids}); err != nil {
			t.Fatal(err)
		}
	}
	return results, store
}

func TestParametersByFormulaAndByCounting(t *testing.T) {
	for _, config := range []transformer.Config{
		tiny,
		{Vocabulary: 27, Context: 8, Width: 16, Heads: 4, Blocks: 1},
		{Vocabulary: 3, Context: 2, Width: 4, Heads: 1, Blocks: 3},
	} {
		_, store := run(t, config.Logits, make([]int32, config.Context))
		counted := 0
		for variable := range store.IterVariables() {
			if variable.Trainable {
				counted += variable.Shape().Size()
			}
		}
		if counted != config.Parameters() {
			t.Errorf("%+v: counted %d, by formula %d", config, counted, config.Parameters())
		}
	}
}

// What stands at a place changes the logits there and after it, and none before: the causal mask.
func TestNoPlaceSeesALaterOne(t *testing.T) {
	results, _ := run(t, tiny.Logits, []int32{1, 2, 3, 4, 5}, []int32{1, 2, 3, 6, 5})
	before, after := results[0].Value().([][][]float32)[0], results[1].Value().([][][]float32)[0]
	if len(before) != tiny.Context || len(before[0]) != tiny.Vocabulary {
		t.Fatalf("logits of the shape %v", results[0].Shape())
	}
	for place := range before {
		difference := 0.0
		for id := range before[place] {
			difference = max(difference, math.Abs(float64(before[place][id]-after[place][id])))
		}
		if changed := difference > 1e-6; changed != (place >= 3) {
			t.Errorf("the logits at place %d differ by %g, though place 3 alone was changed", place, difference)
		}
	}
}

func TestSharesOfAttention(t *testing.T) {
	results, _ := run(t, tiny.Attention, []int32{1, 2, 3, 4, 5})
	shares := results[0].Value().([][][][]float32)[0] // [context, blocks × heads, context]
	for place, heads := range shares {
		if len(heads) != tiny.Blocks*tiny.Heads {
			t.Fatalf("%d heads, want %d", len(heads), tiny.Blocks*tiny.Heads)
		}
		for head, row := range heads {
			sum := 0.0
			for other, share := range row {
				sum += float64(share)
				if other > place && share != 0 {
					t.Errorf("head %d at place %d looks at place %d", head, place, other)
				}
			}
			if math.Abs(sum-1) > 1e-5 {
				t.Errorf("head %d at place %d: the shares sum to %g", head, place, sum)
			}
		}
	}
}

func TestBadSizes(t *testing.T) {
	for want, change := range map[string]func(*transformer.Config){
		"vocabulary 0: it must be at least 1": func(c *transformer.Config) { c.Vocabulary = 0 },
		"context -1: it must be at least 1":   func(c *transformer.Config) { c.Context = -1 },
		"width 0: it must be at least 1":      func(c *transformer.Config) { c.Width = 0 },
		"blocks 0: it must be at least 1":     func(c *transformer.Config) { c.Blocks = 0 },
		"heads 0: it must be at least 1":      func(c *transformer.Config) { c.Heads = 0 },
		"3 heads for a width of 8":            func(c *transformer.Config) { c.Heads = 3 },
	} {
		config := tiny
		change(&config)
		if err := config.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want a sentence with %q", config, err, want)
		}
		if err := exceptions.TryCatch[error](func() { config.Logits(nil, nil) }); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Logits of %+v: %v, want a panic with %q", config, err, want)
		}
	}
	if err := tiny.Check(); err != nil {
		t.Error(err)
	}
}
