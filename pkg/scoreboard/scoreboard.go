// Package scoreboard compares models that learned from the same split: their losses on names that they have not seen,
// their numbers of parameters, how long they learned, and how many of the names that they generate are new.
//
// All losses on the board are on dev: there models are compared and chosen. The board measures no loss on test, which
// is read once, after the choice: lm.Loss(best.Model, split.Test).
package scoreboard

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// Samples is the number of names that Add generates with each model, to count how many are new.
const Samples = 1000

// seed decides the random numbers for these names.
const seed = 1

// Row is one model on the board.
type Row struct {
	Name       string
	Model      lm.Model
	Parameters int            // numbers that the model learned; 0 if it does not count them
	Seconds    float64        // time that the model took to learn
	Dev        float64        // mean cross-entropy on dev, in nats per token; the end token counts too
	Novelty    corpus.Novelty // of Samples generated names
}

// Bits returns the dev loss in bits per token: Dev / ln 2.
func (r Row) Bits() float64 { return r.Dev / math.Ln2 }

// Perplexity returns exp(Dev): the number of equally likely tokens for which the loss would be the same.
func (r Row) Perplexity() float64 { return math.Exp(r.Dev) }

// Board holds the rows of models that learned from Split.Train.
type Board struct {
	Split corpus.Split
	Rows  []Row
}

// Add measures the dev loss of a model, generates names with it, and appends its row. took is the time that the model
// took to learn.
//
// It returns an error, with the name, if the model is nil or fails, or if Split.Dev is empty or cannot be encoded.
func (b *Board) Add(name string, model lm.Model, took time.Duration) error {
	loss, err := lm.Loss(model, b.Split.Dev)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	names, err := sample.Generate(model, "", Samples, sample.Options{Temperature: 1, Seed: seed})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b.Rows = append(b.Rows, Row{name, model, lm.Parameters(model), took.Seconds(), loss, b.Split.Novelty(names)})
	return nil
}

// AddCounting adds the counting models to the board: the uniform model, which counts nothing, and those with a
// context of 0 to longest tokens, fitted on Split.Train. See package ngram.
//
// It returns an error, with the name of the model, for what Add or ngram.Fit returns one for.
func (b *Board) AddCounting(t vocab.Tokenizer, longest int) error {
	if err := b.Add("uniform", ngram.Uniform(t), 0); err != nil {
		return err
	}
	for context := range longest + 1 {
		start := time.Now()
		model, err := ngram.Fit(t, b.Split.Train, context)
		if err != nil {
			return fmt.Errorf("%s: %w", countingName(context), err)
		}
		if err := b.Add(countingName(context), model, time.Since(start)); err != nil {
			return err
		}
	}
	return nil
}

// countingName returns the name of a counting model: its context, and its usual name if it has one.
func countingName(context int) string {
	switch context {
	case 0:
		return "counts, 0 (unigram)"
	case 1:
		return "counts, 1 (bigram)"
	case 2:
		return "counts, 2 (trigram)"
	}
	return fmt.Sprintf("counts, %d", context)
}

// Best returns the row with the lowest dev loss among the rows for which belongs returns true, and whether there is
// one. A row whose dev loss is NaN or infinite is never the best. The choice uses dev only, so the loss of the row's
// model on test is a fair measure.
func (b *Board) Best(belongs func(Row) bool) (best Row, found bool) {
	for _, row := range b.Rows {
		if finite(row.Dev) && belongs(row) && (!found || row.Dev < best.Dev) {
			best, found = row, true
		}
	}
	return best, found
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Header returns the names of the columns of Table: the model; the dev loss in nats, in bits and as perplexity; the
// number of parameters; the time to learn; and of Samples generated names how many are in train, in dev or test, and
// new.
func Header() []string {
	return []string{"model", "nats", "bits", "perplexity", "parameters", "learned in", "copied", "held out", "new"}
}

// Table returns the board as text: one row for each model, in the order of Rows, with the columns of Header.
func (b *Board) Table() (rows [][]string) {
	for _, r := range b.Rows {
		rows = append(rows, []string{
			r.Name, fmt.Sprintf("%.3f", r.Dev), fmt.Sprintf("%.3f", r.Bits()), fmt.Sprintf("%.2f", r.Perplexity()),
			strconv.Itoa(r.Parameters), fmt.Sprintf("%.2f s", r.Seconds),
			strconv.Itoa(r.Novelty.Train), strconv.Itoa(r.Novelty.HeldOut), strconv.Itoa(r.Novelty.New),
		})
	}
	return rows
}
