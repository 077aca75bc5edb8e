// Package scoreboard sets models side by side that learned from the same split: what they lose on names that they have never
// seen, what they cost, and whether the names that they write are new.
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

// Samples is how many names each model writes to see whether they are new.
const Samples = 1000

// seed of the names that are written.
const seed = 1

// Row is what the board shows of a model. Losses are in nats per character, the end token counted.
type Row struct {
	Name       string
	Parameters int
	Seconds    float64 // that learning took
	Dev, Test  float64 // losses; Test is NaN where the split left no names for it
	Novelty    corpus.Novelty
}

// Bits returns the dev loss in bits per character.
func (r Row) Bits() float64 { return r.Dev / math.Ln2 }

// Perplexity returns how many equally likely characters would be as hard to guess, on dev.
func (r Row) Perplexity() float64 { return math.Exp(r.Dev) }

// Board collects rows.
type Board struct {
	Split corpus.Split
	Rows  []Row
}

// Add measures a model that took a while to learn, and puts it on the board.
func (b *Board) Add(name string, model lm.Model, took time.Duration) error {
	row := Row{Name: name, Parameters: lm.Parameters(model), Seconds: took.Seconds(), Test: math.NaN()}
	var err error
	if row.Dev, err = lm.Loss(model, b.Split.Dev); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(b.Split.Test) > 0 {
		if row.Test, err = lm.Loss(model, b.Split.Test); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	names, err := sample.Generate(model, "", Samples, sample.Options{Temperature: 1, Seed: seed})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	row.Novelty = b.Split.Novelty(names)
	b.Rows = append(b.Rows, row)
	return nil
}

// AddCounting puts the models that count on the board: the uniform one, which has counted nothing, and those with 0 to longest
// characters of context.
func (b *Board) AddCounting(t vocab.Tokenizer, longest int) error {
	if err := b.Add("uniform", ngram.Uniform(t), 0); err != nil {
		return err
	}
	for context := range longest + 1 {
		start := time.Now()
		model, err := ngram.Fit(t, b.Split.Train, context)
		if err != nil {
			return err
		}
		if err := b.Add(countingName(context), model, time.Since(start)); err != nil {
			return err
		}
	}
	return nil
}

// countingName names a model by its context, and by the usual name of counts of one character more.
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

// Best returns the row with the lowest dev loss among those that belong, and false if there is none. The choice is made on dev; its
// Test loss is then what is reported.
func (b *Board) Best(belongs func(Row) bool) (best Row, found bool) {
	for _, row := range b.Rows {
		if belongs(row) && (!found || row.Dev < best.Dev) {
			best, found = row, true
		}
	}
	return best, found
}

// Header names the columns of Table: the loss on dev three times over, what it cost, and of 1,000 names how many stand in train, in dev or test, in neither.
func Header() []string {
	return []string{"model", "nats", "bits", "perplexity", "parameters", "learned in", "copied", "held out", "new"}
}

// Table returns the board as text, a row for each model.
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
