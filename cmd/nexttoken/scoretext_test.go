package main

import (
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// uniform is a model that gives all tokens the same probability.
func uniform(t vocab.Tokenizer) lm.Model {
	return lm.Func(t, 1, func([]int) []float64 { return make([]float64, t.Size()) })
}

// A name of a names' list costs its characters and the end token, which is the byte of the line break.
func TestBitsPerByteByHand(t *testing.T) {
	bytes, err := vocab.FromText(vocab.Characters, "a", 1)
	if err != nil {
		t.Fatal(err)
	}
	greek, err := vocab.New("αβ")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		tokenizer vocab.Tokenizer
		text      string
		want      float64
	}{
		{bytes, "Ab\n\xff", 8},                          // 256 tokens, one a byte
		{vocab.Letters(), "anna\nabi\n", math.Log2(27)}, // nine tokens, nine bytes
		{vocab.Letters(), "anna\nabi", math.Log2(27) * 9 / 8},
		{vocab.Letters(), "\n\n", math.Log2(27)},
		{greek, "αβ\n", math.Log2(3) * 3 / 5}, // three tokens, five bytes
	} {
		got, err := measureText(uniform(test.tokenizer), test.text)
		if err != nil || math.Abs(float64(got.Bits)-test.want) > 1e-9 || got.Bytes != len(test.text) ||
			got.Context != 1 {
			t.Errorf("%q: %+v, %v, want %v bits per byte", test.text, got, err, test.want)
		}
	}
}

func TestTextsThatCannotBeMeasured(t *testing.T) {
	for text, want := range map[string]string{
		"":          "an empty text has no bytes to measure",
		"anna\nA b": `name "A b": 'A' is not in the vocabulary (a–z), but 'a' is: the model reads one name a line`,
		"a-b":       "the end token",
	} {
		if got, err := measureText(uniform(vocab.Letters()), text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v, want %s", text, got, err, want)
		}
	}
}

// An impossible text has no number in JSON.
func TestBitsWithoutLimit(t *testing.T) {
	model := lm.Func(vocab.Letters(), 1, func([]int) []float64 {
		logits := make([]float64, 27)
		logits[0] = math.Inf(-1)
		return logits
	})
	found, err := measureText(model, "a\n")
	text, err2 := json.Marshal(found)
	if err := errors.Join(err, err2); err != nil || string(text) != `{"bytes":2,"context":1,"bits_per_byte":null}` {
		t.Errorf("%s, %v", text, err)
	}
	if got := found.String(); got != "2 bytes, context 1: +Inf bits per byte" {
		t.Error(got)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("the line is cut") }

func TestReadText(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "nothing.txt")
	if _, err := readText(missing, nil); err == nil || err.Error() != `the text in "`+missing+
		`" cannot be read (no such file or directory): give a file, or - for standard input` {
		t.Error(err)
	}
	if got, err := readText(write(t, "a", "b"), nil); got != "a\nb" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := readText("-", strings.NewReader("a\xff\r\n")); got != "a\xff\r\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := readText("-", brokenReader{}); err == nil || err.Error() != "the line is cut" {
		t.Error(err)
	}
}

// The bits per byte of a list of names are its bits per character, where each character is one byte.
func TestBitsPerByteOfAModelOfNames(t *testing.T) {
	directory, _ := sharedModel(t)
	names := write(t, "anna", "abi", "")
	byNames := decode[measured](t, must(t, "score", "--model", directory, "--names", names, "--json"))
	byText := decode[measuredText](t, must(t, "score", "--model", directory, "--text", names, "--json"))
	if byText.Bytes != 9 || byText.Context != 3 || math.Abs(float64(byText.Bits-byNames.Bits)) > 1e-6 {
		t.Errorf("%+v, want %v bits per byte", byText, byNames.Bits)
	}
}
