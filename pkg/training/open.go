package training

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/safetensors"
)

// Open returns the model whose parameters TrainOrOpen saved in a file, to use it; it cannot be trained on.
// The function must build the graph that was trained, and inputs is the shape of a batch of what it takes.
func Open(path string, build Model, inputs shapes.Shape, backend compute.Backend) (*Trained, error) {
	file, saved, err := readFile(path)
	if err != nil {
		return nil, err
	}
	store, err := storeOf(backend, build, inputs)
	if err != nil {
		return nil, err
	}
	if err := restore(store, file.Arrays); err != nil {
		return nil, fmt.Errorf("the model file %s does not fit its description: %w", path, err)
	}
	trained := newTrained(Config{Model: build, Backend: backend}.withDefaults(), store)
	trained.Key, trained.Path, trained.Opened = file.Metadata["key"], path, true
	trained.take(saved)
	return trained, nil
}

// storeOf makes the variables of a model, by building it once in a graph that is thrown away.
func storeOf(backend compute.Backend, build Model, inputs shapes.Shape) (*model.Store, error) {
	store := model.NewStore()
	err := building("the model", func() {
		g := NewGraph(backend, "variables")
		defer g.Finalize()
		model.SetStore(g, store)
		build(store.RootScope(), Parameter(g, "inputs", inputs))
	})
	return store, err
}

// readFile returns what a model file holds; an error that is fs.ErrNotExist where there is none.
func readFile(path string) (safetensors.File, state, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return safetensors.File{}, state{}, err
	}
	file, err := safetensors.Decode(data)
	if err != nil {
		return file, state{}, fmt.Errorf("the model file %s cannot be used (%w): move it away to train anew", path, err)
	}
	if got := file.Metadata["format"]; got != format {
		return file, state{}, fmt.Errorf("the file %s holds another model (format %q, key %q): move it away to train anew", path, got, file.Metadata["key"])
	}
	var saved state
	if err := json.Unmarshal([]byte(file.Metadata["state"]), &saved); err != nil {
		return file, state{}, fmt.Errorf("the model file %s has no readable state (%w): move it away to train anew", path, err)
	}
	if n := len(saved.History); saved.Best < 0 || saved.Best >= n {
		return file, state{}, fmt.Errorf("the model file %s says that evaluation %d of %d was the best: move it away to train anew", path, saved.Best+1, n)
	}
	return file, saved, nil
}
