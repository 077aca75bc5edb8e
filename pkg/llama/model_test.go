package llama

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/lm"
)

// apart returns the largest difference between two lists of numbers, or +Inf if their lengths differ.
func apart(a, b []float64) (largest float64) {
	if len(a) != len(b) {
		return math.Inf(1)
	}
	for i := range a {
		largest = max(largest, math.Abs(a[i]-b[i]))
	}
	return largest
}

func TestParametersOfASmallModel(t *testing.T) {
	m := smallModel(t)
	const want = 8*8 + 2*(2*(64+32)+3*8*6+2*8) + 8
	if m.Parameters() != want || m.ParameterCount() != want || m.Context() != 600 {
		t.Errorf("%d by formula, %d by counting, want %d; context %d", m.Parameters(), m.ParameterCount(), want,
			m.Context())
	}
}

func TestHalfOfTheMemoryGivesNearlyTheSameLogits(t *testing.T) {
	path := newSmall().write(t)
	whole, err1 := Open(path, dtypes.Float32)
	half, err2 := Open(path, dtypes.Float16)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	want, err1 := lm.Logits(whole, [][]int{{3, 4, 5}})
	got, err2 := lm.Logits(half, [][]int{{3, 4, 5}})
	if err1 != nil || err2 != nil || apart(got[0], want[0]) > 0.05 || apart(got[0], want[0]) == 0 {
		t.Errorf("%v, %v, %v, want %v", got, err1, err2, want)
	}
}

// The session gets more places for its keys and values at 256 and 512 tokens, and is full at 600.
func TestALongSessionGivesTheLogitsOfTheModel(t *testing.T) {
	m := smallModel(t)
	session, err := lm.Start(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 600; n++ {
		if err := session.Append((n * n) % 8); err != nil {
			t.Fatal(err)
		}
		if n != 1 && n != 255 && n != 256 && n != 511 && n != 512 && n != 600 {
			continue
		}
		got, err2 := session.Logits()
		if n == 600 { // the token before the text is one more
			if err2 == nil || !strings.Contains(err2.Error(), "the text has more than 600 tokens") {
				t.Errorf("after 601 tokens: %v", err2)
			}
			break
		}
		want, err1 := lm.Logits(m, [][]int{append([]int{beginning}, session.IDs()...)})
		if err1 != nil || err2 != nil || apart(got, want[0]) > 1e-4 {
			t.Fatalf("after %d tokens: %v, %v, %v, want %v", n, err1, err2, got, want[0])
		}
	}
}

// The text of a session is the whole prompt, also where the model sees only its end, or a token before it.
func TestASessionHoldsTheWholePrompt(t *testing.T) {
	m, err := smallModel(t).WithContext(2)
	if err != nil {
		t.Fatal(err)
	}
	for _, prompt := range [][]int{nil, {3, 4, 5, 6}} {
		session, err := lm.Start(m, prompt)
		if err != nil || len(session.IDs()) != len(prompt) {
			t.Fatal(err, session)
		}
		want, err1 := lm.Logits(m, [][]int{prompt})
		got, err2 := session.Logits()
		if err1 != nil || err2 != nil || apart(got, want[0]) > 1e-5 {
			t.Errorf("%v, %v, %v, want %v", err1, err2, got, want)
		}
	}
}

func TestIDsThatAreRefused(t *testing.T) {
	m := smallModel(t)
	_, ofLogits := m.Logits([][]int{{3, 8}})
	_, ofStart := m.Start([]int{-1})
	session, err := m.Start(nil)
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"Logits": ofLogits, "Start": ofStart, "Append": session.Append(8)} {
		if err == nil || !strings.Contains(err.Error(), "id ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestContextsThatAreRefused(t *testing.T) {
	m := smallModel(t)
	for _, tokens := range []int{-1, 0, 601} {
		short, err := m.WithContext(tokens)
		if err == nil || short != nil || !strings.HasSuffix(err.Error(), "it must be 1 to 600") {
			t.Errorf("%v, %v", short, err)
		}
	}
	short, err := m.WithContext(2)
	if err != nil || short.Context() != 2 || m.Context() != 600 {
		t.Fatal(err)
	}
	if _, err := short.WithContext(3); err == nil {
		t.Error("a short context became longer")
	}
	got, err1 := lm.Logits(short, [][]int{{3, 4, 5}})
	want, err2 := lm.Logits(m, [][]int{{4, 5}})
	if err1 != nil || err2 != nil || apart(got[0], want[0]) > 1e-5 {
		t.Errorf("%v, %v, %v, want %v", err1, err2, got, want)
	}
}

func TestAnotherGraph(t *testing.T) {
	m := smallModel(t)
	mine, err := m.WithGraph(func(scope *model.Scope, ids *Node) *Node {
		return MulScalar(m.Config.Logits(scope, ids), 2)
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err1 := lm.Logits(mine, [][]int{{3, 4, 5}})
	want, err2 := lm.Logits(m, [][]int{{3, 4, 5}})
	if err1 != nil || err2 != nil || math.Abs(got[0][1]-2*want[0][1]) > 1e-5 {
		t.Errorf("%v, %v, %v, want twice %v", err1, err2, got, want)
	}
	if none, err := m.WithGraph(nil); err == nil || none != nil {
		t.Errorf("%v, %v", none, err)
	}
}

// A graph that is refused gives one sentence, and leaves the model as it was.
func TestGraphsThatAreRefused(t *testing.T) {
	m := smallModel(t)
	none := func(*model.Scope, *Node) *Node { return nil }
	same := func(_ *model.Scope, ids *Node) *Node { return ids }
	const misspeltWord = "the file has no parameters block0/querry/dense/weights: check the name of this layer"
	for want, graph := range map[string]func(scope *model.Scope, ids *Node) *Node{
		misspeltWord: misspelt,
		"the graph must return the logits, (Float32)[1, 16, 8]: it returns nil": none,
		"it returns (Int32)[1, 16]": same,
	} {
		mine, err := m.WithGraph(graph)
		if err != nil {
			t.Fatal(err)
		}
		_, err = lm.Logits(mine, [][]int{{3, 4}})
		if err == nil || !strings.HasSuffix(err.Error(), want) || strings.Contains(err.Error(), "panicked") {
			t.Errorf("%v, want %s", err, want)
		}
		if _, err := lm.Logits(m, [][]int{{3, 4}}); err != nil {
			t.Errorf("the model itself: %v", err)
		}
	}
}

// misspelt has a layer whose name is not that in the file.
func misspelt(scope *model.Scope, ids *Node) *Node {
	x := layers.Embedding(scope.In("tokens"), InsertAxes(ids, -1), dtypes.Float32, 8, 8)
	return layers.Dense(scope.In("block0").In("querry"), x, false, 8)
}
