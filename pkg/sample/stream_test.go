package sample_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// after returns a model that gives the token with the id after[last] nearly all of the probability.
func after(t vocab.Tokenizer, follow map[int]int) lm.Model {
	return lm.Func(t, 1, func(context []int) []float64 {
		logits := make([]float64, t.Size())
		logits[follow[context[0]]] = 100
		return logits
	})
}

func ExampleStream() {
	letters := vocab.Letters()
	model := after(letters, map[int]int{26: 0, 0: 1, 1: 8, 8: 26}) // - a b i -
	session, _ := lm.Start(model, nil)
	for text, err := range sample.Stream(session, letters, sample.Options{}) {
		fmt.Println(text, err)
	}
	fmt.Println(session.IDs())
	// Output:
	// a <nil>
	// b <nil>
	// i <nil>
	// [0 1 8]
}

// Together, what is streamed is what Generate writes.
func TestStreamIsGenerate(t *testing.T) {
	uniform := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	for seed := range int64(20) {
		o := sample.Options{Temperature: 1, Seed: seed, MaxTokens: 12, TopK: 20}
		want, err := sample.Generate(uniform, "ab", 1, o)
		if err != nil {
			t.Fatal(err)
		}
		session, err := lm.Start(uniform, []int{0, 1})
		if err != nil {
			t.Fatal(err)
		}
		got := "ab"
		for text, err := range sample.Stream(session, vocab.Letters(), o) {
			if err != nil {
				t.Fatal(err)
			}
			got += text
		}
		if got != want[0] {
			t.Errorf("seed %d: %q, want %q", seed, got, want[0])
		}
	}
}

// A character of several bytes comes whole; a part that no other follows becomes '�'.
func TestStreamYieldsWholeCharacters(t *testing.T) {
	text, err := vocab.FromText(vocab.Characters, "a", 1)
	if err != nil {
		t.Fatal(err)
	}
	for want, bytes := range map[string][]int{
		`["a" "é" "b"]`: {'a', 0xc3, 0xa9, 'b'},
		`["😀"]`:         {0xf0, 0x9f, 0x98, 0x80},
		`["a" "�"]`:     {'a', 0xc3},
		`["�"]`:         {0x80, 0x81, 0x82, 0x83},
	} {
		follow := map[int]int{text.End(): bytes[0], bytes[len(bytes)-1]: text.End()}
		for i, b := range bytes[1:] {
			follow[bytes[i]] = b
		}
		session, err := lm.Start(after(text, follow), nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for piece := range sample.Stream(session, text, sample.Options{}) {
			got = append(got, piece)
		}
		if fmt.Sprintf("%q", got) != want {
			t.Errorf("%q, want %s", got, want)
		}
	}
}

func TestStreamEndsWithAnError(t *testing.T) {
	uniform := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	broken := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 5) })
	for want, test := range map[string]struct {
		model lm.Model
		o     sample.Options
	}{
		"temperature NaN":         {uniform, sample.Options{Temperature: math.NaN()}},
		"MaxTokens -1":            {uniform, sample.Options{MaxTokens: -1}},
		"the model gave 5 logits": {broken, sample.Options{}},
	} {
		session, err := lm.Start(test.model, nil)
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for text, err := range sample.Stream(session, vocab.Letters(), test.o) {
			if count++; text != "" || err == nil || !strings.Contains(err.Error(), want) || count > 1 {
				t.Errorf("%q, %v, want %s", text, err, want)
			}
		}
	}
}
