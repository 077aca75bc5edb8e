package bpe_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nexttoken/pkg/bpe"
	"nexttoken/pkg/vocab"
)

// small returns a tokenizer of a few tokens, as a file of GPT-2's kind writes them.
func small() *bpe.Tokenizer {
	tokens := []string{"<|end|>", "<|endless|>", "a", "b", "Ġ", "n", "an", "ana", "Ġb", "Ã", "©", "Ã©", "1"}
	merges := []string{"a n", "an a", "Ġ b", "Ã ©"}
	t, err := bpe.New(tokens, []int{0, 1}, merges, "<|end|>")
	if err != nil {
		panic(err)
	}
	return t
}

func Example() {
	ids, err := small().Encode("banana b<|end|>")
	text, _ := small().Decode(ids)
	fmt.Println(ids, err, text)
	// Output: [3 6 7 8 0] <nil> banana b<|end|>
}

func TestEncode(t *testing.T) {
	for text, want := range map[string]string{
		"":             "[]",
		"an":           "[6]",
		"nan":          "[5 6]",
		"anan":         "[6 6]", // each "a n" comes before "an a"
		"é":            "[11]",
		"a  b":         "[2 4 8]", // the last space belongs to b
		"a  1":         "[2 4 4 12]",
		"a 11":         "[2 4 12 12]",
		"<|endless|>a": "[1 2]",
		"<|end|>":      "[0]",
	} {
		if got, err := small().Encode(text); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v, %v, want %s", text, got, err, want)
		}
	}
}

// The time for a long word grows with its length, not with the square of it.
func TestALongWord(t *testing.T) {
	text := strings.Repeat("banana", 100_000)
	ids, err := small().Encode(text)
	if err != nil || len(ids) != 300_000 || fmt.Sprint(ids[:6]) != "[3 6 7 3 6 7]" {
		t.Fatal(err, len(ids))
	}
	if again, err := small().Decode(ids); err != nil || again != text {
		t.Error(err, len(again))
	}
}

func TestSpecialTokensThatAreRefused(t *testing.T) {
	for want, special := range map[string]string{
		`the special token 1 is "": it must be a text`:     "",
		`the special token 1 is "\xff": it must be a text`: "\xff",
	} {
		got, err := bpe.New([]string{"<|end|>", special}, []int{0, 1}, nil, "<|end|>")
		if err == nil || got != nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, %v, want %s", got, err, want)
		}
	}
}

func TestAByteWithoutATokenIsNamed(t *testing.T) {
	for text, want := range map[string]string{
		"abc": `the byte 0x63 in "abc" has no token: leave it out`, "a\xff": `the byte 0xff in "\xff" has no token`} {
		if _, err := small().Encode(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := small().Decode([]int{3, 13}); err == nil || !strings.Contains(err.Error(), "13") {
		t.Errorf("id 13: %v", err)
	}
}

func TestListsThatAreRefused(t *testing.T) {
	for want, list := range map[string]struct {
		special []int
		merges  []string
		end     string
	}{
		"a special token: id 7":                {[]int{7}, nil, "a"},
		`"b" is no special token`:              {[]int{0}, nil, "b"},
		`merge 1 is "a c": it must be two to`:  {[]int{0}, []string{"b a", "a c"}, "<|end|>"},
		`merge 0 is "ba": it must be two toke`: {[]int{0}, []string{"ba"}, "<|end|>"},
	} {
		got, err := bpe.New([]string{"<|end|>", "a", "b", "ba"}, list.special, list.merges, list.end)
		if err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%v, %v, want %s", got, err, want)
		}
	}
}

// The order of a map is another each time: a token that begins as a longer one must come after it.
func TestTheLongerSpecialTokenIsFoundFirst(t *testing.T) {
	for range 20 {
		tokens, err := bpe.New([]string{"<e>", "<e>>", "<e>>>"}, []int{0, 1, 2}, nil, "<e>")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tokens.Encode("<e>>><e><e>>"); err != nil || fmt.Sprint(got) != "[2 0 1]" {
			t.Fatalf("%v, %v, want [2 0 1]", got, err)
		}
	}
}

// GPT-2 writes a byte as its own character if it can be seen, and the other bytes, in their order, from Ā on.
func TestTheBytesOfGPT2sAlphabet(t *testing.T) {
	for written, want := range map[string]string{
		"Ā": "\x00", "Ċ": "\n", "Ġ": " ", "!": "!", "~": "~", "ġ": "\x7f", "Ģ": "\x80", "ł": "\xa0", "¡": "\xa1",
		"¬": "\xac", "Ń": "\xad", "®": "\xae", "ÿ": "\xff",
	} {
		tokens, err := bpe.New([]string{"<|end|>", written}, []int{0}, nil, "<|end|>")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := tokens.Token(1); got != want || err != nil {
			t.Errorf("%s is the byte %q, %v, want %q", written, got, err, want)
		}
	}
}

// Words are the text again, whatever the text is.
func TestWordsAreTheText(t *testing.T) {
	random, parts := rand.New(rand.NewPCG(1, 0)), []string{"a", "é", " ", "\n", "\t", "5", "½", "!", "'s", "'", " ",
		"\u2028", "語", "\xff", "😀", "'re"}
	for range 2000 {
		var text string
		for range random.IntN(12) {
			text += parts[random.IntN(len(parts))]
		}
		if got := strings.Join(bpe.Words(text), ""); got != text {
			t.Fatalf("%q becomes %q", text, bpe.Words(text))
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"It's  12 o'clock.": `["It" "'s" "  " "1" "2" " o" "'" "clock" "."]`,
		"a \n b ":           `["a" " \n" " b" " "]`,
		"...  ½x":           `["..." "  " "½" "x"]`,
	} {
		if got := fmt.Sprintf("%q", bpe.Words(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

var _ vocab.Tokenizer = (*bpe.Tokenizer)(nil)
