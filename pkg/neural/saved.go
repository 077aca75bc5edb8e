package neural

// Models on disk: a perceptron over characters, with what opens it again.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"nexttoken/internal/atomicfile"
	"nexttoken/pkg/backend"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// DescriptionFile is the description of the model that was trained last in a directory.
const DescriptionFile = "model.json"

// descriptionLimit is more bytes than any description has.
const descriptionLimit = 1 << 20

// Description is what opens a saved model besides its parameters.
type Description struct {
	Sizes    mlp.Config `json:"sizes"`
	Alphabet string     `json:"alphabet"` // the vocabulary without the end token
	File     string     `json:"file"`     // of the parameters, in the description's directory
}

// Describe writes the description of a saved model beside its parameters, named after them, and as the directory's latest.
// It returns an error if the model is not saved.
func (m *Model) Describe(sizes mlp.Config) error {
	if m.Path == "" {
		return errors.New("this model is not saved, so a description would open nothing: TrainOrOpen saves the model that it trains")
	}
	vocabulary, ok := m.tokenizer.(*vocab.Vocabulary)
	if !ok || m.sequences {
		return errors.New("only a perceptron over a vocabulary of characters can be described")
	}
	text, err := json.MarshalIndent(Description{sizes, vocabulary.Alphabet(), filepath.Base(m.Path)}, "", "  ")
	if err != nil {
		return err
	}
	directory := filepath.Dir(m.Path)
	for _, name := range []string{m.Key + ".json", DescriptionFile} {
		if err := atomicfile.Write(filepath.Join(directory, name), append(text, '\n')); err != nil {
			return fmt.Errorf("the description of the model is not saved in %s: %w", directory, err)
		}
	}
	return nil
}

// Open opens a model that Describe described, by its description or the directory that it lies in.
func Open(path string) (*Model, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, DescriptionFile)
	}
	description, err := readDescription(path)
	if err != nil {
		return nil, err
	}
	vocabulary, err := vocab.New(description.Alphabet)
	if err != nil {
		return nil, fmt.Errorf("%s describes no model: %w", path, err)
	}
	engine, err := backend.Open()
	if err != nil {
		return nil, err
	}
	sizes := description.Sizes
	graph := checked(sizes.Logits, graphCheck{vocabulary: sizes.Vocabulary})
	inputs := shapes.Make(dtypes.Int32, 1, sizes.Context)
	trained, err := training.Open(filepath.Join(filepath.Dir(path), filepath.Base(description.File)), graph, inputs, engine)
	if err != nil {
		return nil, err
	}
	return newModel(trained, vocabulary, sizes.Context, false), nil
}

func readDescription(path string) (description Description, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return description, fmt.Errorf("there is no model at %s: train one first, or give the directory that it was saved in", path)
	case err != nil:
		return description, err
	case info.Size() > descriptionLimit:
		return description, fmt.Errorf("%s describes no model: it has %d bytes", path, info.Size())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return description, err
	}
	if err := json.Unmarshal(text, &description); err != nil {
		return description, fmt.Errorf("%s describes no model (%w)", path, err)
	}
	if err := description.check(); err != nil {
		return description, fmt.Errorf("%s describes no model: %w", path, err)
	}
	return description, nil
}

func (d Description) check() error {
	if want := len([]rune(d.Alphabet)) + 1; d.Sizes.Vocabulary != want {
		return fmt.Errorf("vocabulary %d, but the alphabet and the end token are %d symbols", d.Sizes.Vocabulary, want)
	}
	if err := vocab.CheckContext(d.Sizes.Context); err != nil {
		return err
	}
	return d.Sizes.Check()
}
