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
	"nexttoken/internal/trainloop"
)

// Open returns the model whose parameters TrainOrOpen saved in a file, to use it; it cannot be trained on.
//
// The function must build the graph that was trained, and inputs is the shape of a batch of what it takes, for
// instance [1, context] int32. A file that another graph was trained with is refused with a sentence that names
// what differs. A file written by another backend, on another platform or by another version of GoMLX opens, and
// Trained.Note says so. Where graphs of two versions cannot be compared, as in a file of an older format, the names
// and shapes of the variables decide.
func Open(path string, build Model, inputs shapes.Shape, backend compute.Backend) (*Trained, error) {
	file, from, saved, err := readFile(path)
	if err != nil {
		return nil, err
	}
	store, err := storeOf(backend, build, inputs)
	if err != nil {
		return nil, err
	}
	note, err := from.opens(origin{format, "", predictionOf(build, inputs), makerWith(backend)})
	if err == nil {
		err = restore(store, file.Arrays)
	}
	if err != nil {
		return nil, fmt.Errorf("the model file %s does not fit its description: %w", path, err)
	}
	trained := newTrained(Config{Model: build, Backend: backend}.withDefaults(), store)
	if !saved.Finished {
		note = join(fmt.Sprintf("not trained to the end: it stopped at step %d", saved.Step), note)
	}
	trained.Key, trained.Path, trained.Note = from.key, path, note
	trained.Opened, trained.Interrupted = true, !saved.Finished
	trained.take(saved)
	trained.snapshots = nil // without a Config there is no model to put them into
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
func readFile(path string) (file safetensors.File, from origin, saved trainloop.State, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return file, from, saved, err
	}
	if file, err = safetensors.Decode(data); err == nil {
		from, err = readOrigin(file.Metadata)
	}
	if err == nil {
		saved, err = readState(file)
	}
	if err != nil {
		err = fmt.Errorf("the model file %s cannot be used (%w): move it away to train again", path, err)
	}
	return file, from, saved, err
}

// readState returns the state of a training that a file holds, with the values that belong to it.
func readState(file safetensors.File) (saved trainloop.State, err error) {
	if err := json.Unmarshal([]byte(file.Metadata[stateKey]), &saved); err != nil {
		return saved, fmt.Errorf("it has no readable state: %w", err)
	}
	saved.BestValues, saved.Snapshots = withPrefix(file.Arrays, bestPrefix), snapshotsIn(file.Arrays)
	return saved, saved.Check(0)
}
