package llama

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

// What works with the models of names works with this one.
func TestTheRealModelWrites(t *testing.T) {
	m := smollm2(t)
	const prompt, want = "The capital of France is", "The capital of France is Paris."
	texts, err := sample.Generate(m, prompt, 1, sample.Options{MaxTokens: 2})
	if err != nil || texts[0] != want {
		t.Errorf("Generate: %q, %v", texts, err)
	}
	found, err := sample.Beam(m, prompt, 2, 2)
	if err != nil || len(found) != 2 || found[0].Text != want || !(found[0].Probability > found[1].Probability) {
		t.Errorf("Beam: %+v, %v", found, err)
	}
	tree, err := sample.Tree(m, prompt, 1, 0.1, 2)
	if err != nil || tree.Children[0].Token != " Paris" || tree.Children[0].Children[0].Text != want {
		t.Fatalf("Tree: %+v, %v", tree, err)
	}
	if p := tree.Children[0].Children[0].Cumulative; math.Abs(p-found[0].Probability) > 1e-4 {
		t.Errorf("%q has %g in the tree, %g by beam search", want, p, found[0].Probability)
	}
}

// The chat ends with EndOfTurn, which is not shown.
func TestTheRealModelAnswers(t *testing.T) {
	texts, err := sample.Generate(smollm2(t), Ask("What is the capital of France?"), 1, sample.Options{MaxTokens: 30})
	if err != nil {
		t.Fatal(err)
	}
	_, answer, _ := strings.Cut(texts[0], StartOfTurn+"assistant\n")
	if answer != "The capital of France is Paris." {
		t.Errorf("%q", answer)
	}
}

// A small model writes after an empty prompt, and after one that is longer than its context; the text is the prompt and
// what was written.
func TestASmallModelWrites(t *testing.T) {
	m, err := smallModel(t).WithContext(8)
	if err != nil {
		t.Fatal(err)
	}
	for _, prompt := range []string{"", "abcabcabcabcabc"} {
		texts, err := sample.Generate(m, prompt, 2, sample.Options{Temperature: 1, MaxTokens: 1})
		if err != nil || !strings.HasPrefix(texts[0], prompt) {
			t.Errorf("%q, %v", texts, err)
		}
		found, err := sample.Beam(m, prompt, 3, 1)
		if err != nil || len(found) != 3 || !strings.HasPrefix(found[0].Text, prompt) {
			t.Errorf("%+v, %v", found, err)
		}
		tree, err := sample.Tree(m, prompt, 1, 0.01, 1)
		if err != nil || tree.Text != prompt || len(tree.Children) < 2 {
			t.Errorf("%+v, %v", tree, err)
		}
	}
}
