package subwords

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
)

func Example() {
	pieces := Split("The tokenizer reads unbelievably")
	fmt.Printf("%q\n", pieces)
	ids, _ := GPT2().Encode("Hello world")
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
		if got, err := GPT2().Encode(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestPiecesAreTheTextAgain(t *testing.T) {
	novel := data.PrideAndPrejudice()
	for _, text := range []string{"", " ", "naïve café — 日本語 🦉", "I'll  go\n\n\tnow", novel[:50_000]} {
		pieces := Split(text)
		if strings.Join(pieces, "") != text {
			t.Errorf("%.40q came back as %.40q", text, strings.Join(pieces, ""))
		}
		ids, err := GPT2().Encode(text)
		if err != nil || len(ids) != len(pieces) {
			t.Errorf("%.40q has %d ids and %d pieces, %v", text, len(ids), len(pieces), err)
		}
		for _, id := range ids {
			if id < 0 || id >= Size {
				t.Errorf("%.40q has the id %d", text, id)
			}
		}
	}
}

func TestDecodeUndoesEncode(t *testing.T) {
	for _, text := range []string{"", "naïve café — 日本語 🦉", data.PrideAndPrejudice()[:5000]} {
		ids, err := GPT2().Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := GPT2().Decode(ids); err != nil || back != text {
			t.Errorf("%.40q came back as %.40q, %v", text, back, err)
		}
	}
	if got, err := GPT2().Decode([]int{GPT2().End()}); err != nil || got != "<|endoftext|>" {
		t.Errorf("the end token is %q, %v", got, err)
	}
	const want = "id 50257 is not in the vocabulary (0 to 50256)"
	if _, err := GPT2().Token(Size); err == nil || err.Error() != want {
		t.Errorf("the token of id %d: error %v, want %s", Size, err, want)
	}
}

// Split loses no byte, UTF-8 or not; GPT2().Encode accepts UTF-8 only.
func TestBytesThatAreNoText(t *testing.T) {
	for _, text := range []string{"\xff", "a good\xff man", "\xe6\x97", "\xff\xfe end"} {
		if pieces := Split(text); strings.Join(pieces, "") != text || slices.Contains(pieces, "") {
			t.Errorf("%q is cut into %q", text, pieces)
		}
	}
	if _, err := GPT2().Encode("\xff"); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a byte that is no text: %v", err)
	}
}
