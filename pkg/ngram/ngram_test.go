package ngram_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// count counts the names, or ends the test.
func count(t *testing.T, names []string, context int) *ngram.Model {
	t.Helper()
	model, err := ngram.Count(vocab.Letters(), names, context)
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// split returns the split of the lecture's names.
func split(t *testing.T) corpus.Split {
	t.Helper()
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		t.Fatal(err)
	}
	return split
}

// The losses that another implementation measured, from data/NOTICE.md.
func TestLossesOfTheNotice(t *testing.T) {
	names := split(t)
	for context, want := range []float64{2.813, 2.331, 2.141, 2.011, 1.993, 2.056, 2.153} {
		got, err := count(t, names.Train, context).Loss(names.Dev)
		if err != nil || math.Abs(got-want) > 0.0005 {
			t.Errorf("context %d: dev loss %.4f, %v, want %.3f", context, got, err, want)
		}
	}
	if got, err := ngram.Uniform(vocab.Letters()).Loss(names.Dev); err != nil || math.Abs(got-math.Log(27)) > 1e-12 {
		t.Errorf("uniform: dev loss %v, %v, want ln 27", got, err)
	}
}

// By hand, from the names "ab" and "aa": a 3, b 1, end 2 in all; after a each of the three once; after b the end once.
func TestProbabilitiesByHand(t *testing.T) {
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	model, err := ngram.Count(v, []string{"ab", "aa"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][]float64{
		0: {7. / 18, 5. / 18, 6. / 18},                      // after a: n = 3, t = 3
		1: {2. / 9, 1. / 9, 2. / 3},                         // after b: n = 1, t = 1
		2: {(2 + 4./9) / 3, (0 + 2./9) / 3, (0 + 3./9) / 3}, // at the start: n = 2, t = 1
	}
	for id, probabilities := range want {
		logits, err := model.Logits([]int{id})
		for next, p := range probabilities {
			if err != nil || math.Abs(math.Exp(logits[next])-p) > 1e-12 {
				t.Errorf("P(%d | %d) = %v, %v, want %v", next, id, math.Exp(logits[next]), err, p)
			}
		}
	}
	if got := model.Parameters(); got != 8 {
		t.Errorf("%d parameters, want 3 counts of single characters and 5 of pairs", got)
	}
}

func TestProbabilitiesSumToOne(t *testing.T) {
	names := split(t)
	model := count(t, names.Train, 4)
	examples, err := corpus.Windows(vocab.Letters(), names.Dev[:20], 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		logits, err := model.Logits(example.Context)
		sum := 0.0
		for _, z := range logits {
			sum += math.Exp(z)
		}
		if err != nil || math.Abs(sum-1) > 1e-12 {
			t.Errorf("after %v the probabilities sum to %v, %v", example.Context, sum, err)
		}
	}
}

// The loss is the mean of sample.CrossEntropy over the windows that a network would see.
func TestLossIsTheMeanCrossEntropyOfTheWindows(t *testing.T) {
	names := split(t)
	model := count(t, names.Train, 3)
	examples, err := corpus.Windows(vocab.Letters(), names.Dev[:50], 5) // longer than the model's own context
	if err != nil {
		t.Fatal(err)
	}
	mean := 0.0
	for _, example := range examples {
		logits, _ := model.Logits(example.Context)
		probabilities, _ := sample.Softmax(logits, 1)
		loss, err := sample.CrossEntropy(probabilities, example.Next)
		if err != nil {
			t.Fatal(err)
		}
		mean += loss / float64(len(examples))
	}
	if got, err := model.Loss(names.Dev[:50]); err != nil || math.Abs(got-mean) > 1e-9 {
		t.Errorf("loss %v, %v, want %v", got, err, mean)
	}
}

func TestGeneratorWritesNames(t *testing.T) {
	names := split(t)
	for context := range 4 {
		sampled, err := count(t, names.Train, context).Generator().Names("", 50, 1, 7)
		if err != nil || len(sampled) != 50 {
			t.Fatalf("context %d: %d names, %v", context, len(sampled), err)
		}
	}
	sampled, err := ngram.Uniform(vocab.Letters()).Generator().Names("abi", 5, 1, 7)
	if err != nil || !strings.HasPrefix(sampled[0], "abi") {
		t.Errorf("uniform: %v, %v", sampled, err)
	}
}

func TestBadInput(t *testing.T) {
	letters := vocab.Letters()
	model := count(t, []string{"anna"}, 2)
	calls := map[string]struct {
		call func() error
		want string
	}{
		"no names":         {func() error { _, err := ngram.Count(letters, nil, 2); return err }, "no names to count"},
		"negative context": {func() error { _, err := ngram.Count(letters, []string{"a"}, -1); return err }, "context of -1"},
		"long context":     {func() error { _, err := ngram.Count(letters, []string{"a"}, 17); return err }, "0 to 16"},
		"outside":          {func() error { _, err := ngram.Count(letters, []string{"zoë"}, 2); return err }, "'ë' is not in the vocabulary (a–z)"},
		"end inside":       {func() error { _, err := ngram.Count(letters, []string{"jean-luc"}, 2); return err }, "the end token"},
		"loss of nothing":  {func() error { _, err := model.Loss(nil); return err }, "no names to measure"},
		"loss outside":     {func() error { _, err := model.Loss([]string{"Anna"}); return err }, "but 'a' is"},
		"short context":    {func() error { _, err := model.Logits([]int{1}); return err }, "looks at 2"},
		"id outside":       {func() error { _, err := model.Logits([]int{1, 27}); return err }, "id 27"},
		"negative id":      {func() error { _, err := model.Logits([]int{-1, 2}); return err }, "id -1"},
	}
	for name, test := range calls {
		if err := test.call(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.want)
		}
	}
}

// A count is stored for each different text of 1 to 4 characters that ends in a name or its end token.
func TestParametersAreTheDifferentTexts(t *testing.T) {
	names := split(t).Train
	texts := map[string]bool{}
	for _, name := range names {
		padded := "---" + name + "-"
		for end := 4; end <= len(padded); end++ {
			for length := 1; length <= 4; length++ {
				texts[padded[end-length:end]] = true
			}
		}
	}
	if got := count(t, names, 3).Parameters(); got != len(texts) {
		t.Errorf("%d parameters, want %d", got, len(texts))
	}
}
