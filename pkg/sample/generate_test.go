package sample_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// likely is a model: next maps the text that it sees to the symbols that share nearly all of the probability.
func likely(next map[string]string) lm.Model {
	letters := vocab.Letters()
	return lm.Func(letters, 3, func(context []int) []float64 {
		text, _ := letters.Decode(context)
		logits := make([]float64, letters.Size())
		for _, symbol := range next[text] {
			id, _ := letters.ID(string(symbol))
			logits[id] = 50
		}
		return logits
	})
}

// abigail is a model that generates "abigail" from the beginning of a name.
var abigail = likely(map[string]string{
	"---": "a", "--a": "b", "-ab": "i", "abi": "g", "big": "a", "iga": "i", "gai": "l", "ail": "-",
})

// uniform is a model that gives every symbol the same probability.
var uniform = lm.Func(vocab.Letters(), 3, func([]int) []float64 { return make([]float64, 27) })

// stateful is a model with its own sessions, like a model with a cache.
type stateful struct{ lm.Model }

func (s stateful) Start(prompt []int) (lm.Session, error) { return lm.Start(s.Model, prompt) }

func at(temperature float64, seed int64) sample.Options {
	return sample.Options{Temperature: temperature, Seed: seed}
}

func TestNameIsContinuedToTheEnd(t *testing.T) {
	for _, prompt := range []string{"", "a", "abi", "abiga"} {
		for _, temperature := range []float64{0, 1} {
			for name, model := range map[string]lm.Model{"in batches": abigail, "alone": stateful{abigail}} {
				got, err := sample.Generate(model, prompt, 3, at(temperature, 1))
				if !slices.Equal(got, []string{"abigail", "abigail", "abigail"}) || err != nil {
					t.Errorf("%s: %q at %g became %q, %v", name, prompt, temperature, got, err)
				}
			}
		}
	}
}

