package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/backend"
	"nexttoken/pkg/charmodel"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/progress"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// errInterrupted is the end of a training that Ctrl-C cut short; the reader has been told.
var errInterrupted = errors.New("interrupted")

// trainFlags are what `nexttoken train` can be told.
type trainFlags struct {
	names, vocabulary, out *string
	context, embedding     *int
	hidden                 *[]int
	activation             *string
	dropout                *float64

	steps, batch, warmUp, seed, patience *int
	rate, decay, clip                    *float64
	schedule                             *string
	json                                 *bool
}

func newTrainFlags(notes io.Writer) (flags, trainFlags) {
	f := newFlags("train", "--names FILE [FLAGS]", notes)
	return f, trainFlags{
		names:      f.text("names", "file with one name a line, in UTF-8"),
		vocabulary: f.choice("vocabulary", "letters: a–z, accents taken off; auto: whatever the names are written with", "letters", "auto"),
		out:        f.String("out", "nexttoken-model", "directory that the model is saved in (nexttoken-model)"),
		context:    f.whole("context", 3, 1, corpus.MaxLength, "characters that the model sees"),
		embedding:  f.whole("embedding", 10, 1, 4096, "numbers that stand for a character"),
		hidden:     f.wholes("hidden", []int{200}, 1, 16384, 16, "widths of the hidden layers, such as 200,100; or none"),
		activation: f.choice("activation", "of the hidden layers", "tanh", "relu", "sigmoid", "gelu"),
		dropout:    f.number("dropout", 0, 0, 1, "share of the hidden values that each step leaves out"),
		steps:      f.whole("steps", 10_000, 1, math.MaxInt32, "updates of the parameters"),
		batch:      f.whole("batch", 128, 1, 1<<20, "examples that each step looks at"),
		rate:       f.number("learning-rate", 0.003, 0, math.Inf(1), "how far each step goes"),
		schedule:   f.choice("schedule", "how the learning rate falls", "cosine", "constant"),
		warmUp:     f.whole("warm-up", 0, 0, math.MaxInt32, "steps over which the learning rate rises at first"),
		decay:      f.number("weight-decay", 0, 0, math.Inf(1), "of AdamW; 0 is Adam"),
		clip:       f.number("clip", 0, 0, math.Inf(1), "norm that gradients are scaled down to; 0: never"),
		patience:   f.whole("patience", 0, 0, math.MaxInt32, "stop after so many evaluations without a better dev loss, and keep the best; 0: never"),
		seed:       f.whole("seed", 1, math.MinInt, math.MaxInt, "of all that is random"),
		json:       f.Bool("json", false, "end with one line of JSON"),
	}
}

// sizes returns what the model function is built from.
func (f trainFlags) sizes(vocabulary *vocab.Vocabulary) charmodel.Config {
	return charmodel.Config{
		Vocabulary: vocabulary.Size(), Context: *f.context, Embedding: *f.embedding, Hidden: *f.hidden,
		Activation: *f.activation, Dropout: *f.dropout,
	}
}

// config returns how the model is trained.
func (f trainFlags) config(sizes charmodel.Config) training.Config {
	schedule := training.Constant(*f.rate)
	if *f.schedule == "cosine" {
		schedule = training.Cosine(*f.rate, *f.steps)
	}
	if *f.warmUp > 0 {
		schedule = training.WarmUp(*f.warmUp, schedule)
	}
	config := training.Config{
		Model: sizes.Logits, Steps: *f.steps, Batch: *f.batch, Seed: int64(*f.seed), Schedule: schedule,
		ClipNorm: *f.clip, Patience: *f.patience, KeepBest: *f.patience > 0, Directory: *f.out,
	}
	if *f.decay > 0 {
		config.Optimizer = optimizer.Adam().WeightDecay(*f.decay).Done()
	}
	return config
}

// train trains a model, or goes on with one, or opens what was trained with exactly these flags.
func train(args []string, out, notes io.Writer) error {
	set, f := newTrainFlags(notes)
	if err := set.parse(args); err != nil {
		return err
	}
	if *f.out == "" {
		return wrong("--out is empty: give the directory that the model is to be saved in")
	}
	if *f.rate == 0 {
		return wrong("a learning rate of 0 learns nothing: give a number above 0")
	}
	vocabulary, split, report, err := readNames(*f.names, *f.vocabulary)
	if err != nil {
		return err
	}
	fmt.Fprintln(notes, report)
	engine, err := backend.Open()
	if err != nil {
		return err
	}
	if !backend.IsXLA(engine) {
		fmt.Fprintln(notes, backend.Describe(engine))
	}
	sizes := f.sizes(vocabulary)
	config := f.config(sizes)
	config.Backend, config.OnProgress = engine, listener(notes)
	model, err := charmodel.TrainOrOpen(vocabulary, split, sizes.Context, config)
	if err != nil {
		return err
	}
	return finish(f, model, sizes, split, out, notes)
}

// listener shows progress where somebody watches: on a terminal.
func listener(notes io.Writer) func(progress.Report) {
	if isTerminal(notes) {
		return progress.Bar(notes)
	}
	return nil
}

// finish measures and describes a trained model, and tells of it.
func finish(f trainFlags, model *charmodel.Model, sizes charmodel.Config, split corpus.Split, out, notes io.Writer) error {
	results, err := measure(model, split)
	if err != nil {
		return err
	}
	if err := model.Describe(sizes); err != nil {
		return err
	}
	if model.Note != "" && !isTerminal(notes) {
		fmt.Fprintln(notes, model.Note)
	}
	if *f.json {
		err = json.NewEncoder(out).Encode(results)
	} else {
		_, err = fmt.Fprint(out, results.sentences(*f.out))
	}
	if model.Interrupted {
		return errInterrupted
	}
	return err
}
