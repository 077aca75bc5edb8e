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

// written is the model as page 03 writes it, with a field for everything that a student may change.
type written struct {
	ids       func(ids *Node) *Node // changes the ids; nil: no change
	dtype     dtypes.DType
	rows      int  // number of rows of the embedding table
	embedding int  // length of an embedding
	batch     int  // batch size in Reshape; −1 keeps the batch size
	flat      bool // with a Reshape
	hidden    int
	last      string // scope of the last layer
	logits    int
	result    func(logits, joined, hidden *Node) *Node // what the model returns; nil: the logits
}

// right returns the model without a mistake.
func right() written {
	return written{
		dtype:     dtypes.Float32,
		rows:      27,
		embedding: 2,
		batch:     -1,
		flat:      true,
		hidden:    64,
		last:      "logits",
		logits:    27,
	}
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

// pureGo returns the pure-Go backend, which compiles nothing: right for a test that computes little.
func pureGo(t *testing.T) compute.Backend {
	t.Helper()
	backend, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	return backend
}

// small is a split on which training takes milliseconds.
var small = corpus.Split{Train: []string{"abi", "anna", "zoe", "nipun"}, Dev: []string{"ravi", "mia"}}

// use does what a cell does with a model: it computes probabilities with the untrained model, and trains it.
func use(t *testing.T, build training.Model) error {
	t.Helper()
	config := training.Config{Model: build, Seed: 1, Steps: 4, Batch: 8, Directory: t.TempDir(), Backend: pureGo(t)}
	untrained, err := Untrained(vocab.Letters(), small, 3, config)
	if err != nil {
		return fmt.Errorf("untrained: %w", err)
	}
	if _, err := sample.Next(untrained, "abi", 1); err != nil {
		return fmt.Errorf("predicted: %w", err)
	}
	if _, err := TrainOrOpen(vocab.Letters(), small, 3, config); err != nil {
		return fmt.Errorf("trained: %w", err)
	}
	return nil
}

// returning changes what the model returns, given its logits.
func returning(result func(logits *Node) *Node) func(*written) {
	return func(w *written) { w.result = func(logits, _, _ *Node) *Node { return result(logits) } }
}

// shifted adds a number to the ids before the look-up.
func shifted(by int) func(*written) {
	return func(w *written) { w.ids = func(ids *Node) *Node { return AddScalar(ids, by) } }
}

func TestMistakesInTheGraph(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*written)
		want   string // "": the change is no mistake, and the model works
	}{
		"right": {func(*written) {}, ""},
		"prints the node": {
			returning(func(logits *Node) *Node { _ = fmt.Sprint(logits); return logits }),
			"",
		},
		"28 rows": {func(w *written) { w.rows = 28 }, ""},
		"26 rows": {
			func(w *written) { w.rows = 26 },
			"the embedding table has 26 rows, and ids from 0 to 26 are looked up in it: it needs 27 rows",
		},
		"ids beyond": {shifted(100), "ids from 100 to 126"},
		"ids below":  {shifted(-1), "ids from -1 to 25"},
		"wider embedding": {
			func(w *written) { w.embedding = 3 },
			"the model returns 12 rows of logits for 8 contexts: each context needs one",
		},
		"float64": {
			func(w *written) { w.dtype = dtypes.Float64 },
			"the layer embedding holds numbers of type Float64: use dtypes.Float32",
		},
		"int32": {
			func(w *written) { w.dtype = dtypes.Int32 },
			"the layer embedding holds numbers of type Int32: use dtypes.Float32",
		},
		"scope used twice": {
			func(w *written) { w.last = "hidden1" },
			"two layers have the name hidden1: give each its own",
		},
		"nil": {
			returning(func(*Node) *Node { return nil }),
			"the model returns nil: return the logits, [batch, 27]",
		},
		"hidden returned": {
			func(w *written) { w.result = func(_, _, hidden *Node) *Node { return hidden } },
			"the model gives 64 logits, and the vocabulary has 27 symbols",
		},
		"asserts 28": {
			returning(func(logits *Node) *Node { logits.AssertDims(-1, 28); return logits }),
			"axis 1 has dimension 27, wanted 28",
		},
		"28 logits": {
			func(w *written) { w.logits = 28 },
			"the model gives 28 logits, and the vocabulary has 27 symbols",
		},
		"no hidden": {
			func(w *written) { w.hidden = 0 },
			"the layer hidden1 has the shape [6 0]: each size must be at least 1",
		},
		"−5 hidden": {
			func(w *written) { w.hidden = -5 },
			"a layer has the size -5: each size must be at least 1 (after the layer embedding)",
		},
		"added": {
			func(w *written) { w.result = func(logits, joined, _ *Node) *Node { return Add(logits, joined) } },
			"Add needs two nodes of the same shape, and got (Float32)[8, 27] and (Float32)[8, 6] " +
				"(after the layer logits)",
		},
		"log of less": {
			returning(func(logits *Node) *Node { return Log(Sub(logits, OnesLike(logits))) }),
			"logit 0 is NaN",
		},
		"times 1e30": { // no error: package training adds a remark about the loss
			returning(func(logits *Node) *Node { return MulScalar(logits, 1e30) }),
			"",
		},
		"divided by 0": {
			returning(func(logits *Node) *Node { return DivScalar(logits, 0) }),
			"division by zero in DivScalar (after the layer logits)",
		},
		"fixed batch": {
			func(w *written) { w.batch = 32 },
			"Reshape to [32 6] wants 192 numbers, and there are 48, [8 3 2]",
		},
		"panics": {
			returning(func(*Node) *Node { panic("oops") }),
			"oops (after the layer logits)",
		},
		"softmaxed": {
			returning(func(logits *Node) *Node { return Softmax(logits) }),
			"return the logits before Softmax",
		},
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
