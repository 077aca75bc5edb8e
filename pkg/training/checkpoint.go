package training

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"nexttoken/internal/atomicfile"
	"nexttoken/internal/safetensors"
)

// ModelDirectory returns where trained models lie: $NEXTTOKEN_MODELS, else models in the working directory.
func ModelDirectory() string {
	if directory := os.Getenv("NEXTTOKEN_MODELS"); directory != "" {
		return directory
	}
	return "models"
}

// format marks our files, and changes when they do.
const format = "nexttoken 1"

// Prefixes of the arrays of a checkpoint. Every variable is saved under its own path, which begins with "/".
const (
	bestPrefix     = "best:"
	snapshotPrefix = "snapshot %d:"
)

// checkpoint is the file of one key.
type checkpoint struct {
	path string
	key  string
}

// attach gives the run a file, and takes up what an earlier run left there.
func (r *run) attach(directory string) error {
	if directory == "" {
		directory = ModelDirectory()
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return fmt.Errorf("trained models cannot be kept in %s: %w", directory, cause(err))
	}
	r.file = &checkpoint{filepath.Join(directory, r.key+".safetensors"), r.key}
	return r.resume()
}

// resume takes up the state of the run's file, where there is one.
func (r *run) resume() error {
	file, saved, err := r.file.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if saved.Step > r.config.Steps {
		return fmt.Errorf("the model file %s says step %d of %d: move it away to train anew", r.file.path, saved.Step, r.config.Steps)
	}
	saved.snapshots = map[int]values{}
	for _, step := range r.config.Snapshots {
		if snapshot := withPrefix(file.Arrays, fmt.Sprintf(snapshotPrefix, step)); len(snapshot) > 0 {
			saved.snapshots[step] = snapshot
		}
	}
	saved.best = withPrefix(file.Arrays, bestPrefix)
	if err := restore(r.store, file.Arrays); err != nil {
		return fmt.Errorf("the model file %s does not fit (%w): move it away to train anew", r.file.path, err)
	}
	r.state = saved
	return nil
}

// read returns what the file holds; an error that is fs.ErrNotExist where there is none.
func (c *checkpoint) read() (safetensors.File, state, error) {
	file, saved, err := readFile(c.path)
	if err == nil && file.Metadata["key"] != c.key {
		err = fmt.Errorf("the file %s holds another model (format %q, key %q): move it away to train anew", c.path, format, file.Metadata["key"])
	}
	return file, saved, err
}

// save writes the run to its file, where it has one. A full disk or a crash leaves the file as it was.
func (r *run) save() error {
	if r.file == nil {
		return nil
	}
	data, err := r.encode()
	if err != nil {
		return err
	}
	if err := r.file.replace(data, r.state.Step, r.state.Finished); err != nil {
		return fmt.Errorf("the model of step %d is not saved (%w); what was saved before is still there", r.state.Step, cause(err))
	}
	r.saved = time.Now()
	return nil
}

func (r *run) encode() ([]byte, error) {
	arrays, err := capture(r.store, everything)
	if err != nil {
		return nil, err
	}
	addPrefixed(arrays, bestPrefix, r.state.best)
	for step, snapshot := range r.state.snapshots {
		addPrefixed(arrays, fmt.Sprintf(snapshotPrefix, step), snapshot)
	}
	text, err := json.Marshal(r.state)
	if err != nil {
		return nil, err
	}
	metadata := map[string]string{"format": format, "key": r.key, "state": string(text)}
	return safetensors.Encode(safetensors.File{Metadata: metadata, Arrays: arrays})
}

// replace swaps the file for new contents in one step, unless another process has come further with the same model.
func (c *checkpoint) replace(data []byte, step int, finished bool) error {
	lock := flock.New(c.path + ".lock")
	if err := lock.Lock(); err != nil {
		return err
	}
	defer lock.Unlock()
	if _, other, err := c.read(); err == nil && (other.Finished && !finished || other.Step > step) {
		return nil
	}
	atomicfile.Sweep(c.path) // whoever holds the lock writes alone
	return atomicfile.Write(c.path, data)
}

// cause returns what the operating system said, without the name of a file.
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
