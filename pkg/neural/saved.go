package neural

// Models on disk: a multi-layer perceptron over characters, with the description that Open needs.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"nexttoken/internal/atomicfile"
	"nexttoken/pkg/backend"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// descriptionFile is the name of the file that describes the model that was described last in a directory.
const descriptionFile = "model.json"

// descriptionLimit is the size in bytes above which a file is not read: no description is so large.
const descriptionLimit = 1 << 20

// savedModel is what Open needs to open a saved model, besides the file of its parameters.
type savedModel struct {
	Sizes    mlp.Config `json:"sizes"`
	Alphabet string     `json:"alphabet"` // the vocabulary without the end token
	File     string     `json:"file"`     // name of the file of the parameters, in the same directory
}

// Describe writes the description of a saved model into the directory of its parameters, twice: as <key>.json, and as
// model.json, which it replaces.
//
// It returns an error, and writes nothing, if Open would not open the model with it: if the model is not saved, is not
// a model over a vocabulary of characters that predicts one token, or has other sizes. It also returns an error if a
// file cannot be written.
func (m *Model) Describe(sizes mlp.Config) error {
	if m.Path == "" {
		return errors.New("this model is not saved, so a description would open nothing: " +
			"TrainOrOpen saves the model that it trains")
	}
	vocabulary, ok := m.tokenizer.(*vocab.Vocabulary)
	if !ok || m.sequences {
		return errors.New("only a perceptron over a vocabulary of characters can be described")
	}
	if err := m.fits(vocabulary, sizes); err != nil {
		return fmt.Errorf("this description would not open the model: %w", err)
	}
	text, err := json.MarshalIndent(savedModel{sizes, vocabulary.Alphabet(), filepath.Base(m.Path)}, "", "  ")
	if err != nil {
		return err
	}
	directory := filepath.Dir(m.Path)
	for _, name := range []string{m.Key + ".json", descriptionFile} {
		if err := atomicfile.Write(filepath.Join(directory, name), append(text, '\n')); err != nil {
			return fmt.Errorf("the description of the model is not saved in %s: %w", directory, err)
		}
	}
	return nil
}

// fits returns an error if a description with these would not open the model again.
func (m *Model) fits(vocabulary *vocab.Vocabulary, sizes mlp.Config) error {
	again, err := vocab.New(vocabulary.Alphabet())
	if err != nil || !slices.Equal(again.Tokens(), vocabulary.Tokens()) {
		return errors.New("its tokens are not single characters and the end token")
	}
	if sizes.Vocabulary != vocabulary.Size() || sizes.Context != m.context {
		return fmt.Errorf("sizes of a vocabulary of %d and a context of %d, but the model has %d and %d",
			sizes.Vocabulary, sizes.Context, vocabulary.Size(), m.context)
	}
	_, err = openParameters(m.Path, sizes, m.Config.Backend)
	return err
}

func openParameters(path string, sizes mlp.Config, engine compute.Backend) (*training.Trained, error) {
	graph := checked(sizes.Logits, graphCheck{vocabulary: sizes.Vocabulary})
	return training.Open(path, graph, shapes.Make(dtypes.Int32, 1, sizes.Context), engine)
}

// Open opens a model for which Describe wrote a description. The path is the description, or a directory with a
// model.json.
//
// It returns an error if there is no description, if it is not valid, or if training.Open cannot open the parameters.
func Open(path string) (*Model, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, descriptionFile)
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole // so that a message about "." names the directory
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
	sizes, parameters := description.Sizes, filepath.Join(filepath.Dir(path), filepath.Base(description.File))
	trained, err := openParameters(parameters, sizes, engine)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the parameters of the model are missing: %s describes it, but there is no %s: "+
			"put that file there, or train the model again", path, parameters)
	}
	if err != nil {
		return nil, err
	}
	return newModel(trained, vocabulary, sizes.Context, false), nil
}

func readDescription(path string) (description savedModel, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return description, fmt.Errorf(
			"there is no model at %s: train one first, or give the directory that it was saved in", path)
	case err != nil:
		return description, err
	case info.Size() > descriptionLimit:
		return description, fmt.Errorf("%s describes no model: it has %d bytes, and a description has at most %d",
			path, info.Size(), descriptionLimit)
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

func (d savedModel) check() error {
	if want := len([]rune(d.Alphabet)) + 1; d.Sizes.Vocabulary != want {
		return fmt.Errorf("vocabulary %d, but the alphabet and the end token are %d symbols", d.Sizes.Vocabulary, want)
	}
	if err := vocab.CheckContext(d.Sizes.Context); err != nil {
		return err
	}
	if err := d.Sizes.Check(); err != nil {
		return err
	}
	if d.File == "" {
		return errors.New("it does not name the file of the parameters")
	}
	return nil
}
