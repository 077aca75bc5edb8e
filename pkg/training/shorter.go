package training

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nexttoken/internal/safetensors"
	"nexttoken/internal/trainloop"
)

// beginWithShorter takes up the longest training with the same fingerprint and fewer steps, where the rest of it
// gives exactly what a training from the beginning gives: where its end decided nothing. Patience and KeepBest look
// at the end, and the default of EvaluateEvery follows from it.
func (r *run) beginWithShorter() error {
	if r.config.Patience > 0 || r.config.KeepBest || r.config.defaultEvery {
		return nil
	}
	file, saved, found := r.longestShorter()
	if !found {
		return nil
	}
	if err := restore(r.store, file.Arrays); err != nil {
		return fmt.Errorf("the first %d steps cannot be taken from an earlier training: %w", saved.Step, err)
	}
	saved.Finished = false
	r.state, r.from = saved, fmt.Sprintf("its first %d steps were trained before", saved.Step)
	return nil
}

// longestShorter looks in the run's directory. A file that cannot be read is another training's concern.
func (r *run) longestShorter() (best safetensors.File, state trainloop.State, found bool) {
	digest, _, _ := strings.Cut(r.origin.key, "-")
	directory := filepath.Dir(r.file.path)
	entries, _ := os.ReadDir(directory) // a directory that cannot be read has none
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), digest+"-") || filepath.Ext(entry.Name()) != ".safetensors" {
			continue
		}
		file, from, saved, err := readFile(filepath.Join(directory, entry.Name()))
		if err == nil && !isSlim(file) && from.maker == r.origin.maker &&
			r.continues(from, saved) && saved.Step > state.Step {
			best, state, found = file, saved, true
		}
	}
	return best, state, found
}

// continues reports whether the run may go on from a state: that of the same training, which ended where this run
// evaluates too.
func (r *run) continues(from origin, saved trainloop.State) bool {
	same := r.origin.fingerprint.difference(from.fingerprint) == ""
	return same && saved.Step < r.config.Steps && (!saved.Finished || saved.Step%r.config.EvaluateEvery == 0)
}
