package ngram_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// fit counts the names, or ends the test.
func fit(t *testing.T, names []string, context int) *ngram.Model {
	t.Helper()
	model, err := ngram.Fit(vocab.Letters(), names, context)
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

// Another implementation measured these losses: see data/NOTICE.md.
func TestLossesOfTheNotice(t *testing.T) {
	names := split(t)
	for context, want := range []float64{2.813, 2.331, 2.141, 2.011, 1.993, 2.056, 2.153} {
		got, err := lm.Loss(fit(t, names.Train, context), names.Dev)
		if err != nil || math.Abs(got-want) > 0.0005 {
			t.Errorf("context %d: dev loss %.4f, %v, want %.3f", context, got, err, want)
		}
	}
	got, err := lm.Loss(ngram.Uniform(vocab.Letters()), names.Dev)
	if err != nil || math.Abs(got-math.Log(27)) > 1e-12 {
		t.Errorf("uniform: dev loss %v, %v, want ln 27", got, err)
	}
}

// By hand, from the names "ab" and "aa". Unigrams: a 3, b 1, end 2. After a: a, b and the end, once each. After b: the
// end, once. At the beginning of a name: a, twice.
func TestProbabilitiesByHand(t *testing.T) {
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	model, err := ngram.Fit(v, []string{"ab", "aa"}, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int][]float64{
		0: {7. / 18, 5. / 18, 6. / 18},                      // after a: n = 3, t = 3
		1: {2. / 9, 1. / 9, 2. / 3},                         // after b: n = 1, t = 1
		2: {(2 + 4./9) / 3, (0 + 2./9) / 3, (0 + 3./9) / 3}, // at the start: n = 2, t = 1
	}
	for id, probabilities := range want {
		logits, err := model.Logits([][]int{{id}})
		if err != nil {
			t.Fatal(err)
		}
		for next, p := range probabilities {
			if math.Abs(math.Exp(logits[0][next])-p) > 1e-12 {
				t.Errorf("P(%d | %d) = %v, want %v", next, id, math.Exp(logits[0][next]), p)
			}
		}
	}
	if got := lm.Parameters(model); got != 8 {
		t.Errorf("%d parameters, want 3 counts of single characters and 5 of pairs", got)
	}
}

func TestProbabilitiesSumToOne(t *testing.T) {
	names := split(t)
	model := fit(t, names.Train, 4)
	examples, err := corpus.Windows(vocab.Letters(), names.Dev[:20], 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		logits, err := model.Logits([][]int{example.Context})
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, z := range logits[0] {
			sum += math.Exp(z)
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("after %v the probabilities sum to %v", example.Context, sum)
		}
	}
}

// The model's own NLL equals the one that package lm computes from the logits.
func TestNLLIsTheOneOfTheLogits(t *testing.T) {
	names := split(t)
	model := fit(t, names.Train, 4)
	documents, err := vocab.EncodeDocuments(vocab.Letters(), names.Dev[:50])
	if err != nil {
		t.Fatal(err)
	}
	own, err1 := model.NLL(documents)
	slow, err2 := lm.NLL(struct{ lm.Model }{model}, documents)
	if err1 != nil || err2 != nil || math.Abs(own-slow) > 1e-9*own {
		t.Errorf("NLL %v, from the logits %v, %v %v", own, slow, err1, err2)
	}
}

// The loss is the mean of sample.CrossEntropy over the windows that a network would see.
func TestLossIsTheMeanCrossEntropyOfTheWindows(t *testing.T) {
	names := split(t)
	model := fit(t, names.Train, 3)
	examples, err := corpus.Windows(vocab.Letters(), names.Dev[:50], 5) // longer than the model's own context
	if err != nil {
		t.Fatal(err)
	}
	mean := 0.0
	for _, example := range examples {
		logits, err := model.Logits([][]int{example.Context})
		if err != nil {
			t.Fatal(err)
		}
		probabilities, _ := sample.Softmax(logits[0], 1)
		loss, err := sample.CrossEntropy(probabilities, example.Next)
		if err != nil {
			t.Fatal(err)
		}
		mean += loss / float64(len(examples))
	}
	if got, err := lm.Loss(model, names.Dev[:50]); err != nil || math.Abs(got-mean) > 1e-9 {
		t.Errorf("loss %v, %v, want %v", got, err, mean)
	}
}

func TestItWritesNames(t *testing.T) {
	names := split(t)
	for context := range 4 {
		sampled, err := sample.Generate(fit(t, names.Train, context), "", 50, sample.Options{Temperature: 1, Seed: 7})
		if err != nil || len(sampled) != 50 {
			t.Fatalf("context %d: %d names, %v", context, len(sampled), err)
		}
	}
	sampled, err := sample.Generate(ngram.Uniform(vocab.Letters()), "abi", 5, sample.Options{Temperature: 1, Seed: 7})
	if err != nil || !strings.HasPrefix(sampled[0], "abi") {
		t.Errorf("uniform: %v, %v", sampled, err)
	}
}

// A context shorter than the model's is the beginning of a name. Of a longer one, the model sees the end.
func TestContextsOfAnyLength(t *testing.T) {
	model := fit(t, []string{"anna", "hanna"}, 2)
	got, err := model.Logits([][]int{{}, {26, 26}, {0, 0, 0, 13}, {0, 13}})
	if err != nil || !slices.Equal(got[0], got[1]) || !slices.Equal(got[2], got[3]) || slices.Equal(got[0], got[2]) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestContextAtItsLimits(t *testing.T) {
	for context, right := range map[int]bool{-1: false, 0: true, ngram.MaxContext: true, ngram.MaxContext + 1: false} {
		if _, err := ngram.Fit(vocab.Letters(), []string{"anna"}, context); (err == nil) != right {
			t.Errorf("a context of %d: %v", context, err)
		}
	}
}

func TestBadInput(t *testing.T) {
	letters := vocab.Letters()
	model := fit(t, []string{"anna"}, 2)
	var none ngram.Model // the zero value
	fitted := func(names []string, context int) error { _, err := ngram.Fit(letters, names, context); return err }
	logits := func(m *ngram.Model, context ...int) error { _, err := m.Logits([][]int{context}); return err }
	loss := func(m lm.Model, names ...string) error { _, err := lm.Loss(m, names); return err }
	for want, err := range map[string]error{
		"no names to count":                        fitted(nil, 2),
		"context of -1":                            fitted([]string{"a"}, -1),
		"it must be between 0 and 16":              fitted([]string{"a"}, 17),
		"'ë' is not in the vocabulary (a–z)":       fitted([]string{"zoë"}, 2),
		`"jean-luc" holds '-', the end token`:      fitted([]string{"jean-luc"}, 2),
		"no names or texts to measure":             loss(model),
		"but 'a' is":                               loss(model, "Anna"),
		"id 27":                                    logits(model, 1, 27),
		"id -1":                                    logits(model, -1, 2),
		"make one with Fit or Uniform":             logits(&none, 0),
		"one with Fit or Uniform":                  logits(nil, 0),
		"the model has no vocabulary: give it":     loss(&none, "anna"),
		"the model has no vocabulary: give it one": loss(ngram.Uniform(nil), "anna"),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	for name, m := range map[string]*ngram.Model{"the zero value": &none, "nil": nil} {
		if _, err := m.NLL([][]int{{0}}); err == nil {
			t.Errorf("NLL of %s: no error", name)
		}
	}
	var empty *vocab.Vocabulary
	if _, err := ngram.Fit(empty, []string{"anna"}, 2); err == nil || !strings.Contains(err.Error(), "no tokens") {
		t.Errorf("a vocabulary that is nil: %v", err)
	}
}

// The model stores one count for each different text of 1 to 4 characters in the padded names whose last character is a
// character of a name or its end token.
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
	if got := lm.Parameters(fit(t, names, 3)); got != len(texts) {
		t.Errorf("%d parameters, want %d", got, len(texts))
	}
}
