//go:build !race

// The race detector also checks pointers, and GoMLX's pure-Go backend computes some that it refuses.
package mlp_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	_ "github.com/gomlx/compute/gobackend" // registers the pure-Go backend
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/mlp"
)

var pureGo = sync.OnceValues(func() (compute.Backend, error) { return compute.NewWithConfig("go:ops_sequential") })

// logits builds the graph on the pure-Go backend with the values of a store, and applies it to a batch of ids. The
// store gets random values for the variables that it does not have.
func logits(t *testing.T, c mlp.Config, store *model.Store, training bool, ids [][]int32) ([][]float32, error) {
	t.Helper()
	engine, err := pureGo()
	if err != nil {
		t.Fatal(err)
	}
	result, err := model.CallOnce(engine, store, func(scope *model.Scope, context *Node) *Node {
		store.SetTraining(context.Graph(), training)
		return c.Logits(scope, context)
	}, ids)
	if err != nil {
		return nil, err
	}
	return result.Value().([][]float32), nil
}

// with returns a store that holds these values, by the path of the variable.
func with(t *testing.T, values map[string]any) *model.Store {
	t.Helper()
	store := model.NewStore()
	for path, value := range values {
		tensor, err := tensors.FromAnyValue(value)
		if err == nil {
			_, err = store.CreateVariable(path, tensor)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return store
}

// The embeddings of the tokens 0 and 1 are 1 and 2. So the hidden layer sums 3·1 − 2 − 4 = −3 for the context (0, 1),
// and 3·2 − 1 − 4 = 1 for the context (1, 0). The logits are 2h + 1 and −4h.
func TestLogitsByHand(t *testing.T) {
	for activation, f := range map[string]func(x float64) float64{
		"":        math.Tanh,
		"tanh":    math.Tanh,
		"relu":    func(x float64) float64 { return max(0, x) },
		"sigmoid": func(x float64) float64 { return 1 / (1 + math.Exp(-x)) },
		"gelu":    func(x float64) float64 { return x * math.Erfc(-x/math.Sqrt2) / 2 },
	} {
		store := with(t, map[string]any{
			"/embedding/embeddings":  [][]float32{{1}, {2}},
			"/hidden1/dense/weights": [][]float32{{3}, {-1}},
			"/hidden1/dense/biases":  []float32{-4},
			"/logits/dense/weights":  [][]float32{{2, -4}},
			"/logits/dense/biases":   []float32{1, 0},
		})
		c := mlp.Config{Vocabulary: 2, Context: 2, Embedding: 1, Hidden: []int{1}, Activation: activation}
		got, err := logits(t, c, store, false, [][]int32{{0, 1}, {1, 0}})
		if err != nil {
			t.Fatal(err)
		}
		for i, sum := range []float64{-3, 1} {
			want := []float64{2*f(sum) + 1, -4 * f(sum)}
			for j := range want {
				if math.Abs(float64(got[i][j])-want[j]) > 1e-3 {
					t.Errorf("activation %q, context %d: logits %v, want %v", activation, i, got[i], want)
				}
			}
		}
	}
}

func TestEachLayerHasTheParametersOfItsFormula(t *testing.T) {
	for _, c := range []mlp.Config{deck, {Vocabulary: 5, Context: 2, Embedding: 3, Hidden: []int{4, 7}},
		{Vocabulary: 5, Context: 4, Embedding: 3}} {
		store := model.NewStore()
		if _, err := logits(t, c, store, false, [][]int32{make([]int32, c.Context)}); err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for variable := range store.IterVariables() {
			if variable.Trainable {
				counts[strings.Split(variable.Path(), "/")[1]] += variable.Shape().Size()
			}
		}
		for _, layer := range c.Layers() {
			if counts[layer.Name] != layer.Count {
				t.Errorf("%+v: the formula of %s gives %d, the graph has %d", c, layer.Name, layer.Count,
					counts[layer.Name])
			}
		}
		if len(counts) != len(c.Layers()) {
			t.Errorf("%+v: the graph has the layers %v", c, counts)
		}
	}
}

// The model's single logit is the sum of 1,000 hidden values, each of which is 1. In training, a dropout of 1/4 sets
// about 250 of them to 0 and divides the others by 3/4. Four standard deviations of the sum are 73.
func TestDropoutIsForTraining(t *testing.T) {
	const width = 1000
	store := with(t, map[string]any{
		"/embedding/embeddings":  [][]float32{{0}},
		"/hidden1/dense/weights": [][]float32{make([]float32, width)},
		"/hidden1/dense/biases":  slices.Repeat([]float32{1}, width),
		"/logits/dense/weights":  slices.Repeat([][]float32{{1}}, width),
		"/logits/dense/biases":   []float32{0},
	})
	if err := store.SetRNGStateFromSeed(1); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		dropout  float64
		training bool
	}{{0, false}, {0, true}, {.25, false}, {.25, true}} {
		c := mlp.Config{Vocabulary: 1, Context: 1, Embedding: 1, Hidden: []int{width}, Activation: "relu",
			Dropout: test.dropout}
		got, err := logits(t, c, store, test.training, [][]int32{{0}})
		if err != nil {
			t.Fatal(err)
		}
		off := math.Abs(float64(got[0][0]) - width)
		if dropped := test.training && test.dropout > 0; off > 73 || (off != 0) != dropped {
			t.Errorf("%+v: the sum is %v", test, got[0][0])
		}
	}
}

func TestMistakesInTheGraph(t *testing.T) {
	narrow := deck
	narrow.Hidden = []int{64, 0}
	for want, test := range map[string]struct {
		config mlp.Config
		ids    [][]int32
	}{
		"hidden layer 2 has width 0": {narrow, [][]int32{{0, 1, 2}}},
		"has dimension 4, wanted 3":  {deck, [][]int32{{0, 1, 2, 3}}},
	} {
		if _, err := logits(t, test.config, model.NewStore(), false, test.ids); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
