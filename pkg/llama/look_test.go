package llama

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
)

// The last row of the lens is what the model gives, and row 0 comes from the last token alone.
func TestTheLens(t *testing.T) {
	m := smallModel(t)
	rows, err := m.Lens("abcab")
	if err != nil || len(rows) != m.Blocks+1 {
		t.Fatal(err, len(rows))
	}
	want, err := lm.Logits(m, [][]int{{6, 7, 6}})
	if err != nil || apart(rows[m.Blocks], want[0]) > 1e-4 {
		t.Errorf("%v, %v, want %v", err, rows[m.Blocks], want)
	}
	short, err := m.Lens("ab")
	if err != nil || apart(rows[0], short[0]) > 1e-5 || apart(rows[1], short[1]) < 1e-3 {
		t.Errorf("%v, %v, of another text %v", err, rows[0], short[0])
	}
}

func TestTheLensOfTheRealModel(t *testing.T) {
	m, want := smollm2(t), recordedTexts(t)["sentence"]
	rows, err := m.Lens(want.Text)
	if err != nil || len(rows) != 31 {
		t.Fatal(err, len(rows))
	}
	compareNumPy(t, "the last row", rows[30], want)
}

func TestAttention(t *testing.T) {
	m := smallModel(t)
	tokens, weights, err := m.Attention("abca")
	if err != nil || strings.Join(tokens, "|") != "ab|c|a" || len(weights) != m.Blocks {
		t.Fatal(tokens, len(weights), err)
	}
	for block := range weights {
		if len(weights[block]) != m.Heads {
			t.Fatalf("block %d has %d heads", block, len(weights[block]))
		}
		for head, table := range weights[block] {
			checkTable(t, block, head, table, len(tokens))
		}
	}
	if same := apart(weights[0][0][2], weights[0][1][2]); same < 1e-3 {
		t.Error("two heads look at the same tokens")
	}
}

// checkTable checks that each row sums to 1, and that no token looks at a later one.
func checkTable(t *testing.T, block, head int, table [][]float64, tokens int) {
	t.Helper()
	if len(table) != tokens {
		t.Fatalf("block %d, head %d has %d rows", block, head, len(table))
	}
	for i, row := range table {
		sum := 0.0
		for j, weight := range row {
			sum += weight
			if weight < 0 || j > i && weight != 0 {
				t.Errorf("block %d, head %d: token %d looks at token %d with %g", block, head, i, j, weight)
			}
		}
		if len(row) != tokens || math.Abs(sum-1) > 1e-5 {
			t.Errorf("block %d, head %d, token %d: %d weights with the sum %g", block, head, i, len(row), sum)
		}
	}
}

// The model sees the end of a text that is longer than its context.
func TestLookingAtALongText(t *testing.T) {
	m, err := smallModel(t).WithContext(2)
	if err != nil {
		t.Fatal(err)
	}
	tokens, weights, err := m.Attention("abca")
	if err != nil || strings.Join(tokens, "|") != "c|a" || len(weights[0][0]) != 2 {
		t.Errorf("%q, %v, %v", tokens, weights, err)
	}
	long, err1 := m.Lens("abca")
	short, err2 := m.Lens("ca")
	if err1 != nil || err2 != nil || apart(long[2], short[2]) > 1e-6 {
		t.Errorf("%v, %v, %v, %v", long, short, err1, err2)
	}
}

func TestLookingAtATextThatHasNoTokens(t *testing.T) {
	m := smallModel(t)
	_, ofLens := m.Lens("abz")
	_, _, ofAttention := m.Attention("abz")
	for _, err := range []error{ofLens, ofAttention} {
		if err == nil || !strings.Contains(err.Error(), `0x7a in "abz" has no token`) {
			t.Error(err)
		}
	}
}