func TestNamesEndAtMaxTokens(t *testing.T) {
	forever := likely(map[string]string{"---": "a", "--a": "a", "-aa": "a", "aaa": "a"})
	for _, model := range []lm.Model{forever, stateful{forever}} {
		if got, err := sample.Generate(model, "", 1, at(0, 1)); err != nil || len(got[0]) != sample.DefaultMaxTokens {
			t.Errorf("%q, %v, want %d characters", got, err, sample.DefaultMaxTokens)
		}
		got, err := sample.Generate(model, "aa", 1, sample.Options{MaxTokens: 5})
		if want := "aa" + "aaaaa"; err != nil || got[0] != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestIgnoreEndGoesOn(t *testing.T) {
	got, err := sample.Generate(abigail, "abi", 1, sample.Options{IgnoreEnd: true, MaxTokens: 7})
	// After "il-" all symbols have the same logit, so the first one is the likeliest.
	if want := "abigail-aa"; err != nil || got[0] != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestTheSeedDecidesTheNames(t *testing.T) {
	hundred, err := sample.Generate(uniform, "abi", 100, at(1, 7))
	if err != nil || len(hundred) != 100 {
		t.Fatalf("%d names, %v", len(hundred), err)
	}
	if ten, _ := sample.Generate(uniform, "abi", 10, at(1, 7)); !slices.Equal(ten, hundred[:10]) {
		t.Errorf("10 names %v are not the first of 100", ten)
	}
	if alone, _ := sample.Generate(stateful{uniform}, "abi", 100, at(1, 7)); !slices.Equal(alone, hundred) {
		t.Error("one name at a time gave other names than a batch")
	}
	if other, _ := sample.Generate(uniform, "abi", 100, at(1, 8)); slices.Equal(other, hundred) {
		t.Error("another seed gave the same names")
	}
	more, err := sample.Generate(uniform, "abi", 2000, at(1, 7)) // more than there are slots
	if err != nil || !slices.Equal(more[:100], hundred) || slices.Contains(more, "") {
		t.Errorf("2,000 names do not begin with the 100 names, or one is empty: %v", err)
	}
}

// The loop of the page, with Softmax and Draw, generates the same names as Generate.
func TestGenerateIsTheLoopOfThePage(t *testing.T) {
	model := likely(map[string]string{"---": "ab", "--a": "bn-", "--b": "oa", "-ab": "i-"})
	got, err := sample.Generate(model, "", 20, at(1, 3))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range got {
		random, ids := sample.Random(3, i), []int{}
		for range sample.DefaultMaxTokens {
			logits, _ := lm.Logits(model, [][]int{ids})
			probabilities, _ := sample.Softmax(logits[0], 1)
			id := sample.Draw(probabilities, random)
			if id == 26 {
				break
			}
			ids = append(ids, id)
		}
		if want, _ := vocab.Letters().Decode(ids); name != want {
			t.Errorf("name %d is %q, by hand %q", i, name, want)
		}
	}
}

// recording is a model that ends every text at once, and records how many contexts each call has.
type recording struct {
	lm.Model
	calls []int
}

func (r *recording) Logits(contexts [][]int) ([][]float64, error) {
	r.calls = append(r.calls, len(contexts))
	ends := slices.Repeat([]float64{math.Inf(-1)}, r.Tokenizer().Size())
	ends[r.Tokenizer().End()] = 0
	return slices.Repeat([][]float64{ends}, len(contexts)), nil
}

// A call of the model has a power of two of contexts: at most 1,024, and at most 4 Mi logits.
func TestTheNumberOfContextsInACall(t *testing.T) {
	many, err := vocab.New(characters(8191))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		tokenizer vocab.Tokenizer
		texts     int
		want      []int
	}{
		{vocab.Letters(), 0, nil},
		{vocab.Letters(), 1, []int{1}},
		{vocab.Letters(), 4, []int{4}},
		{vocab.Letters(), 5, []int{8}},
		{vocab.Letters(), 1024, []int{1024}},
		{vocab.Letters(), 1025, []int{1024, 1024}},
		{many, 600, []int{512, 512}}, // with the end token 8,192 = 2^13 symbols
	} {
		model := &recording{Model: lm.Func(test.tokenizer, 1, func([]int) []float64 { return nil })}
		texts, err := sample.Generate(model, "", test.texts, at(1, 1))
		if err != nil || len(texts) != test.texts || !slices.Equal(model.calls, test.want) {
			t.Errorf("%d texts of %d symbols: %d, %v, in calls of %v, want %v", test.texts, test.tokenizer.Size(),
				len(texts), err, model.calls, test.want)
		}
	}
}

// characters returns a text of different letters.
func characters(n int) string {
	letters := make([]rune, n)
	for i := range letters {
		letters[i] = '一' + rune(i)
	}
	return string(letters)
}

func TestNextIsTheDistributionAfterThePrompt(t *testing.T) {
	p, err := sample.Next(likely(map[string]string{"abi": "dn"}), "kabi", 1)
	if err != nil || math.Abs(p['d'-'a']-.5) > 1e-9 || math.Abs(p['n'-'a']-.5) > 1e-9 {
		t.Errorf("got %v, %v", p, err)
	}
}

func TestPromptNoteWhereThePromptIsTooLong(t *testing.T) {
	for _, prompt := range []string{"", "a", "abi", "zoë"} {
		if got := sample.PromptNote(uniform, prompt); got != "" {
			t.Errorf("%q: note %q", prompt, got)
		}
	}
	const want = `prompt "abhishek" is longer than the context of 3: the model sees only its end, "hek"`
	if got := sample.PromptNote(uniform, "abhishek"); got != want {
		t.Errorf("note %q, want %q", got, want)
	}
	short := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return make([]float64, 27) })
	const end = `prompt "ab" is longer than the context of 1: the model sees only its end, "b"`
	if got := sample.PromptNote(short, "ab"); got != end {
		t.Errorf("note %q, want %q", got, end)
	}
	if got := sample.PromptNote(nil, "abi"); got != "" {
		t.Errorf("note without a model: %q", got)
	}
}

// failing is a model that always fails.
type failing struct{ lm.Model }

