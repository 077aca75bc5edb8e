package training

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// One call evaluates at most this number of examples, which limits its memory. Where an example has several ids as
// its label, as a sequence of tokens has, the labels are counted instead: each has its own logits, and the
// vocabularies of tokens are large. Labels that are no ids, such as pictures, have no logits: there the examples
// are counted.
const (
	evaluationExamples = 8192
	evaluationLabels   = 2048
)

// evaluator computes the mean loss of fixed examples, again and again as the model changes.
type evaluator struct {
	program *model.Exec
	parts   []Examples
	weights []float64 // [parts]: how many losses each part has the mean of
	total   float64   // the sum of the weights
}

// newEvaluation returns the program that computes the mean loss of examples. It compiles once for each shape of them.
func (c Config) newEvaluation(store *model.Store) (*model.Exec, error) {
	program, err := model.NewExec(c.Backend, store, func(scope *model.Scope, inputs, labels *Node) *Node {
		return c.lossOf(scope, inputs, labels)
	})
	if err != nil {
		return nil, fmt.Errorf("the evaluation does not build: %s", sentence(err))
	}
	return program.SetMaxCache(-1), nil // without a limit; GoMLX's own is 32 shapes
}

func newEvaluator(program *model.Exec, examples Examples) (*evaluator, error) {
	parts, err := split(examples, evaluationRows(examples))
	if err != nil {
		return nil, err
	}
	e := &evaluator{program: program, parts: parts}
	for _, part := range parts {
		weight, err := losses(part)
		if err != nil {
			return nil, err
		}
		e.weights, e.total = append(e.weights, weight), e.total+weight
	}
	return e, nil
}

// Loss returns the mean loss over all examples, NaN where there are none.
func (e *evaluator) Loss() (float64, error) {
	if e.total == 0 {
		return math.NaN(), nil
	}
	sum := 0.0
	for i, part := range e.parts {
		mean, err := e.program.Call1(part.Inputs, part.Labels)
		if err != nil {
			return 0, fmt.Errorf("the evaluation stopped: %s", sentence(err))
		}
		sum += float64(tensors.ToScalar[float32](mean)) * e.weights[i]
	}
	return sum / e.total, nil
}

// losses returns the number of losses whose mean is the loss of examples: one for each label that is an id, where an
// example has several; else one for each example. A label below 0 is no id: it fills a sequence, and has no loss.
func losses(examples Examples) (float64, error) {
	if !examples.areSequences() {
		return float64(examples.Len()), nil
	}
	count := examples.Labels.Size()
	err := examples.Labels.ConstFlatData(func(flat any) {
		switch ids := flat.(type) {
		case []int32:
			count = idsIn(ids)
		case []int64:
			count = idsIn(ids)
		}
	})
	return float64(count), err
}

func idsIn[T int32 | int64](labels []T) (count int) {
	for _, id := range labels {
		if id >= 0 {
			count++
		}
	}
	return count
}

// areSequences returns whether an example has several ids as its label.
func (e Examples) areSequences() bool {
	return e.Len() > 0 && e.Labels.Size() != e.Len() && e.Labels.DType().IsInt()
}

// evaluationRows is how many examples one call evaluates.
func evaluationRows(examples Examples) int {
	if !examples.areSequences() {
		return evaluationExamples
	}
	return max(1, evaluationLabels*examples.Len()/examples.Labels.Size())
}

// split cuts examples into parts of at most the given number of rows.
func split(examples Examples, rows int) ([]Examples, error) {
	if examples.Len() <= rows {
		return []Examples{examples}, nil
	}
	inputs, err := splitTensor(examples.Inputs, rows)
	if err != nil {
		return nil, err
	}
	labels, err := splitTensor(examples.Labels, rows)
	if err != nil {
		return nil, err
	}
	parts := make([]Examples, len(inputs))
	for i := range parts {
		parts[i] = Examples{inputs[i], labels[i]}
	}
	return parts, nil
}

func splitTensor(tensor *tensors.Tensor, rows int) (parts []*tensors.Tensor, err error) {
	data, err := bytesOf(tensor)
	if err != nil {
		return nil, err
	}
	dimensions := tensor.Shape().Dimensions
	width := len(data) / dimensions[0]
	for start := 0; start < dimensions[0]; start += rows {
		end := min(start+rows, dimensions[0])
		shape := shapes.Make(tensor.DType(), append([]int{end - start}, dimensions[1:]...)...)
		part, err := tensors.FromRaw(nil, 0, shape, data[start*width:end*width])
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}
