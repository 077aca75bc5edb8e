package sample_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// likely gives the symbols of next, by the text that the model sees, nearly all of the probability.
func likely(next map[string]string) sample.Logits {
	letters := vocab.Letters()
	return func(context []int) ([]float64, error) {
		text, err := letters.Decode(context)
		if err != nil {
			return nil, err
		}
		logits := make([]float64, letters.Size())
		for _, symbol := range next[text] {
			id, _ := letters.ID(symbol)
			logits[id] = 50
		}
		return logits, nil
	}
}

// abigail writes "abigail" from the start of a name.
var abigail = likely(map[string]string{
	"---": "a", "--a": "b", "-ab": "i", "abi": "g", "big": "a", "iga": "i", "gai": "l", "ail": "-",
})

// uniform finds every symbol equally likely.
func uniform([]int) ([]float64, error) { return make([]float64, 27), nil }

func generator(logits sample.Logits) sample.Generator {
	return sample.Generator{Logits: logits, Vocabulary: vocab.Letters(), ContextLength: 3}
}

func TestNameIsContinuedToTheEnd(t *testing.T) {
	for _, prompt := range []string{"", "a", "abi", "abiga"} {
		for _, temperature := range []float64{0, 1} {
			got, err := generator(abigail).Name(prompt, temperature, sample.Random(1, 1))
			if got != "abigail" || err != nil {
				t.Errorf("%q at %g became %q, %v", prompt, temperature, got, err)
			}
		}
	}
	if got, err := generator(abigail).Name("abi", 0, nil); got != "abigail" || err != nil {
		t.Errorf("at 0 without a source: %q, %v", got, err)
	}
}

func TestNamesEndAtTheirMaxLength(t *testing.T) {
	forever := generator(likely(map[string]string{"---": "a", "--a": "a", "-aa": "a", "aaa": "a"}))
	if got, err := forever.Name("", 0, nil); err != nil || len(got) != sample.DefaultMaxLength {
		t.Errorf("%d characters, %v, want %d", len(got), err, sample.DefaultMaxLength)
	}
	forever.MaxLength = 5
	if got, err := forever.Name("aa", 0, nil); err != nil || got != "aaaaaaa" {
		t.Errorf("%q, %v, want the prompt and 5 more", got, err)
	}
}

func TestTheSeedDecidesTheNames(t *testing.T) {
	g := generator(uniform)
	hundred, err := g.Names("abi", 100, 1, 7)
	if err != nil || len(hundred) != 100 {
		t.Fatalf("%d names, %v", len(hundred), err)
	}
	ten, _ := g.Names("abi", 10, 1, 7)
	if !slices.Equal(ten, hundred[:10]) {
		t.Errorf("10 names %v are not the first of 100", ten)
	}
	if single, _ := g.Name("abi", 1, sample.Random(7, 42)); single != hundred[42] {
		t.Errorf("name 42 alone is %q, among others %q", single, hundred[42])
	}
	if other, _ := g.Names("abi", 100, 1, 8); slices.Equal(other, hundred) {
		t.Error("another seed gave the same names")
	}
}

func TestNextIsTheDistributionAfterThePrompt(t *testing.T) {
	p, err := generator(likely(map[string]string{"abi": "dn"})).Next("kabi", 1)
	if err != nil || math.Abs(p['d'-'a']-.5) > 1e-9 || math.Abs(p['n'-'a']-.5) > 1e-9 {
		t.Errorf("got %v, %v", p, err)
	}
}

func TestNoteSaysWhenThePromptIsTooLong(t *testing.T) {
	g := generator(uniform)
	for _, prompt := range []string{"", "a", "abi"} {
		if got := g.Note(prompt); got != "" {
			t.Errorf("%q: note %q", prompt, got)
		}
	}
	const want = `prompt "abhishek" is longer than the context of 3: the model sees only its end, "hek"`
	if got := g.Note("abhishek"); got != want {
		t.Errorf("note %q, want %q", got, want)
	}
	if got := (sample.Generator{}).Note("abi"); got != "" {
		t.Errorf("note of the empty generator: %q", got)
	}
}

func TestWhatGeneratorsRefuse(t *testing.T) {
	good := generator(uniform)
	without := func(change func(*sample.Generator)) sample.Generator {
		g := good
		change(&g)
		return g
	}
	short := generator(func([]int) ([]float64, error) { return make([]float64, 28), nil })
	failing := generator(func([]int) ([]float64, error) { return nil, errors.New("out of order") })
	broken := generator(func([]int) ([]float64, error) { return slices.Repeat([]float64{nan}, 27), nil })
	for _, test := range []struct {
		g           sample.Generator
		prompt      string
		temperature float64
		want        string
	}{
		{good, "zoë", 1, `prompt "zoë": 'ë' is not in the vocabulary (a–z)`},
		{good, "d'arcy", 1, `prompt "d'arcy": '\'' is not in the vocabulary (a–z)`},
		{good, "abi-", 1, `prompt "abi-" holds '-', the end token`},
		{good, "a\xff", 1, "not valid UTF-8"},
		{good, "abi", -1, "temperature -1"},
		{good, "abi", nan, "temperature NaN"},
		{good, "abi", inf, "temperature +Inf"},
		{without(func(g *sample.Generator) { g.Logits = nil }), "abi", 1, "needs Logits"},
		{without(func(g *sample.Generator) { g.Vocabulary = nil }), "abi", 1, "a Vocabulary"},
		{without(func(g *sample.Generator) { g.ContextLength = 0 }), "abi", 1, "a context of 0 characters"},
		{short, "abi", 1, "the model gave 28 logits, but the vocabulary has 27 symbols"},
		{failing, "abi", 1, "out of order"},
		{broken, "abi", 1, "logit 0 is NaN"},
	} {
		_, nameErr := test.g.Name(test.prompt, test.temperature, sample.Random(1, 1))
		_, namesErr := test.g.Names(test.prompt, 2, test.temperature, 1)
		_, nextErr := test.g.Next(test.prompt, test.temperature)
		tree, treeErr := test.g.Tree(test.prompt, test.temperature, .01, 3)
		for _, err := range []error{nameErr, namesErr, nextErr, treeErr} {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%q at %g: error %v, want one with %s", test.prompt, test.temperature, err, test.want)
			}
		}
		if tree != nil {
			t.Errorf("%q at %g: a tree beside an error", test.prompt, test.temperature)
		}
	}
	if _, err := good.Name("abi", 1, nil); err == nil || !strings.Contains(err.Error(), "no source of randomness") {
		t.Errorf("without a source: %v", err)
	}
	if _, err := good.Names("abi", -1, 1, 1); err == nil || !strings.Contains(err.Error(), "-1 names") {
		t.Errorf("-1 names: %v", err)
	}
}
