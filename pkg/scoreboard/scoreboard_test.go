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
	"nexttoken/pkg/scoreboard"
	"nexttoken/pkg/vocab"
)

// fixed is a model whose answers are known.
type fixed struct {
	loss  float64
	names []string
	err   error
}

func (f fixed) ParameterCount() int              { return 7 }
func (f fixed) LossOf([]string) (float64, error) { return f.loss, f.err }
func (f fixed) Names(_ string, n int, _ float64, _ int64) ([]string, error) {
	return f.names[:min(n, len(f.names))], f.err
}

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

func TestARowByHand(t *testing.T) {
	board := scoreboard.Board{Split: corpus.Split{Train: []string{"anna"}, Dev: []string{"abi"}, Test: []string{"zoe"}}}
	model := fixed{loss: math.Ln2, names: []string{"anna", "abi", "zoe", "bo", "bo", "anna"}}
	if err := board.Add("two", model, 1500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	want := "two 0.693 1.000 2.00 7 1.50 s 2 2 2"
	if got := strings.Join(board.Table()[0], " "); got != want {
		t.Errorf("the row is %q, want %q", got, want)
	}
	if len(board.Table()[0]) != len(scoreboard.Header()) {
		t.Error("a row has other columns than the header")
	}
}

func TestBestIsChosenOnDev(t *testing.T) {
	board := scoreboard.Board{Rows: []scoreboard.Row{{Name: "a", Dev: 2, Test: 1}, {Name: "b", Dev: 1, Test: 2}, {Name: "c", Dev: 0}}}
	best, found := board.Best(func(r scoreboard.Row) bool { return r.Name != "c" })
	if !found || best.Name != "b" {
		t.Errorf("the best is %+v", best)
	}
	if _, found := board.Best(func(scoreboard.Row) bool { return false }); found {
		t.Error("none belongs, and one was found")
	}
}

// A short list of names may leave none for Test: corpus.Split.Check lets it pass.
func TestASplitWithoutTestHasNoTestLoss(t *testing.T) {
	board := scoreboard.Board{Split: corpus.Split{Train: []string{"anna"}, Dev: []string{"abi"}}}
	if err := board.AddCounting(vocab.Letters(), 1); err != nil {
		t.Fatal(err)
	}
	for _, row := range board.Rows {
		if math.IsNaN(row.Dev) || !math.IsNaN(row.Test) {
			t.Errorf("%s: dev %v, test %v, want a number and NaN", row.Name, row.Dev, row.Test)
		}
	}
}

func TestErrorsNameTheModel(t *testing.T) {
	board := scoreboard.Board{}
	if err := board.Add("broken", fixed{err: errors.New("no loss")}, 0); err == nil || err.Error() != "broken: no loss" {
		t.Errorf("a model that fails: %v", err)
	}
	if err := board.AddCounting(vocab.Letters(), 2); err == nil {
		t.Error("a split without names was counted")
	}
	if len(board.Rows) > 0 {
		t.Errorf("rows %v", board.Rows)
	}
}
