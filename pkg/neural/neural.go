// Package neural turns GoMLX graphs into language models: it cuts documents into examples, trains a graph on them, and
// returns the result as an lm.Model.
//
// There are two kinds of graphs. One predicts the token after its context (package mlp): use TrainOrOpen. The other
// predicts the next token at every position of a sequence (package transformer): use TrainOrOpenDocuments for names,
// and TrainOrOpenSequences for a long text.
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
	sequences bool // the graph returns logits at every position

	// Programs for a model of sequences, compiled at their first use.
	lossEach, logitsAt func() (*model.Exec, error)
}

func newModel(trained *training.Trained, t vocab.Tokenizer, context int, sequences bool) *Model {
	m := &Model{Trained: trained, tokenizer: t, context: context, sequences: sequences}
	m.lossEach, m.logitsAt = compileOnce(m, m.buildLossEach), compileOnce(m, m.buildLogitsAt)
	return m
}

// compileOnce returns a function that makes a program from a graph function and the model's parameters. It makes it
// at the first call, and later calls return the same program.
func compileOnce[F model.ExecGraphFn](m *Model, graph F) func() (*model.Exec, error) {
	return sync.OnceValues(func() (*model.Exec, error) {
		program, err := model.NewExec(m.Config.Backend, m.Store, graph)
		if err != nil {
			return nil, err
		}
		return program.SetMaxCache(-1), nil // without a limit; GoMLX's own is 32 shapes
	})
}

// TrainOrOpen trains config.Model on every (context → next) pair of the documents of a split. If a model with the
// same graph, data and numbers was trained before, it opens that model instead. See training.TrainOrOpen for config
// and for the files. TrainOrOpen sets config.Train and config.Dev itself.
//
//	config.Model: ids [batch, context] int32 → logits [batch, vocabulary] float32
//	context:      number of tokens that the model sees
//
// It returns an error if config.Model is nil or its graph has a mistake, if a document cannot be encoded, if context is
// not between 1 and vocab.MaxContext, or if training.TrainOrOpen returns one.
func TrainOrOpen(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, pairs, training.TrainOrOpen)
}

// TrainOrOpenSequences works like TrainOrOpen, for a graph with logits at every position of a sequence: those of the
// next token, computed from the tokens up to this position.
//
//	config.Model: ids [batch, context] int32 → logits [batch, context, vocabulary] float32
//
// It joins the documents and cuts them into sequences of context tokens. For training, a sequence begins every
// context/4 tokens, so sequences overlap; on dev they do not. It returns an error for what TrainOrOpen returns one
// for, and if train or dev has tokens, but not more of them than context.
func TrainOrOpenSequences(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, sequences, training.TrainOrOpen)
}

// Train trains as TrainOrOpen does, but always from the beginning, and it saves nothing. It returns an error for what
// TrainOrOpen returns one for.
func Train(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, pairs, training.Train)
}

// TrainSequences trains as TrainOrOpenSequences does, but always from the beginning, and it saves nothing. It returns
// an error for what TrainOrOpenSequences returns one for.
func TrainSequences(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	return build(t, split, context, config, sequences, training.Train)
}

// Descend trains as Train does, but with an update rule on plain slices in place of the optimizer: see
// training.Descend, also for its errors.
func Descend(
	t vocab.Tokenizer, split corpus.Split, context int, config training.Config, update training.Update,
) (*Model, error) {
	return build(t, split, context, config, pairs, func(config training.Config) (*training.Trained, error) {
		return training.Descend(config, update)
	})
}

// Untrained returns the model as it is before training, with random parameters; config.Seed decides them. It returns an
// error for what TrainOrOpen returns one for.
func Untrained(t vocab.Tokenizer, split corpus.Split, context int, config training.Config) (*Model, error) {
	config.Steps, config.Batch = max(1, config.Steps), max(1, config.Batch)
	return build(t, split, context, config, pairs, training.Untrained)
}

func build(t vocab.Tokenizer, split corpus.Split, context int, config training.Config, cut examplesOf,
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
	if config.Train, config.Dev, err = cut.examples(dataset, context); err != nil {
		return nil, err
	}
	config.Model = checked(config.Model, graphCheck{t.Size(), cut.sequences})
	trained, err := train(config)
	if err != nil {
		return nil, err
	}
	return newModel(trained, t, context, cut.sequences), nil
}

// examplesOf is a way to cut the documents of a dataset into examples for training.
type examplesOf struct {
	sequences bool // an example has a label at every position
	examples  func(d corpus.Dataset, context int) (train, dev training.Examples, err error)
}

var (
	pairs     = examplesOf{false, pairExamples}
	sequences = examplesOf{true, joinedExamples}
)

func pairExamples(d corpus.Dataset, context int) (train, dev training.Examples, err error) {
	end := d.Tokenizer.End()
	return Examples(d.Train, context, end), Examples(d.Dev, context, end), nil
}

func joinedExamples(d corpus.Dataset, context int) (train, dev training.Examples, err error) {
	if train, err = sequenceExamples(d.Train, context, max(1, context/4)); err != nil {
		return train, dev, err
	}
	dev, err = sequenceExamples(d.Dev, context, context)
	return train, dev, err
}

// Tokenizer returns the tokenizer of the model's ids.
func (m *Model) Tokenizer() vocab.Tokenizer { return m.tokenizer }

// Context returns the number of tokens that the model sees.
func (m *Model) Context() int { return m.context }

// At returns the model as it was at one of the steps in Config.Snapshots. For another step it returns an error that
// lists the steps with a snapshot.
func (m *Model) At(step int) (*Model, error) {
	then, err := m.Trained.At(step)
	if err != nil {
		return nil, err
	}
	return newModel(then, m.tokenizer, m.context, m.sequences), nil
}

// Embedding returns the embedding table of a model whose table is in the scope "embedding".
//
//	returns: [vocabulary][embedding]
//
// It returns an error if there is no such table.
func (m *Model) Embedding() ([][]float64, error) { return m.Table("/embedding/embeddings") }

// Logits returns the unnormalised scores of the token after each context, in one call of the backend: see lm.Model. The
// first call with a number of contexts compiles a program for it.
//
//	contexts: [contexts][≥ 0], ids in [0, vocabulary)
//	returns:  [contexts][vocabulary]
//
// It returns an error if there are no contexts, if an id is outside the vocabulary, or if the backend fails.
func (m *Model) Logits(contexts [][]int) ([][]float64, error) {
	if len(contexts) == 0 {
		return nil, errors.New("no contexts: give one at least")
	}
	for _, context := range contexts {
		if err := vocab.CheckIDs(context, m.tokenizer.Size()); err != nil { // the backend gives no error for it
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

// NLL returns the negative log-likelihood of documents, in nats: see lm.NLL, which also checks the ids.
//
//	documents: [documents][tokens], ids in [0, vocabulary)
//
// A model of sequences cuts each document into sequences of Context tokens. It predicts a token from the tokens
// before it, back to the last token before the sequence. NLL returns an error if the backend fails.
func (m *Model) NLL(documents [][]int) (float64, error) {
	tokens := len(slices.Concat(documents...))
	if tokens == 0 {
		return 0, nil
	}
	if m.sequences {
		return m.sequenceNLL(documents)
	}
	mean, err := m.CrossEntropy(Examples(documents, m.context, m.tokenizer.End()))
	return mean * float64(tokens), err
}
