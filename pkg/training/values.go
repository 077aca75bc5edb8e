package training

import (
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/safetensors"
)

var typeNames = map[dtypes.DType]string{
	dtypes.Float32: "F32", dtypes.Float64: "F64", dtypes.Int32: "I32", dtypes.Int64: "I64",
	dtypes.Uint32: "U32", dtypes.Uint64: "U64", dtypes.Bool: "BOOL",
}

// storeVariables are a store's variables, as the training loop uses them.
type storeVariables struct{ store *model.Store }

// Capture implements trainloop.Variables: it copies the values of all variables.
func (v storeVariables) Capture() (values, error) {
	captured := values{}
	for _, variable := range variables(v.store) {
		array, err := arrayOf(variable)
		if err != nil {
			return nil, err
		}
		captured[variable.Path()] = array
	}
	return captured, nil
}

// Restore implements trainloop.Variables: it gives every variable its value from before.
func (v storeVariables) Restore(saved values) error { return restore(v.store, saved) }

// Parameters implements trainloop.Variables: it returns the values of those variables that the optimizer changes.
func (v storeVariables) Parameters(all values) values {
	found := values{}
	for _, variable := range variables(v.store) {
		if variable.Trainable {
			found[variable.Path()] = all[variable.Path()]
		}
	}
	return found
}

// storeWith returns a new store of the model's variables, those in saved with their values from there, and the
// others with first values.
func (c Config) storeWith(saved values) (*model.Store, error) {
	store, err := c.buildStore()
	if err != nil {
		return nil, err
	}
	for _, variable := range variables(store) {
		if array, ok := saved[variable.Path()]; ok {
			if err := setVariable(variable, array); err != nil {
				return nil, err
			}
		}
	}
	return store, c.initialise(store)
}

func arrayOf(variable *model.Variable) (safetensors.Array, error) {
	name, known := typeNames[variable.DType()]
	if !known {
		return safetensors.Array{}, fmt.Errorf("variable %s is of type %s, which cannot be saved", variable.Path(),
			variable.DType())
	}
	value, err := variable.Value()
	if err != nil {
		return safetensors.Array{}, err
	}
	data, err := bytesOf(value)
	return safetensors.Array{Type: name, Shape: append([]int{}, variable.Shape().Dimensions...), Bytes: data}, err
}

// restore sets a store's variables to saved values, each of which must be there in the right shape.
func restore(store *model.Store, saved values) error {
	return restoreVariables(variables(store), saved)
}

func restoreVariables(wanted []*model.Variable, saved values) error {
	for _, variable := range wanted {
		array, ok := saved[variable.Path()]
		if !ok {
			return fmt.Errorf("it lacks the variable %s", variable.Path())
		}
		if err := setVariable(variable, array); err != nil {
			return err
		}
	}
	return nil
}

func setVariable(variable *model.Variable, array safetensors.Array) error {
	dimensions := variable.Shape().Dimensions
	if array.Type != typeNames[variable.DType()] || !slices.Equal(array.Shape, dimensions) {
		return fmt.Errorf("the variable %s is %s %v there, not %s", variable.Path(), array.Type, array.Shape,
			variable.Shape())
	}
	value, err := tensors.FromRaw(nil, 0, shapes.Make(variable.DType(), dimensions...), array.Bytes)
	if err != nil {
		return err
	}
	return variable.SetValue(value)
}
