package exercise

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// tasks lists the exercises with a function to write.
var tasks = map[string]interface {
	faults() []string
}{
	"triple": triple, "padded": padded, "windows": windows, "one-hot": rowByOneHot, "cosine": cosine,
	"analogy": analogy, "parameters": parameters, "concatenate": concatenate, "neuron": neuron,
	"cross-entropy": crossEntropy, "step": step, "nearest": nearest, "mean distance": meanDistance,
	"name probability": nameProbability, "write": write, "tree": tree, "softmax": softmax,
	"softmax of rows": softmaxRows, "entropy": entropy, "gpt": gpt, "bits per byte": bitsPerByte,
	"causal weights": causalWeights, "beam": beam, "together": together, "top-p": topP,
	"attend": attend, "commonest pair": commonestPair,
}

// faults returns what is wrong with an exercise: each answer must get the message that was written for it.
func (t task[In, Out]) faults() (found []string) {
	expect := func(what string, answer func(In) Out, want Result) {
		if got := t.check(answer); got != want {
			found = append(found, fmt.Sprintf("%s gets “%v”, want “%v”", what, got, want))
		}
	}
	expect("the right function", t.right, Result{Right, t.praise})
	expect("the stub", t.stub, Result{NotDone, t.todo})
	for _, mistake := range t.mistakes {
		expect("a mistake", mistake.wrong, Result{Wrong, mistake.message})
	}
	if len(t.mistakes) < 3 {
		found = append(found, fmt.Sprintf("%d misconceptions, want 3 or more", len(t.mistakes)))
	}
	var nothing Out
	got := t.check(func(In) Out { panic("no idea") })
	if got.State != Wrong || !strings.Contains(got.Message, "stops with “no idea”") {
		found = append(found, fmt.Sprintf("a panic gets “%v”", got))
	}
	if got := t.check(func(In) Out { return nothing }); got.State == Right || got.Message == "" {
		found = append(found, fmt.Sprintf("nothing gets “%v”", got))
	}
	return found
}

func TestEveryAnswerGetsItsOwnMessage(t *testing.T) {
	for name, task := range tasks {
		for _, fault := range task.faults() {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// If the stub is also the right answer, it is right.
func TestARightAnswerIsRightThoughItIsTheStub(t *testing.T) {
	same := func(n number) float64 { return float64(n) }
	untouched := task[number, float64]{todo: "todo", praise: "praise", inputs: []number{1, 2}, right: same, stub: same}
	if got := untouched.check(same); got != (Result{Right, "praise"}) {
		t.Errorf("got %v, want Right", got)
	}
	if got := (choice{todo: "todo", praise: "praise", right: 1, stub: 1}).check(1); got != (Result{Right, "praise"}) {
		t.Errorf("got %v, want Right", got)
	}
}

func TestEveryNumberGetsItsOwnMessage(t *testing.T) {
	for name, c := range map[string]choice{
		"nested": nested, "farther": farther,
		"questions": questions, "chance": chance, "table": table, "wider": wider, "rate": rate, "cut": cut,
		"odds": odds, "gpt3": gpt3, "pairs": pairs, "likeliest name": likeliestName, "least loss": leastLoss,
	} {
		if got := c.check(c.right); got != (Result{Right, c.praise}) {
			t.Errorf("%s: the right number gets %v", name, got)
		}
		if got := c.check(c.stub); got != (Result{NotDone, c.todo}) {
			t.Errorf("%s: the stub gets %v", name, got)
		}
		for answer, message := range c.mistakes {
			if got := c.check(answer); got != (Result{Wrong, message}) {
				t.Errorf("%s: %v gets %v, want %s", name, answer, got, message)
			}
		}
		if got := c.check(math.NaN()); got != (Result{Wrong, notANumber}) {
			t.Errorf("%s: NaN gets %v", name, got)
		}
		for _, other := range []float64{-1e6, 1e9} {
			if got := c.check(other); got.State != Wrong || !strings.Contains(got.Message, " is too ") {
				t.Errorf("%s: %v gets %v", name, other, got)
			}
		}
	}
}

func TestALoopWithoutEndIsNamed(t *testing.T) {
	got := Padded(func(string, int) string { select {} })
	if got.State != Wrong || !strings.Contains(got.Message, "perhaps a loop has no end") {
		t.Errorf("got %v", got)
	}
}

func TestSame(t *testing.T) {
	for _, test := range []struct {
		a, b any
		want bool
	}{
		{0.1 + 0.2, 0.3, true},
		{0.3, 0.301, false},
		{1000.0, 1000.009, true}, {1000.009, 1000.0, true}, // five digits
		{1000.0, 1000.011, false}, {-1000.0, 1000.0, false}, {-1000.0, -1000.009, true},
		{0.0, 1e-10, true}, {0.0, 1e-8, false},
		{math.NaN(), math.NaN(), true}, {math.NaN(), 1.0, false},
		{math.Inf(1), math.Inf(1), true}, {math.Inf(1), math.Inf(-1), false},
		{math.Inf(1), 1.0, false}, {1.0, math.Inf(1), false},
		{map[string]float64{"a": 1}, map[string]float64{"a": 1, "b": 1}, false},
		{map[string]float64{"a": 1, "b": 1}, map[string]float64{"a": 1}, false},
		{map[string]float64{"a": 1}, map[string]float64{"a": 2}, false},
		{record{"a", []string{"b"}}, record{"a", []string{"b"}}, true},
		{[]float64(nil), []float64{}, true},
		{[]float64{1}, []float64{1, 2}, false},
		{map[string]float64{"a": 1}, map[string]float64{"b": 1}, false},
		{map[string]float64{"a": 1}, map[string]float64{"a": 1 + 1e-9}, true},
		{[][]float64{{1}, {2}}, [][]float64{{1}, {2}}, true},
		{record{"a", nil}, record{"a", []string{"b"}}, false},
		{"a", "b", false},
		{3, 3, true},
	} {
		if got := same(test.a, test.b); got != test.want {
			t.Errorf("same(%v, %v) is %v", test.a, test.b, got)
		}
	}
}

func TestAnswersInMessagesAreShort(t *testing.T) {
	for _, test := range []struct {
		answer any
		want   string
	}{
		{"a b", `"a b"`},
		{1. / 3, "0.3333"},
		{[]float64{1. / 3, 2}, "[0.3333 2]"},
		{[]string{"a", "b c"}, `["a" "b c"]`},
		{[]float64{}, "an empty list"},
		{7, "7"},
		{strings.Repeat("é", 148), `"` + strings.Repeat("é", 148) + `"`}, // 150 with the quotes
		{strings.Repeat("é", 149), `"` + strings.Repeat("é", 149) + "…"}, // 151
		{record{}, `"", and never calls the model`},
		{record{"a", []string{"", "a"}}, `"a", and calls the model with ["" "a"]`},
		{Pruned{map[string]float64{"b": 0.25, "a": 1. / 3}, 0.5}, `the names ["a" 0.3333, "b" 0.25] and 0.5 cut`},
	} {
		if got := short(test.answer); got != test.want {
			t.Errorf("%#v is written %s, want %s", test.answer, got, test.want)
		}
	}
}

func TestStatesAreWritten(t *testing.T) {
	for want, result := range map[string]Result{
		"Not done yet: a": {NotDone, "a"}, "Not quite: b": {Wrong, "b"}, "Right: c": {Right, "c"},
	} {
		if got := result.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
