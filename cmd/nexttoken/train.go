package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/pkg/backend"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/progress"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

// errInterrupted ends a training after Ctrl-C. It is not printed: the model's note already is.
var errInterrupted = errors.New("interrupted")

// trainFlags are the flags of `nexttoken train`.
type trainFlags struct {
	names              *[]string
	vocabulary, out    *string
	context, embedding *int
	hidden             *[]int
	activation         *string
	dropout            *float64

	steps, batch, warmUp, seed, patience *int
	rate, decay, clip                    *float64
	schedule                             *string
	json                                 *bool
}

func newTrainFlags(notes io.Writer) (flags, trainFlags) {
	f := newFlags("train", "[--names FILE] [FLAGS]", notes)
	return f, trainFlags{
		names: f.several("names", namesHelp),
		vocabulary: f.choice("vocabulary", "a–z without accents, or all characters of the names",
			"letters", "auto"),
		out:       f.String("out", "nexttoken-model", "directory to save the model in (nexttoken-model)"),
		context:   f.whole("context", 3, 1, corpus.MaxLength, "characters that the model sees"),
		embedding: f.whole("embedding", 10, 1, 4096, "numbers in the embedding of a character"),
		hidden: f.wholes("hidden", []int{200}, 1, 16384, 16,
			"widths of the hidden layers, such as 200,100; or none"),
		activation: f.choice("activation", "function of the hidden layers", "tanh", "relu", "sigmoid", "gelu"),
		dropout:    f.number("dropout", 0, 0, 1, "share of the hidden values that each step leaves out"),
		steps:      f.whole("steps", 10_000, 1, math.MaxInt32, "updates of the parameters"),
		batch:      f.whole("batch", 128, 1, 1<<20, "examples in each step"),
		rate:       f.number("learning-rate", 0.003, 0, math.Inf(1), "size of a step"),
		schedule:   f.choice("schedule", "how the learning rate changes", "cosine", "constant"),
		warmUp:     f.whole("warm-up", 0, 0, math.MaxInt32, "steps in which the learning rate rises, at the beginning"),
		decay:      f.number("weight-decay", 0, 0, math.Inf(1), "weight decay of AdamW; 0 is Adam"),
		clip:       f.number("clip", 0, 0, math.Inf(1), "largest norm of the gradients; 0: no limit"),
		patience: f.whole("patience", 0, 0, math.MaxInt32,
			"evaluations without a better dev loss before it stops, with the best model; 0: never"),
		seed: f.whole("seed", 1, math.MinInt, math.MaxInt,
			"of the random numbers: the same seed gives the same model"),
		json: f.Bool("json", false, "print one line of JSON instead"),
	}
}

// sizes returns the sizes of the model.
func (f trainFlags) sizes(vocabulary *vocab.Vocabulary) mlp.Config {
	return mlp.Config{
		Vocabulary: vocabulary.Size(), Context: *f.context, Embedding: *f.embedding, Hidden: *f.hidden,
		Activation: *f.activation, Dropout: *f.dropout,
	}
}

// config returns the settings of the training.
func (f trainFlags) config(sizes mlp.Config) training.Config {
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

// train trains a model, continues a training that was interrupted, or opens a model that was trained with the same
// flags.
func train(args []string, out, notes io.Writer) error {
	set, f := newTrainFlags(notes)
	if err := set.parse(args); err != nil {
		return err
	}
	if *f.out == "" {
		return wrong("--out is empty: give the directory to save the model in")
	}
	if *f.out == pretrained {
		return wrong("--out %s is the word for the pretrained model: give ./%s, or another name",
			pretrained, pretrained)
	}
	if *f.rate == 0 {
		return wrong("a learning rate of 0 learns nothing: give a number above 0")
	}
	vocabulary, split, err := readNames(*f.names, *f.vocabulary, notes)
	if err != nil {
		return err
	}
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
	model, err := neural.TrainOrOpen(vocabulary, split, sizes.Context, config)
	if err != nil {
		return err
	}
	return finish(f, model, sizes, split, out, notes)
}

// listener shows progress on a terminal.
func listener(notes io.Writer) func(progress.Report) {
	if isTerminal(notes) {
		return progress.Bar(notes)
	}
	return nil
}

// finish measures a trained model, saves its description, and prints the results.
func finish(
	f trainFlags, model *neural.Model, sizes mlp.Config, split corpus.Split, out, notes io.Writer,
) error {
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
