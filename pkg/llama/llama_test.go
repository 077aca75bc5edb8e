package llama

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
)

func smollm2(t *testing.T) *Model {
	t.Helper()
	m, err := SmolLM2()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParametersByFormulaAndByCounting(t *testing.T) {
	m := smollm2(t)
	variables := m.store.NumVariables()
	if m.Parameters() != 134_515_008 || m.ParameterCount() != 134_515_008 || variables != 272 {
		t.Errorf("%d by formula, %d by counting, in %d variables", m.Parameters(), m.ParameterCount(), variables)
	}
}

// With and without a cache of keys and values, the logits are the same.
func TestASessionGivesTheLogitsOfTheModel(t *testing.T) {
	m := smollm2(t)
	ids, err := m.Tokenizer().Encode("The capital of France is Paris, and")
	if err != nil {
		t.Fatal(err)
	}
	session, err := lm.Start(m, ids[:3])
	if err != nil {
		t.Fatal(err)
	}
	for n := 3; n <= len(ids); n++ {
		want, err1 := lm.Logits(m, [][]int{ids[:n]})
		got, err2 := session.Logits()
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for i := range want[0] {
			if math.Abs(got[i]-want[0][i]) > 1e-3 {
				t.Fatalf("after %d tokens, logit %d is %v, want %v", n, i, got[i], want[0][i])
			}
		}
		if n < len(ids) {
			if err := session.Append(ids[n]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestACopyOfASessionIsItsOwn(t *testing.T) {
	m := smollm2(t)
	first, err := lm.Start(m, []int{504, 3575})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := first.Logits()
	second := first.Copy()
	if err := second.Append(282); err != nil {
		t.Fatal(err)
	}
	other, err := second.Logits()
	if err != nil || len(first.IDs()) != 2 || len(second.IDs()) != 3 {
		t.Fatal(err, first.IDs(), second.IDs())
	}
	if err := first.Append(282); err != nil {
		t.Fatal(err)
	}
	again, err := first.Logits()
	if err != nil || before[0] == other[0] {
		t.Fatal(err, before[0], other[0])
	}
	for i := range again {
		if again[i] != other[i] {
			t.Fatalf("logit %d is %v in one session, %v in the other", i, again[i], other[i])
		}
	}
}

// The loss of a text is the mean of −ln of the probabilities that the model gives its tokens.
func TestTheLossIsThatOfTheLogits(t *testing.T) {
	m := smollm2(t)
	ids, err := m.Tokenizer().Encode("It is a truth universally acknowledged")
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for i, id := range ids {
		logits, err := lm.Logits(m, [][]int{append([]int{beginning}, ids[:i]...)})
		if err != nil {
			t.Fatal(err)
		}
		p, err := sample.Softmax(logits[0], 1)
		if err != nil {
			t.Fatal(err)
		}
		want -= math.Log(p[id])
	}
	if got, err := lm.NLL(m, [][]int{ids}); err != nil || math.Abs(got-want) > 1e-3 {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestTheChatTemplate(t *testing.T) {
	got := Chat(Turn{"system", "Be short."}, Turn{"user", "Hi"})
	const want = "<|im_start|>system\nBe short.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
	if got != want || Ask("Hi") != want[strings.Index(want, "<|im_start|>user"):] {
		t.Errorf("%q, %q", got, Ask("Hi"))
	}
}
