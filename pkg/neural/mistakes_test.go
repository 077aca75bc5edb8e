package neural

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// written is the model as notebook 03 writes it, with everything that a student may change.
type written struct {
	ids       func(ids *Node) *Node
	dtype     dtypes.DType
	rows      int // of the embedding table
	embedding int
	batch     int // of the Reshape; −1 keeps it
	flat      bool
	hidden    int
	last      string // the scope of the last layer
	logits    int
	result    func(logits, joined, hidden *Node) *Node
}

func right() written {
	return written{dtype: dtypes.Float32, rows: 27, embedding: 2, batch: -1, flat: true, hidden: 64, last: "logits", logits: 27}
}

func (w written) build(scope *model.Scope, context *Node) *Node {
	random := func(name string, spread float64) *model.Scope {
		return scope.In("%s", name).WithInitializer(initializer.RandomNormalFn(scope, spread))
	}
	if w.ids != nil {
		context = w.ids(context)
	}
	joined := layers.Embedding(random("embedding", 1), context, w.dtype, w.rows, w.embedding)
	if w.flat {
		joined = Reshape(joined, w.batch, 3*2)
	}
	hidden := Tanh(layers.DenseWithBias(scope.In("hidden1"), joined, w.hidden))
	logits := layers.DenseWithBias(random(w.last, 0.01), hidden, w.logits)
	if w.result != nil {
		return w.result(logits, joined, hidden)
	}
	return logits
}

// pureGo is the backend of tests that need no speed: nothing is compiled.
func pureGo(t *testing.T) compute.Backend {
	t.Helper()
	backend, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	return backend
}

// small is a split that trains in no time.
var small = corpus.Split{Train: []string{"abi", "anna", "zoe", "nipun"}, Dev: []string{"ravi", "mia"}}

// use does with a model what a cell does: it asks an untrained one, and trains one.
func use(t *testing.T, build training.Model) error {
	t.Helper()
	config := training.Config{Model: build, Seed: 1, Steps: 4, Batch: 8, Directory: t.TempDir(), Backend: pureGo(t)}
	untrained, err := Untrained(vocab.Letters(), small, 3, config)
	if err != nil {
		return fmt.Errorf("untrained: %w", err)
	}
	if _, err := sample.Next(untrained, "abi", 1); err != nil {
		return fmt.Errorf("asked: %w", err)
	}
	if _, err := TrainOrOpen(vocab.Letters(), small, 3, config); err != nil {
		return fmt.Errorf("trained: %w", err)
	}
	return nil
}

func TestMistakesInTheGraph(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*written)
		want   string // "": no mistake, it goes on working
	}{
		"right":            {func(*written) {}, ""},
		"prints the node":  {func(w *written) { w.result = func(logits, _, _ *Node) *Node { _ = fmt.Sprint(logits); return logits } }, ""},
		"28 rows":          {func(w *written) { w.rows = 28 }, ""},
		"26 rows":          {func(w *written) { w.rows = 26 }, "the embedding table has 26 rows, and ids from 0 to 26 are looked up in it: it needs 27 rows"},
		"ids beyond":       {func(w *written) { w.ids = func(ids *Node) *Node { return AddScalar(ids, 100) } }, "ids from 100 to 126"},
		"ids below":        {func(w *written) { w.ids = func(ids *Node) *Node { return AddScalar(ids, -1) } }, "ids from -1 to 25"},
		"wider embedding":  {func(w *written) { w.embedding = 3 }, "the model returns 12 rows of logits for 8 contexts: each context needs one"},
		"float64":          {func(w *written) { w.dtype = dtypes.Float64 }, "the layer embedding holds numbers of type Float64: use dtypes.Float32"},
		"int32":            {func(w *written) { w.dtype = dtypes.Int32 }, "the layer embedding holds numbers of type Int32: use dtypes.Float32"},
		"scope used twice": {func(w *written) { w.last = "hidden1" }, "two layers have the name hidden1: give each its own"},
		"nil":              {func(w *written) { w.result = func(_, _, _ *Node) *Node { return nil } }, "the model returns nil: return the logits, [batch, 27]"},
		"hidden returned":  {func(w *written) { w.result = func(_, _, hidden *Node) *Node { return hidden } }, "the model gives 64 logits, and the vocabulary has 27 symbols"},
		"asserts 28": {func(w *written) {
			w.result = func(logits, _, _ *Node) *Node { logits.AssertDims(-1, 28); return logits }
		}, "axis 1 has dimension 27, wanted 28"},
		"28 logits":     {func(w *written) { w.logits = 28 }, "the model gives 28 logits, and the vocabulary has 27 symbols"},
		"no hidden":     {func(w *written) { w.hidden = 0 }, "the layer hidden1 has the shape [6 0]: each size must be at least 1"},
		"−5 hidden":     {func(w *written) { w.hidden = -5 }, "a layer has the size -5: each size must be at least 1 (after the layer embedding)"},
		"added":         {func(w *written) { w.result = func(logits, joined, _ *Node) *Node { return Add(logits, joined) } }, "Add needs two nodes of the same shape, and got (Float32)[8, 27] and (Float32)[8, 6] (after the layer logits)"},
		"log of less":   {func(w *written) { w.result = func(l, _, _ *Node) *Node { return Log(Sub(l, OnesLike(l))) } }, "logit 0 is NaN"},
		"times 1e30":    {func(w *written) { w.result = func(l, _, _ *Node) *Node { return MulScalar(l, 1e30) } }, ""}, // package training remarks on the loss
		"divided by 0":  {func(w *written) { w.result = func(l, _, _ *Node) *Node { return DivScalar(l, 0) } }, "division by zero in DivScalar (after the layer logits)"},
		"fixed batch":   {func(w *written) { w.batch = 32 }, "Reshape to [32 6] wants 192 numbers, and there are 48, [8 3 2]"},
		"panics":        {func(w *written) { w.result = func(_, _, _ *Node) *Node { panic("oops") } }, "oops (after the layer logits)"},
		"softmaxed":     {func(w *written) { w.result = func(l, _, _ *Node) *Node { return Softmax(l) } }, "return the logits before Softmax"},
		"not flattened": {func(w *written) { w.flat = false }, "the model returns the shape"},
		"huge":          {func(w *written) { w.hidden = 40_000_000 }, "over 100 million parameters"},
	} {
		t.Run(name, func(t *testing.T) {
			w := right()
			c.change(&w)
			err := use(t, w.build)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v\n want %s", err, c.want)
			}
		})
	}
}
