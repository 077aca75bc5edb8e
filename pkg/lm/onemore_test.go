package lm_test

// One more kind of model, in one file: a cache model, which prefers the tokens that it has just seen. No other file
// changes, and every package that takes a model works with it.

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/chart"
	"nexttoken/pkg/contest"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/scoreboard"
	"nexttoken/pkg/vocab"
)

// cache gives each token the probability (1 + its count in the context) / (27 + tokens in the context).
// Source: Kuhn and De Mori, A Cache-Based Natural Language Model for Speech Recognition, IEEE PAMI 12(6), 1990.
type cache struct{}

func (cache) Tokenizer() vocab.Tokenizer { return vocab.Letters() }
func (cache) Context() int               { return 20 }

func (cache) Logits(contexts [][]int) ([][]float64, error) {
	logits := make([][]float64, len(contexts))
	for i, context := range contexts {
		logits[i] = make([]float64, 27)
		counts := [27]float64{}
		for _, id := range context {
			counts[id]++
		}
		for id := range logits[i] {
			logits[i][id] = math.Log(1 + counts[id])
		}
	}
	return logits, nil
}

func TestOneMoreModel(t *testing.T) {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		t.Fatal(err)
	}
	names, err := sample.Generate(cache{}, "ab", 10, sample.Options{Temperature: 1, Seed: 1})
	if err != nil || len(names) != 10 || !strings.HasPrefix(names[9], "ab") {
		t.Errorf("it writes %q, %v", names, err)
	}
	tree, err := sample.Tree(cache{}, "aa", 1, .05, 2)
	if err != nil || tree.Children[0].Token != "a" || math.Abs(tree.Children[0].Probability-3./29) > 1e-12 {
		t.Errorf("its tree begins with %+v, %v, want a with 3 of 29", tree.Children[0], err)
	}
	board := scoreboard.Board{Split: split}
	if err := board.Add("cache", cache{}, 0); err != nil || math.Abs(board.Rows[0].Dev-math.Log(27)) > 0.05 {
		t.Errorf("on the board: %+v, %v, want about ln 27", board.Rows, err)
	}
	questions := contest.Questions(split.Dev, 3)
	scores, err := contest.Play(filepath.Join(t.TempDir(), "guesses.json"), questions, nil, cache{})
	if err != nil || len(scores) != 3 || !(scores[0].Model > 0) {
		t.Errorf("in the contest: %v, %v", scores, err)
	}
}

func Example_oneMoreModel() {
	chart.NextToken("After aa", cache{}, "aa")
	loss, _ := lm.Loss(cache{}, []string{"aa"})
	fmt.Printf("%.3f nats\n", loss)
	// Output:
	// After aa. Bars: a 10.3 %, b 3.4 %, c 3.4 %, d 3.4 %, e 3.4 %. The dashed line is at 1/27: equal probabilities.
	// 3.101 nats
}
