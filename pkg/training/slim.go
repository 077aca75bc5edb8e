package training

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/internal/safetensors"
)

// slimKey stands in the metadata of a file without the values of Adam's variables.
const slimKey = "without"

// WithoutOptimizer returns the contents of a model's file without what Adam keeps for each parameter: two numbers in
// float32, so that the file has a third of its size. TrainOrOpen and Open open it as they open the whole file; a
// training with more steps does not go on from it.
//
// The error is one sentence: the contents are no model's file, or its training was not finished, and needs them.
func WithoutOptimizer(contents []byte) ([]byte, error) {
	file, err := safetensors.Decode(contents)
	if err != nil {
		return nil, err
	}
	saved, err := readState(file)
	if err != nil {
		return nil, err
	}
	if !saved.Finished {
		return nil, fmt.Errorf("the training stands at step %d and is not finished: to go on, it needs all values",
			saved.Step)
	}
	for path := range file.Arrays {
		if ofAdam(path) {
			delete(file.Arrays, path)
		}
	}
	file.Metadata[slimKey] = "optimizer"
	return safetensors.Encode(file)
}

func isSlim(file safetensors.File) bool { return file.Metadata[slimKey] != "" }

// ofAdam reports whether a variable is Adam's own.
func ofAdam(path string) bool { return strings.HasPrefix(path, "/"+optimizer.AdamDefaultScope+"/") }

// restoreFrom sets a store's variables to those of a file. What a slim file lacks keeps its first value.
func restoreFrom(file safetensors.File, store *model.Store) error {
	wanted := variables(store)
	if isSlim(file) {
		wanted = slices.DeleteFunc(wanted, func(v *model.Variable) bool { return ofAdam(v.Path()) })
	}
	return restoreVariables(wanted, file.Arrays)
}
