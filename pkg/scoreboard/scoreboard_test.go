package scoreboard_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/scoreboard"
	"nexttoken/pkg/vocab"
)

// halves is a model over "a" and the end token: each always has the probability 1/2.
type halves struct{ lm.Model }

func (halves) ParameterCount() int { return 7 }

func newHalves(t *testing.T) halves {
	t.Helper()
	v, err := vocab.New("a")
	if err != nil {
		t.Fatal(err)
	}
	return halves{lm.Func(v, 1, func([]int) []float64 { return []float64{0, 0} })}
}

// failing is a model that always fails.
type failing struct{ lm.Model }

func (failing) Logits([][]int) ([][]float64, error) { return nil, errors.New("no logits") }

func Example() {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		fmt.Println(err)
		return
	}
	board := scoreboard.Board{Split: split}
	if err := board.AddCounting(vocab.Letters(), 2); err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range board.Rows {
		fmt.Printf("%-20s %.3f nats, %.3f bits, perplexity %5.2f\n", row.Name, row.Dev, row.Bits(), row.Perplexity())
	}
	// Output:
	// uniform              3.296 nats, 4.755 bits, perplexity 27.00
	// counts, 0 (unigram)  2.813 nats, 4.058 bits, perplexity 16.65
	// counts, 1 (bigram)   2.331 nats, 3.363 bits, perplexity 10.29
	// counts, 2 (trigram)  2.141 nats, 3.088 bits, perplexity  8.50
}

// The model generates "" with the probability 1/2, "a" with 1/4, "aa" with 1/8 and so on. The loss of each token is
// ln 2.
func TestARowByHand(t *testing.T) {
	board := scoreboard.Board{Split: corpus.Split{Train: []string{"a"}, Dev: []string{"aa"}, Test: []string{"aaa"}}}
	if err := board.Add("halves", newHalves(t), 1500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	row := board.Table()[0]
	if got, want := strings.Join(row[:6], " "), "halves 0.693 1.000 2.00 7 1.50 s"; got != want {
		t.Errorf("the row is %q, want %q", got, want)
	}
	if len(row) != len(scoreboard.Header()) {
		t.Errorf("a row has %d columns, the header has %d", len(row), len(scoreboard.Header()))
	}
	novelty := board.Rows[0].Novelty
	if novelty.Train+novelty.HeldOut+novelty.New != scoreboard.Samples {
		t.Errorf("%+v are not %d names", novelty, scoreboard.Samples)
	}
	for share, got := range map[float64]int{1. / 4: novelty.Train, 1./8 + 1./16: novelty.HeldOut} {
		deviation := math.Sqrt(share * (1 - share) * scoreboard.Samples)
		if math.Abs(float64(got)-share*scoreboard.Samples) > 4*deviation {
			t.Errorf("%d names, want about %.0f", got, share*scoreboard.Samples)
		}
	}
	best, found := board.Best(func(scoreboard.Row) bool { return true })
	if loss, err := lm.Loss(best.Model, board.Split.Test); !found || err != nil || math.Abs(loss-math.Ln2) > 1e-12 {
		t.Errorf("test loss of the best model %v, %v, want ln 2", loss, err)
	}
}

func TestBestIsChosenOnDev(t *testing.T) {
	board := scoreboard.Board{Rows: []scoreboard.Row{
		{Name: "failed", Dev: math.NaN()},
		{Name: "failed", Dev: math.Inf(1)},
		{Name: "a", Dev: 2},
		{Name: "b", Dev: 1},
		{Name: "d", Dev: 1}, // as good, and later
		{Name: "c", Dev: 0},
	}}
	best, found := board.Best(func(r scoreboard.Row) bool { return r.Name != "c" })
	if !found || best.Name != "b" {
		t.Errorf("the best is %+v", best)
	}
	if best, found := board.Best(func(scoreboard.Row) bool { return false }); found {
		t.Errorf("no row belongs, and the best is %+v", best)
	}
	if best, found := board.Best(func(r scoreboard.Row) bool { return r.Name == "failed" }); found {
		t.Errorf("no loss is finite, and the best is %+v", best)
	}
}

// No model on the board is measured on test: a name in test that no model can encode is no error.
func TestTheBoardDoesNotReadTest(t *testing.T) {
	board := scoreboard.Board{Split: corpus.Split{Train: []string{"anna"}, Dev: []string{"abi"}, Test: []string{"?"}}}
	if err := board.AddCounting(vocab.Letters(), 1); err != nil {
		t.Fatal(err)
	}
	for _, row := range board.Rows {
		if math.IsNaN(row.Dev) || row.Model == nil {
			t.Errorf("%s: dev %v, model %v", row.Name, row.Dev, row.Model)
		}
	}
}

func TestErrorsNameTheModel(t *testing.T) {
	board := scoreboard.Board{}
	board.Split = corpus.Split{Dev: []string{"a"}}
	if err := board.Add("broken", failing{newHalves(t)}, 0); err == nil || err.Error() != "broken: no logits" {
		t.Errorf("a model that fails: %v", err)
	}
	board.Split = corpus.Split{}
	if err := board.AddCounting(vocab.Letters(), 2); err == nil || !strings.HasPrefix(err.Error(), "uniform: ") {
		t.Errorf("a split without names: error %v, want one that begins with uniform", err)
	}
	if len(board.Rows) > 0 {
		t.Errorf("rows %v", board.Rows)
	}
	board.Split = corpus.Split{Dev: []string{"a"}}
	want := "counts, 0 (unigram): no names to count"
	if err := board.AddCounting(vocab.Letters(), 2); err == nil || err.Error() != want {
		t.Errorf("a split without names to learn from: error %v, want %s", err, want)
	}
}
