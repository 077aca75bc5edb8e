package training

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nexttoken/internal/atomicfile"
	"nexttoken/internal/safetensors"
	"nexttoken/internal/trainloop"
)

// ModelDirectory returns where trained models lie: $NEXTTOKEN_MODELS, else models in the working directory.
func ModelDirectory() string {
	if directory := os.Getenv("NEXTTOKEN_MODELS"); directory != "" {
		return directory
	}
	return "models"
}

// Prefixes of the arrays of a checkpoint. Every variable is saved under its own path, which begins with "/".
const (
	bestPrefix     = "best:"
	snapshotPrefix = "snapshot %d:" // of a step
	anySnapshot    = "snapshot "
)

// checkpoint is the file of one model.
type checkpoint struct {
	path   string
	origin origin
}

// openCheckpoint gives the run a file, and takes up what an earlier run left there.
func (r *run) openCheckpoint(directory string) error {
	if directory == "" {
		directory = ModelDirectory()
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return fmt.Errorf("trained models cannot be kept in %s: %w", directory, cause(err))
	}
	r.file = &checkpoint{filepath.Join(directory, r.origin.key+".safetensors"), r.origin}
	if err := r.resume(); err != nil || len(r.state.History) > 0 {
		return err
	}
	return r.beginWithShorter()
}

// resume takes up the state of the run's file, where there is one.
func (r *run) resume() error {
	file, saved, note, err := r.file.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err = saved.Check(r.config.Steps); err == nil {
		err = restoreFrom(file, r.store)
	}
	if err != nil {
		return fmt.Errorf("the model file %s does not fit (%w): move it away to train again", r.file.path, err)
	}
	r.state, r.from = saved, note
	return nil
}

// read returns what the file holds, and a note about where it comes from; an error that is fs.ErrNotExist where
// there is no file.
func (c *checkpoint) read() (file safetensors.File, saved trainloop.State, note string, err error) {
	file, from, saved, err := readFile(c.path)
	if err != nil {
		return file, saved, "", err
	}
	if note, err = from.opens(c.origin); err != nil {
		err = fmt.Errorf("the file %s holds another model: %w; move it away to train this one", c.path, err)
	}
	return file, saved, note, err
}

// Save writes the state of a training and its variables to the file. A full disk or a crash leaves the file as it was.
func (c *checkpoint) Save(state trainloop.State, variables values) error {
	data, err := c.encode(state, variables)
	if err == nil {
		err = c.replace(data, state.Step, state.Finished)
	}
	return cause(err)
}

func (c *checkpoint) encode(state trainloop.State, variables values) ([]byte, error) {
	arrays := maps.Clone(variables)
	addPrefixed(arrays, bestPrefix, state.BestValues)
	for step, snapshot := range state.Snapshots {
		addPrefixed(arrays, fmt.Sprintf(snapshotPrefix, step), snapshot)
	}
	text, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	metadata := map[string]string{stateKey: string(text)}
	if err := c.origin.write(metadata); err != nil {
		return nil, err
	}
	return safetensors.Encode(safetensors.File{Metadata: metadata, Arrays: arrays})
}

// replace swaps the file for new contents in one step, unless another process has come further with the same model.
// It never replaces a file that holds another model.
func (c *checkpoint) replace(data []byte, step int, finished bool) error {
	unlock, err := atomicfile.Lock(c.path)
	if err != nil {
		return err
	}
	defer unlock()
	_, other, _, err := c.read()
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case err == nil && (other.Finished && !finished || other.Step > step):
		return nil
	}
	atomicfile.Sweep(c.path) // whoever holds the lock writes alone
	return atomicfile.Write(c.path, data)
}

// cause returns the error of the operating system, without the name of a file.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func addPrefixed(arrays values, prefix string, more values) {
	for name, array := range more {
		arrays[prefix+name] = array
	}
}

func withPrefix(arrays values, prefix string) values {
	found := values{}
	for name, array := range arrays {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			found[rest] = array
		}
	}
	return found
}

// snapshotsIn returns the snapshots of a file, by step.
func snapshotsIn(arrays values) map[int]values {
	found := map[int]values{}
	for name, array := range arrays {
		rest, ok := strings.CutPrefix(name, anySnapshot)
		number, path, cut := strings.Cut(rest, ":")
		step, err := strconv.Atoi(number)
		if !ok || !cut || err != nil {
			continue
		}
		if found[step] == nil {
			found[step] = values{}
		}
		found[step][path] = array
	}
	return found
}
