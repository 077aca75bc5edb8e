package training

// Training with an update rule that is a Go function on plain slices.

import (
	"errors"
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/trainloop"
)

// Update changes parameters in place, once a step.
//
//	parameters: [n], all parameters of the model, in the order of Trained.Parameters
//	slopes:     [n], the gradient of the mean loss of the batch
//	memory:     [n], what the rule keeps from step to step; 0 before the first step
//
// Plain gradient descent subtracts rate · slopes[i] from parameters[i], and needs no memory.
type Update func(parameters, slopes, memory []float64)

// Descend trains as Train does, but update takes the place of the optimizer: Config's Optimizer, Schedule and ClipNorm
// are not used. It calls the device once for each step and copies all parameters there and back, so it is slower than
// Train: it is for small models and for rules that a student writes. Key is "". It returns an error for what Train
// returns one for, if update is nil, or if a parameter is not float32.
func Descend(config Config, update Update) (*Trained, error) {
	if update == nil {
		return nil, errors.New("the update rule is missing: give a function")
	}
	run, err := newRun(config)
	if err != nil {
		return nil, err
	}
	run.config.rule = update
	trained, err := run.train()
	if err != nil {
		return nil, err
	}
	trained.Key = "" // a digest does not see into a Go function
	return trained, nil
}

// openLoop takes steps with an Update.
type openLoop struct {
	program    *model.Exec // the loss of a batch, and the gradient of each parameter
	data       Examples
	parameters []*model.Variable
	rule       Update
	memory     []float64
}

func (c Config) newOpenLoop(store *model.Store) (trainloop.Stepper, error) {
	program, err := model.NewExec(c.Backend, store, func(scope *model.Scope, inputs, labels *Node) []*Node {
		mean := c.batchLoss(scope, exampleNodes{inputs, labels})
		return append([]*Node{mean}, scope.BuildTrainableVariablesGradientsGraph(mean)...)
	})
	if err != nil {
		return nil, fmt.Errorf("the training step does not build: %s", sentence(err))
	}
	loop := &openLoop{program: program, data: c.Train, rule: c.rule}
	size := 0
	for _, variable := range variables(store) {
		if variable.Trainable {
			loop.parameters, size = append(loop.parameters, variable), size+variable.Shape().Size()
		}
	}
	loop.memory = make([]float64, size)
	return loop, nil
}

// Steps implements trainloop.Stepper.
func (o *openLoop) Steps(n int, sum float32) (int, float32, error) {
	if n == 0 {
		return 0, sum, compile(o.program, o.data)
	}
	for taken := range n {
		loss, err := o.step()
		if err != nil {
			return taken, sum, fmt.Errorf("training stopped: %s", sentence(err))
		}
		if sum += loss; !finite(sum) {
			return taken + 1, sum, nil
		}
	}
	return n, sum, nil
}

// step takes one step, and returns the loss of its batch.
func (o *openLoop) step() (loss float32, err error) {
	results, err := o.program.Call(o.data.Inputs, o.data.Labels)
	if err != nil {
		return 0, err
	}
	slopes, err := flatten(results[1:])
	if err != nil {
		return 0, err
	}
	values, err := o.values()
	if err != nil {
		return 0, err
	}
	o.rule(values, slopes, o.memory)
	return tensors.ToScalar[float32](results[0]), o.setValues(values)
}

// values returns all parameters, one array after the other.
func (o *openLoop) values() ([]float64, error) {
	var arrays []*tensors.Tensor
	for _, variable := range o.parameters {
		value, err := variable.Value()
		if err != nil {
			return nil, err
		}
		arrays = append(arrays, value)
	}
	return flatten(arrays)
}

func (o *openLoop) setValues(values []float64) error {
	for _, variable := range o.parameters {
		array := make([]float32, variable.Shape().Size())
		for i := range array {
			array[i] = float32(values[i])
		}
		values = values[len(array):]
		tensor := tensors.FromFlatDataAndDimensions(array, variable.Shape().Dimensions...)
		if err := variable.SetValue(tensor); err != nil {
			return err
		}
	}
	return nil
}

// flatten copies float32 arrays to Go, one after the other.
func flatten(arrays []*tensors.Tensor) (all []float64, err error) {
	for _, array := range arrays {
		flat, err := tensors.CopyFlatData[float32](array)
		if err != nil {
			return nil, fmt.Errorf("an update rule needs parameters of float32, and one is %s", array.Shape())
		}
		for _, x := range flat {
			all = append(all, float64(x))
		}
	}
	return all, nil
}
