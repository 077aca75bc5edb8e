package training

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// fingerprint identifies what a model was trained with: a digest for each part, so that a refusal can name the part
// that differs. It does not depend on the backend that trains, on the platform, or on the number of steps.
type fingerprint struct {
	Prediction string `json:"prediction"` // the graph from inputs to predictions, and the variables that it uses
	Evaluation string `json:"evaluation"` // the graph of the loss, when the model does not train
	Training   string `json:"training"`   // the graph of one step: its loss, and the value that each variable ends with
	Initial    string `json:"initial"`    // the variables, and how each gets its first value
	Data       string `json:"data"`       // training and dev examples
	Numbers    string `json:"numbers"`    // batch, seed, and when to evaluate, stop and keep

	// Graphs is the backend on which the graphs were built: pure Go's, unless that lacks an operation that the
	// model uses.
	Graphs string `json:"graphs"`
}

// parts returns the parts as a reader knows them, in the order in which a difference is looked for.
func (f fingerprint) parts() []part {
	return []part{
		{"the model function (how it predicts)", f.Prediction},
		{"the loss, or what the model function does while it does not train", f.Evaluation},
		{"the update (Optimizer, Schedule, ClipNorm, Batch, or what the model function does while it trains)",
			f.Training},
		{"the variables or their first values", f.Initial},
		{"the examples", f.Data},
		{"a number (Batch, Seed, EvaluateEvery, Patience, KeepBest, Snapshots or ClipNorm)", f.Numbers},
	}
}

type part struct{ name, digest string }

// difference names the first part of f that the other does not have, and is "" where there is none. A part that f
// lacks is not compared.
func (f fingerprint) difference(other fingerprint) string {
	theirs := other.parts()
	for i, ours := range f.parts() {
		if ours.digest != "" && ours.digest != theirs[i].digest {
			return ours.name
		}
	}
	return ""
}

// key is the name of the model's file: a digest of the fingerprint, and the number of steps.
func (f fingerprint) key(steps int) string {
	return fmt.Sprintf("%s-%d", digest(fmt.Sprintf("%q", f.parts())), steps)
}

func digest(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))[:16] }

// fingerprint returns the fingerprint of a complete Config, whose store holds the first values.
func (c Config) fingerprint(store *model.Store) (fingerprint, error) {
	f, err := c.graphs()
	if err != nil { // the pure-Go backend cannot build this model
		if f, err = c.graphsOfBackend(store); err != nil {
			return f, err
		}
	}
	if c.defaultEvery {
		c.EvaluateEvery = 0 // it follows from Steps, which the fingerprint leaves out
	}
	f.Numbers = digest(fmt.Sprint(c.Batch, c.Seed, c.EvaluateEvery, c.Patience, c.KeepBest, c.Snapshots, c.ClipNorm))
	hash := sha256.New()
	for _, data := range []*tensors.Tensor{c.Train.Inputs, c.Train.Labels, c.Dev.Inputs, c.Dev.Labels} {
		if err := digestTensor(hash, "data", data); err != nil {
			return f, err
		}
	}
	f.Data = fmt.Sprintf("%x", hash.Sum(nil)[:8])
	return f, nil
}

func digestTensor(digest io.Writer, name string, tensor *tensors.Tensor) error {
	if tensor == nil {
		fmt.Fprintln(digest, name, "none")
		return nil
	}
	fmt.Fprintln(digest, name, tensor.Shape())
	data, err := bytesOf(tensor)
	if err != nil {
		return err
	}
	_, err = digest.Write(data)
	return err
}
