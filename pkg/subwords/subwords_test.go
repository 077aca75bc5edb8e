package subwords

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
)

func Example() {
	pieces, _ := Cut("The tokenizer reads unbelievably")
	fmt.Printf("%q\n", pieces)
	ids, _ := IDs("Hello world")
	fmt.Println(ids)
	// Output:
	// ["The" " token" "izer" " reads" " unbelievably"]
	// [15496 995]
}

// The ids that OpenAI's own tokenizer, tiktoken, gives in the encoding gpt2.
func TestIDsAreThoseOfGPT2(t *testing.T) {
	for text, want := range map[string][]int{
		"hello world":        {31373, 995},
		"tiktoken is great!": {83, 1134, 30001, 318, 1049, 0},
		"":                   {},
	} {
		if got, err := IDs(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestPiecesAreTheTextAgain(t *testing.T) {
	novel := data.PrideAndPrejudice()
	for _, text := range []string{"", " ", "naïve café — 日本語 🦉", "I'll  go\n\n\tnow", novel[:50_000]} {
		pieces, err := Cut(text)
		if err != nil || strings.Join(pieces, "") != text {
			t.Errorf("%.40q came back as %.40q, %v", text, strings.Join(pieces, ""), err)
		}
		ids, err := IDs(text)
		if err != nil || len(ids) != len(pieces) {
			t.Errorf("%.40q has %d ids and %d pieces, %v", text, len(ids), len(pieces), err)
		}
		for _, id := range ids {
			if id < 0 || id >= Vocabulary {
				t.Errorf("%.40q has the id %d", text, id)
			}
		}
	}
}

func TestBrokenTextIsRefused(t *testing.T) {
	if _, err := Cut("\xff"); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a byte that is no text: %v", err)
	}
}
