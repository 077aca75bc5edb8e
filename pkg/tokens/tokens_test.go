package tokens

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var texts = []string{"", " ", "\n\n", "a", "of a truth", "  two  spaces ", "naïve café — 1813.", "\xff\xfe broken", "日本語 and 2,257 words\n", "_You_ want"}

// random returns a text of bytes that are often letters, spaces and parts of characters.
func random(source *rand.Rand) string {
	text := make([]byte, source.IntN(40))
	for i := range text {
		text[i] = "ab  ,\n9é\xe6"[source.IntN(10)]
	}
	return string(text)
}

func TestPiecesAreTheTextAgain(t *testing.T) {
	all, source := texts, rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		all = append(all, random(source))
	}
	for _, text := range all {
		for name, pieces := range map[string][]string{"characters": Characters(text), "words": Words(text)} {
			if strings.Join(pieces, "") != text || slices.Contains(pieces, "") {
				t.Errorf("%s of %q are %q", name, text, pieces)
			}
		}
	}
}

func TestCharactersAreCharacters(t *testing.T) {
	if got, want := Characters("né\xff日"), []string{"n", "é", "\xff", "日"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"a b":       {"a", " b"},
		"a  b":      {"a", "  ", "b"},
		"year 1813": {"year", " 1813"},
		"a1":        {"a", "1"},
		"Mr. B":     {"Mr", ".", " B"},
		"end ":      {"end", " "},
		"a\n b":     {"a", "\n ", "b"},
		"café":      {"café"},
	} {
		if got := Words(text); !slices.Equal(got, want) {
			t.Errorf("words of %q are %q, want %q", text, got, want)
		}
	}
}

func TestEveryTextHasIDs(t *testing.T) {
	vocabulary, err := Build(Words("a good man, a good wife, a man"), 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		for _, pieces := range [][]string{Characters(text), Words(text)} {
			back, err := vocabulary.Decode(vocabulary.Encode(pieces))
			if err != nil || back != text {
				t.Errorf("%q came back as %q, %v", text, back, err)
			}
		}
	}
}

func TestBuildCounts(t *testing.T) {
	pieces := []string{"bb", "aa", "bb", "cc", "aa", "dd", "x", "x", "x"}
	for atLeast, want := range map[int][]string{1: {"aa", "bb", "cc", "dd"}, 2: {"aa", "bb"}, 3: nil} {
		vocabulary, err := Build(pieces, atLeast)
		if err != nil {
			t.Fatal(err)
		}
		if got := vocabulary.tokens[Bytes:]; !slices.Equal(got, want) {
			t.Errorf("seen %d times: %q, want %q", atLeast, got, want)
		}
		if id := vocabulary.Encode([]string{"x"})[0]; id != 'x' {
			t.Errorf("the single byte x has id %d, want its byte", id)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	if _, err := Build(nil, 1); err == nil || !strings.Contains(err.Error(), "no tokens") {
		t.Errorf("no pieces: %v", err)
	}
	if _, err := Build([]string{"a"}, 0); err == nil || !strings.Contains(err.Error(), "1 or more") {
		t.Errorf("at least 0: %v", err)
	}
}

func TestUnknownIDs(t *testing.T) {
	vocabulary, _ := Build([]string{"aa"}, 1)
	for _, id := range []int{-1, vocabulary.Size()} {
		if _, err := vocabulary.Decode([]int{id}); err == nil || !strings.Contains(err.Error(), "0 to 256") {
			t.Errorf("id %d: %v", id, err)
		}
	}
}

func TestBitsPerByte(t *testing.T) {
	// A uniform guess among 256 bytes costs 8 bits a byte, and the same text in half the tokens, at twice the surprise, as much.
	if got := BitsPerByte(math.Log(256), 10, 10); math.Abs(got-8) > 1e-12 {
		t.Errorf("uniform bytes cost %v bits, want 8", got)
	}
	if got := BitsPerByte(2*math.Log(256), 5, 10); math.Abs(got-8) > 1e-12 {
		t.Errorf("in pairs they cost %v bits, want 8", got)
	}
	if got := BitsPerByte(1, 0, 0); !math.IsNaN(got) {
		t.Errorf("no bytes cost %v, want NaN", got)
	}
}

func TestZipped(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 10_000)
	for i := range noise {
		noise[i] = byte(source.IntN(256))
	}
	if got := Zipped(string(noise)); math.Abs(got-8) > 0.05 {
		t.Errorf("noise is zipped to %v bits a byte, want 8", got)
	}
	if got := Zipped(strings.Repeat("a truth universally acknowledged ", 1000)); !(got < 0.1) {
		t.Errorf("a text that repeats itself is zipped to %v bits a byte", got)
	}
	if got := Zipped(""); !math.IsNaN(got) {
		t.Errorf("no text is zipped to %v bits a byte, want NaN", got)
	}
}

func TestUnwrap(t *testing.T) {
	text := "Chapter 1\r\n\r\n\r\nIt is a truth\nuniversally acknowledged.\n\n\n  \n\nNext.\n"
	if got, want := Unwrap(text), "Chapter 1\nIt is a truth universally acknowledged.\nNext.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSplit(t *testing.T) {
	text := "one\ntwo\nthree\nfour\n"
	train, dev, err := Split(text, 0.5)
	if err != nil || train != "one\ntwo\nthree\n" || dev != "four\n" {
		t.Errorf("got %q and %q, %v", train, dev, err)
	}
	for _, share := range []float64{0, 1, -1, math.NaN(), 0.95} {
		if _, _, err := Split(text, share); err == nil {
			t.Errorf("a share of %v was taken", share)
		}
	}
	if _, _, err := Split("", 0.5); err == nil {
		t.Error("an empty text was split")
	}
}