func (failing) Logits([][]int) ([][]float64, error) { return nil, errors.New("out of order") }

func TestWhatIsRefused(t *testing.T) {
	letters := vocab.Letters()
	function := func(logits []float64) lm.Model { return lm.Func(letters, 3, func([]int) []float64 { return logits }) }
	for _, test := range []struct {
		model       lm.Model
		prompt      string
		temperature float64
		want        string
	}{
		{uniform, "zoë", 1, `prompt "zoë": 'ë' is not in the vocabulary (a–z)`},
		{uniform, "d'arcy", 1, `prompt "d'arcy": '\'' is not in the vocabulary (a–z)`},
		{uniform, "abi-", 1, `prompt "abi-" holds '-', the end token`},
		{uniform, "a\xff", 1, "not valid UTF-8"},
		{uniform, "abi", -1, "temperature -1"},
		{uniform, "abi", nan, "temperature NaN"},
		{uniform, "abi", inf, "temperature +Inf"},
		{nil, "abi", 1, "the model is nil"},
		{lm.Func(letters, 3, nil), "abi", 1, "the function that gives the scores is nil"},
		{lm.Func(nil, 3, nil), "abi", 1, "the model has no vocabulary"},
		{lm.Func(letters, 0, func([]int) []float64 { return nil }), "abi", 1, "a context of 0 tokens"},
		{function(make([]float64, 28)), "abi", 1, "the model gave 28 logits, but the vocabulary has 27 symbols"},
		{failing{uniform}, "abi", 1, "out of order"},
		{function(slices.Repeat([]float64{nan}, 27)), "abi", 1, "logit 0 is NaN"},
	} {
		_, generate := sample.Generate(test.model, test.prompt, 2, at(test.temperature, 1))
		_, next := sample.Next(test.model, test.prompt, test.temperature)
		tree, grow := sample.Tree(test.model, test.prompt, test.temperature, .01, 3)
		for _, err := range []error{generate, next, grow} {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%q at %g: error %v, want one with %s", test.prompt, test.temperature, err, test.want)
			}
		}
		if tree != nil {
			t.Errorf("%q at %g: a tree beside an error", test.prompt, test.temperature)
		}
	}
	_, err := sample.Generate(uniform, "abi", -1, at(1, 1))
	if err == nil || !strings.Contains(err.Error(), "-1 texts: their number must be 0 or more") {
		t.Errorf("-1 texts: %v", err)
	}
	_, err = sample.Generate(uniform, "abi", 1, sample.Options{MaxTokens: -1})
	if err == nil || !strings.Contains(err.Error(), "MaxTokens -1: it must be 1 or more") {
		t.Errorf("MaxTokens -1: %v", err)
	}
	if got, err := sample.Generate(uniform, "abi", 0, at(1, 1)); err != nil || len(got) != 0 {
		t.Errorf("no names: %v, %v", got, err)
	}
}

func FuzzGenerate(f *testing.F) {
	f.Add("abi", 1.0, 3)
	f.Add("zoë\xff-", -1.0, -1)
	f.Fuzz(func(t *testing.T, prompt string, temperature float64, n int) {
		names, err := sample.Generate(uniform, prompt, min(n, 20), at(temperature, 1))
		if err == nil && len(names) != min(n, 20) {
			t.Errorf("%d names of %d", len(names), n)
		}
		for _, name := range names {
			if !strings.HasPrefix(name, prompt) {
				t.Errorf("%q does not begin with %q", name, prompt)
			}
		}
	})
}

// A function is asked only with contexts that can occur: nothing follows the end token.
func TestNoContextGoesOnAfterTheEnd(t *testing.T) {
	model := lm.Func(vocab.Letters(), 3, func(context []int) []float64 {
		if context[2] == 26 && context[1] != 26 {
			return nil
		}
		return make([]float64, 27)
	})
	if names, err := sample.Generate(model, "", 100, at(1, 1)); err != nil || len(names) != 100 {
		t.Errorf("%d names, %v", len(names), err)
	}
}
