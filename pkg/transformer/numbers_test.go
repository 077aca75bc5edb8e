package transformer_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/transformer"
)

// tables returns the parameters of a store as a trained model does.
func tables(store *model.Store) func(name string) ([][]float64, error) {
	return func(name string) ([][]float64, error) {
		for variable := range store.IterVariables() {
			if variable.Path() == name {
				value, err := variable.Value()
				if err != nil {
					return nil, err
				}
				return rowsOf(value.Shape(), value)
			}
		}
		return nil, fmt.Errorf("no %s", name)
	}
}

func rowsOf(shape shapes.Shape, value *tensors.Tensor) ([][]float64, error) {
	flat, err := tensors.CopyFlatData[float32](value)
	rows := make([][]float64, shape.Dimensions[0])
	for i, x := range flat {
		row := i / (len(flat) / len(rows))
		rows[row] = append(rows[row], float64(x))
	}
	return rows, err
}

// The loss and a gradient, number by number, are those of the GoMLX graph.
func TestNumbersAreThoseOfTheGraph(t *testing.T) {
	c := transformer.Config{Vocabulary: 5, Context: 4, Width: 6, Heads: 2, Blocks: 2,
		NoBias: true, NoGain: true, OwnHead: true}
	engine, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	store, ids := model.NewStore(), []int{4, 0, 2, 1, 4}
	program := model.MustNewExec(engine, store, func(scope *model.Scope, inputs, labels *Node) (loss, slopes *Node) {
		logits := c.Logits(scope, inputs)
		right := OneHot(labels, c.Vocabulary, logits.DType())
		loss = Neg(ReduceAllMean(ReduceSum(Mul(right, LogSoftmax(logits)), -1)))
		table := store.GetVariable("/tokens/embeddings")
		return loss, Gradient(loss, table.NodeValue(inputs.Graph()))[0]
	})
	computed, slopes, err := program.Call2([][]int32{{4, 0, 2, 1}}, [][]int32{{0, 2, 1, 4}})
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := c.ByNumbers(tables(store))
	if err != nil {
		t.Fatal(err)
	}
	loss, err := numbers.Loss(ids)
	if err != nil {
		t.Fatal(err)
	}
	if want := float64(computed.Value().(float32)); math.Abs(loss.Data-want) > 1e-5 {
		t.Errorf("loss %v, want %v", loss.Data, want)
	}
	loss.Backward()
	for id, row := range slopes.Value().([][]float32) {
		for i, want := range row {
			if got := numbers.Gradient("/tokens/embeddings", id, i); math.Abs(got-float64(want)) > 1e-4 {
				t.Errorf("the slope of number %d of token %d is %v, want %v", i, id, got, want)
			}
		}
	}
}

func TestByNumbersRefuses(t *testing.T) {
	none := func(string) ([][]float64, error) { return nil, fmt.Errorf("no table") }
	for want, c := range map[string]transformer.Config{
		"needs NoBias, NoGain and OwnHead":    {Vocabulary: 5, Context: 4, Width: 6, Heads: 2, Blocks: 1},
		"no table":                            microgpt(),
		"vocabulary 0: it must be at least 1": {},
	} {
		if _, err := c.ByNumbers(none); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
	numbers, err := microgpt().ByNumbers(func(string) ([][]float64, error) { return nil, nil })
	if err != nil {
		t.Fatal(err)
	}
	for want, ids := range map[string][]int{
		"1 ids: give at least 2, and at most 17":   {26},
		"id 27 is not in the vocabulary (0 to 26)": {26, 27},
		"18 ids: give at least 2, and at most 17":  make([]int, 18),
	} {
		if _, err := numbers.Loss(ids); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
