// Package neural makes language models of GoMLX graphs: it cuts documents into examples, trains a graph on them, and gives the
// result as an lm.Model.
//
// A graph predicts one token, the one after its context (package mlp), or a token at every place of a sequence (package
// transformer): TrainOrOpen is for the first kind, TrainOrOpenSequences for the second.
package neural

import (
	"errors"
	"slices"
	"sync"

	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// Model is a language model with its parameters, trained or not. It is an lm.Model.
type Model struct {
	*training.Trained
	tokenizer vocab.Tokenizer
	context   int
	sequences bool // the graph gives logits at every place

	// Programs for a model of sequences, compiled when they are first needed.
	lossEach, logitsAt func() (*model.Exec, error)
}

func newModel(trained *training.Trained, t vocab.Tokenizer, context int, sequences bool) *Model {
	m := &Model{Trained: trained, tokenizer: t, context: context, sequences: sequences}
	m.lossEach, m.logitsAt = compileOnce(m, m.buildLossEach), compileOnce(m, m.buildLogitsAt)
	return m
}

// compileOnce returns a function that makes a program of a graph function with the model's parameters, when it is first called.
func compileOnce[F model.ExecGraphFn](m *Model, graph F) func() (*model.Exec, error) {
	return sync.OnceValues(func() (*model.Exec, error) { return model.NewExec(m.Config.Backend, m.Store, graph) })
}

// TrainOrOpen trains config.Model on every (context → next) pair of the documents, or opens what was trained with exactly
// this. The graph turns ids [batch, context] int32 into logits [batch, vocabulary] float32. It sets config.Train and
// config.Dev; see training.TrainOrOpen for the rest.
//
// It returns an error if a document cannot be encoded, if context is not between 1 and vocab.MaxContext, or for what
// training.TrainOrOpen returns one for.
func TrainOrOpen(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, false, training.TrainOrOpen)
}

// TrainOrOpenSequences does as TrainOrOpen does for a graph that turns ids [batch, context] int32 into logits
// [batch, context, vocabulary]: at each place those of the next token, from this token and the ones before it. The documents
// are one stream of tokens; a sequence begins at every quarter of the one before.
func TrainOrOpenSequences(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, true, training.TrainOrOpen)
}

// Train trains as TrainOrOpen does, always from the beginning, and saves nothing.
func Train(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, false, training.Train)
}

// Untrained returns the model with its first, random parameters.
func Untrained(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	config.Steps, config.Batch = max(1, config.Steps), max(1, config.Batch)
	return build(t, split, context, config, false, training.Untrained)
}

func build(t vocab.Tokenizer, split corpus.Split, context int, config training.Config, sequences bool,
	train func(training.Config) (*training.Trained, error)) (*Model, error) {
	if config.Model == nil {
		return nil, errors.New("the model function is missing: set Model")
	}
	if err := vocab.CheckContext(context); err != nil {
		return nil, err
	}
	dataset, err := split.Encode(t)
	if err != nil {
		return nil, err
	}
	if config.Train, config.Dev, err = examples(dataset, context, sequences); err != nil {
		return nil, err
	}
	config.Model = checked(config.Model, graphCheck{t.Size(), sequences})
	trained, err := train(config)
	if err != nil {
		return nil, err
	}
	return newModel(trained, t, context, sequences), nil
}

func examples(d corpus.Dataset, context int, sequences bool) (train, dev training.Examples, err error) {
	if !sequences {
		end := d.Tokenizer.End()
		return Examples(d.Train, context, end), Examples(d.Dev, context, end), nil
	}
	if train, err = sequenceExamples(d.Train, context, max(1, context/4)); err != nil {
		return train, dev, err
	}
	dev, err = sequenceExamples(d.Dev, context, context)
	return train, dev, err
}

// Tokenizer returns what the ids stand for.
func (m *Model) Tokenizer() vocab.Tokenizer { return m.tokenizer }

// Context returns how many tokens the model sees.
func (m *Model) Context() int { return m.context }

// At returns the model as it was at a step that Config.Snapshots named; an error names the steps that there are.
func (m *Model) At(step int) (*Model, error) {
	then, err := m.Trained.At(step)
	if err != nil {
		return nil, err
	}
	return newModel(then, m.tokenizer, m.context, m.sequences), nil
}

// Embedding returns the embedding table, [vocabulary][embedding], of a model whose table lies in the scope "embedding".
func (m *Model) Embedding() ([][]float64, error) { return m.Table("/embedding/embeddings") }

// Logits returns the scores of the token after each context, in one call of the device: see lm.Model. The first call for each
// number of contexts compiles.
//
//	contexts: [contexts][≥ 0], ids in [0, vocabulary); returns: [contexts][vocabulary]
//
// It returns an error if there are no contexts, or if an id is outside the vocabulary.
func (m *Model) Logits(contexts [][]int) ([][]float64, error) {
	if len(contexts) == 0 {
		return nil, errors.New("no contexts: give one at least")
	}
	for _, context := range contexts {
		if err := vocab.CheckIDs(context, m.tokenizer.Size()); err != nil { // the device would take the nearest id there is
			return nil, err
		}
	}
	if m.sequences {
		return m.sequenceLogits(contexts)
	}
	flat := make([]int32, 0, len(contexts)*m.context)
	for _, context := range contexts {
		flat = appendWindow(flat, context, m.context, m.tokenizer.End())
	}
	logits, err := m.Predict(matrix(flat, len(contexts), m.context))
	if err != nil {
		return nil, err
	}
	return training.Rows(logits)
}

// NLL returns the negative log-likelihood of documents, in nats: see lm.NLL. A model of sequences predicts each token from
// those before it, back to the beginning of the sequence of Context tokens that it stands in.
func (m *Model) NLL(documents [][]int) (float64, error) {
	tokens := len(slices.Concat(documents...))
	if tokens == 0 {
		return 0, nil
	}
	if m.sequences {
		return m.sequenceNLL(documents)
	}
	mean, err := m.Loss(Examples(documents, m.context, m.tokenizer.End()))
	return mean * float64(tokens), err
}
