package charmodel

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// Model is a model of characters with its parameters, trained or not.
type Model struct {
	*training.Trained
	Vocabulary *vocab.Vocabulary
	Context    int // characters that it sees
}

// Examples returns every (context → next) pair of the names, ready for the device: inputs [pairs, context] and
// labels [pairs, 1], both int32. No names give no examples.
func Examples(vocabulary *vocab.Vocabulary, names []string, context int) (training.Examples, error) {
	if len(names) == 0 {
		return training.Examples{}, nil
	}
	windows, err := corpus.Windows(vocabulary, names, context)
	if err != nil {
		return training.Examples{}, err
	}
	inputs, labels := make([]int32, 0, len(windows)*context), make([]int32, 0, len(windows))
	for _, window := range windows {
		inputs = appendIDs(inputs, window.Context)
		labels = append(labels, int32(window.Next))
	}
	return training.Examples{
		Inputs: tensors.FromFlatDataAndDimensions(inputs, len(windows), context),
		Labels: tensors.FromFlatDataAndDimensions(labels, len(windows), 1),
	}, nil
}

func appendIDs(flat []int32, ids []int) []int32 {
	for _, id := range ids {
		flat = append(flat, int32(id))
	}
	return flat
}

// TrainOrOpen trains config.Model on the split's names, or opens what was trained with exactly this. It sets
// config.Train and config.Dev; see training.TrainOrOpen for the rest.
func TrainOrOpen(vocabulary *vocab.Vocabulary, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(vocabulary, split, context, config, training.TrainOrOpen)
}

// Train trains as TrainOrOpen does, always from the beginning, and saves nothing.
func Train(vocabulary *vocab.Vocabulary, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(vocabulary, split, context, config, training.Train)
}

// Untrained returns the model with its first, random parameters.
func Untrained(vocabulary *vocab.Vocabulary, split corpus.Split, context int, config training.Config) (*Model, error) {
	config.Steps, config.Batch = max(1, config.Steps), max(1, config.Batch)
	return build(vocabulary, split, context, config, training.Untrained)
}

func build(vocabulary *vocab.Vocabulary, split corpus.Split, context int, config training.Config,
	train func(training.Config) (*training.Trained, error)) (model *Model, err error) {
	config.Model = config.Model.WithLogits(vocabulary.Size())
	if config.Train, err = Examples(vocabulary, split.Train, context); err != nil {
		return nil, err
	}
	if config.Dev, err = Examples(vocabulary, split.Dev, context); err != nil {
		return nil, err
	}
	trained, err := train(config)
	if err != nil {
		return nil, err
	}
	return &Model{trained, vocabulary, context}, nil
}

// At returns the model as it was at a step that Config.Snapshots named.
func (m *Model) At(step int) (*Model, error) {
	then, err := m.Trained.At(step)
	if err != nil {
		return nil, err
	}
	return &Model{then, m.Vocabulary, m.Context}, nil
}

// Logits returns the unnormalised scores of the character after a context of ids: a sample.Logits.
func (m *Model) Logits(context []int) ([]float64, error) {
	rows, err := m.LogitsOf([][]int{context})
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// LogitsOf returns the scores of the character after each context, [contexts][vocabulary], in one call to the device. It returns an error
// if a context has another length than the model's, or an id outside the vocabulary.
func (m *Model) LogitsOf(contexts [][]int) ([][]float64, error) {
	flat := make([]int32, 0, len(contexts)*m.Context)
	for _, context := range contexts {
		if len(context) != m.Context {
			return nil, fmt.Errorf("a context of %d ids: this model sees %d", len(context), m.Context)
		}
		if _, err := m.Vocabulary.Decode(context); err != nil { // the device would take the nearest id there is
			return nil, fmt.Errorf("context %v: %w", context, err)
		}
		flat = appendIDs(flat, context)
	}
	logits, err := m.Predict(tensors.FromFlatDataAndDimensions(flat, len(contexts), m.Context))
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// Generator returns what writes names with this model, one at a time; Names writes many at once.
func (m *Model) Generator() sample.Generator {
	return sample.Generator{Logits: m.Logits, Vocabulary: m.Vocabulary, ContextLength: m.Context}
}

// Embedding returns the embedding table, [vocabulary][embedding], of a model whose table lies in the scope "embedding".
func (m *Model) Embedding() ([][]float64, error) { return m.Table("/embedding/embeddings") }

// LossOf returns the mean cross-entropy on names, in nats per character, the end token counted; NaN where there are no names.
func (m *Model) LossOf(names []string) (float64, error) {
	examples, err := Examples(m.Vocabulary, names, m.Context)
	if err != nil {
		return 0, err
	}
	return m.Loss(examples)
}
