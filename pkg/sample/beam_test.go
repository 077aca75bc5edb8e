package sample_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// small is a model of two letters. Its likeliest name is b, with .4 · .6 = .24; greedy writes ab, with .5 · .7 · .6.
func small(t *testing.T) lm.Model {
	t.Helper()
	v, err := vocab.New("ab")
	if err != nil {
		t.Fatal(err)
	}
	after := map[int][]float64{2: {.5, .4, .1}, 0: {.1, .7, .2}, 1: {.3, .1, .6}} // of a, b and the end
	return lm.Func(v, 1, func(context []int) []float64 {
		logits := make([]float64, 3)
		for i, p := range after[context[0]] {
			logits[i] = math.Log(p)
		}
		return logits
	})
}

// written returns texts with their probabilities.
func written(texts []sample.Text) (lines []string) {
	for _, text := range texts {
		end := "…"
		if text.Ended {
			end = ""
		}
		lines = append(lines, fmt.Sprintf("%s%s %.4f", text.Text, end, text.Probability))
	}
	return lines
}

// Width 2: a .5, b .4 → ab .35, b- .24 → b- .24, ab- .21; aba, .105, is left out. Width 3: a .5, b .4, - .1 → ab .35,
// b- .24, ba .12 → b- .24, ab- .21, aba .105 → abab .0735 → abab- .0441.
func TestBeamByHand(t *testing.T) {
	for _, test := range []struct {
		prompt           string
		width, maxTokens int
		want             []string
	}{
		{"", 1, 0, []string{"ab 0.2100"}},
		{"", 2, 0, []string{"b 0.2400", "ab 0.2100"}},
		{"", 3, 0, []string{"b 0.2400", "ab 0.2100", "abab 0.0441"}},
		{"a", 1, 0, []string{"ab 0.4200"}},
		{"", 2, 1, []string{"a… 0.5000", "b… 0.4000"}},
		{"", 2, 2, []string{"ab… 0.3500", "b 0.2400"}},
	} {
		got, err := sample.Beam(small(t), test.prompt, test.width, test.maxTokens)
		if err != nil || !slices.Equal(written(got), test.want) {
			t.Errorf("%+v: %q, %v", test, written(got), err)
		}
	}
}

// A beam that never leaves a text out is an exhaustive search: it finds the leaves of the whole tree.
func TestAWideBeamIsExhaustive(t *testing.T) {
	const depth = 4
	for _, prompt := range []string{"", "a", "ab"} {
		tree, err := sample.Tree(small(t), prompt, 1, 0, depth)
		if err != nil {
			t.Fatal(err)
		}
		var want []sample.Text
		for _, leaf := range tree.Leaves() {
			want = append(want, sample.Text{
				Text: strings.TrimSuffix(leaf.Text, "-"), Probability: leaf.Cumulative, Ended: leaf.Ended,
			})
		}
		got, err := sample.Beam(small(t), prompt, 1000, depth)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSortedFunc(got, func(a, b sample.Text) int { return cmp.Compare(b.Probability, a.Probability) }) {
			t.Errorf("%q: the likeliest is not first: %q", prompt, written(got))
		}
		sortedGot, sortedWant := slices.Sorted(slices.Values(written(got))), slices.Sorted(slices.Values(written(want)))
		if !slices.Equal(sortedGot, sortedWant) {
			t.Errorf("%q: %q\nwant %q", prompt, sortedGot, sortedWant)
		}
	}
}

func TestABeamOfWidthOneIsGreedy(t *testing.T) {
	for _, prompt := range []string{"", "a", "sha", "xyz"} {
		for name, model := range map[string]lm.Model{"no sessions": random, "with sessions": stateful{random}} {
			want, err := sample.Generate(model, prompt, 1, at(0, 1))
			if err != nil {
				t.Fatal(err)
			}
			got, err := sample.Beam(model, prompt, 1, 0)
			if err != nil || len(got) != 1 || got[0].Text != want[0] {
				t.Errorf("%s, %q: %v, %v, want %s", name, prompt, got, err, want[0])
			}
		}
	}
}

// The probability of a text is that of its tokens, one after the other.
func TestTheProbabilitiesOfABeamAreThoseOfTheModel(t *testing.T) {
	got, err := sample.Beam(random, "", 20, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range got {
		ids, err := vocab.EncodeDocuments(vocab.Letters(), []string{text.Text})
		if err != nil {
			t.Fatal(err)
		}
		if !text.Ended {
			ids[0] = ids[0][:len(ids[0])-1]
		}
		nats, err := lm.NLL(random, ids)
		if err != nil || math.Abs(math.Exp(-nats)-text.Probability) > 1e-9 {
			t.Errorf("%+v, want %v, %v", text, math.Exp(-nats), err)
		}
	}
}

func TestBeamsThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		model            lm.Model
		prompt           string
		width, maxTokens int
		want             string
	}{
		{random, "", 0, 0, "width 0: a beam search keeps at least 1"}, {random, "", 1, -1, "MaxTokens -1"},
		{random, "zoë", 1, 0, "'ë' is not in the vocabulary"}, {nil, "", 1, 0, "the model is nil"},
	} {
		texts, err := sample.Beam(test.model, test.prompt, test.width, test.maxTokens)
		if texts != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, %v, want %s", texts, err, test.want)
		}
	}
	broken := lm.Func(vocab.Letters(), 1, func([]int) []float64 { return []float64{1} })
	if _, err := sample.Beam(broken, "", 2, 0); err == nil || !strings.Contains(err.Error(), "1 logits") {
		t.Errorf("a model that fails: %v", err)
	}
}
