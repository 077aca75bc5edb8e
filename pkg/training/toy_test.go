package training

// A small task that all tests here train on: from three ids, predict (a + 2b + 3c) modulo 5.

import (
	"bytes"
	"maps"
	"sync"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/safetensors"
	"nexttoken/pkg/backend"
)

const toySymbols = 7

func toyExamples(from, to int) Examples {
	var inputs, labels []int32
	for i := from; i < to; i++ {
		a, b, c := int32(i%toySymbols), int32(i/toySymbols%toySymbols), int32(i/toySymbols/toySymbols%toySymbols)
		inputs, labels = append(inputs, a, b, c), append(labels, (a+2*b+3*c)%5)
	}
	return Examples{
		tensors.FromFlatDataAndDimensions(inputs, to-from, 3),
		tensors.FromFlatDataAndDimensions(labels, to-from, 1),
	}
}

func toyModel(activation func(*Node) *Node) Model {
	return func(scope *model.Scope, inputs *Node) *Node {
		embedded := layers.Embedding(scope.In("embedding"), inputs, dtypes.Float32, toySymbols, 4)
		hidden := activation(layers.DenseWithBias(scope.In("hidden"), Reshape(embedded, -1, 12), 16))
		return layers.DenseWithBias(scope.In("logits"), hidden, 5)
	}
}

func toyConfig(t testing.TB) Config {
	return Config{
		Model: toyModel(Tanh), Train: toyExamples(0, 250), Dev: toyExamples(250, 343),
		Steps: 60, Batch: 16, Seed: 7, EvaluateEvery: 20, Directory: t.TempDir(), Backend: xla(t),
	}
}

// xla returns the backend that the lecture runs on; a test on any other would prove nothing.
func xla(t testing.TB) compute.Backend {
	t.Helper()
	opened, err := backend.Open()
	if err != nil {
		t.Fatal(err)
	}
	if !backend.IsXLA(opened) {
		t.Fatalf("the backend is %s: run `make setup`, which installs XLA's plugin", opened.Name())
	}
	return opened
}

var openPure = sync.OnceValues(func() (compute.Backend, error) { return compute.NewWithConfig("go:ops_sequential") })

// pure returns the pure-Go backend, which compiles nothing and so starts quickly.
func pure(t testing.TB) compute.Backend {
	t.Helper()
	opened, err := openPure()
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// pureConfig is toyConfig on the pure-Go backend: for tests that no compiler matters to.
func pureConfig(t testing.TB) Config {
	return Config{
		Model: toyModel(Tanh), Train: toyExamples(0, 250), Dev: toyExamples(250, 343),
		Steps: 60, Batch: 16, Seed: 7, EvaluateEvery: 20, Directory: t.TempDir(), Backend: pure(t),
	}
}

// parametersOf returns all of a model's variables, to compare them bit for bit.
func parametersOf(t testing.TB, store *model.Store) values {
	t.Helper()
	captured, err := storeVariables{store}.Capture()
	if err != nil {
		t.Fatal(err)
	}
	return captured
}

func same(a, b values) bool {
	return maps.EqualFunc(a, b, func(x, y safetensors.Array) bool { return bytes.Equal(x.Bytes, y.Bytes) })
}

func mustTrain(t testing.TB, config Config) *Trained {
	t.Helper()
	trained, err := TrainOrOpen(config)
	if err != nil {
		t.Fatal(err)
	}
	return trained
}

// newStore returns the model's variables with their first values.
func (c Config) newStore() (*model.Store, error) {
	store, err := c.buildStore()
	if err != nil {
		return nil, err
	}
	return store, c.initialise(store)
}
