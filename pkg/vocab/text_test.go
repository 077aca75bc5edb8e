package vocab

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryTextHasIDs(t *testing.T) {
	for name, split := range map[string]Splitter{"characters": Characters, "words": Words} {
		v, err := FromText(split, "a good man, a good wife, a man", 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			ids, err := v.Encode(text)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := v.Decode(ids); err != nil || back != text {
				t.Errorf("%s: %q came back as %q, %v", name, text, back, err)
			}
		}
	}
}

// fields cuts after each space; the space stays in the piece.
func fields(text string) []string { return strings.SplitAfter(text, " ") }

func TestFromTextCounts(t *testing.T) {
	const text = "bb aa bb cc aa dd "
	for atLeast, want := range map[int][]string{1: {"aa ", "bb ", "cc ", "dd "}, 2: {"aa ", "bb "}, 3: nil} {
		v, err := FromText(fields, text, atLeast)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Tokens()[Bytes:]; !slices.Equal(got, want) {
			t.Errorf("seen %d times: %q, want %q", atLeast, got, want)
		}
	}
	v, _ := FromText(Characters, "xxx", 1)
	if ids, err := v.Encode("x"); err != nil || !slices.Equal(ids, []int{'x'}) || v.Size() != Bytes {
		t.Errorf("the single byte x has ids %v of %d, want its byte (%v)", ids, v.Size(), err)
	}
}

func TestFromTextRefuses(t *testing.T) {
	for want, call := range map[string]func() (*Vocabulary, error){
		"an empty text has no tokens": func() (*Vocabulary, error) { return FromText(Words, "", 1) },
		"take 1 or more":              func() (*Vocabulary, error) { return FromText(Words, "a", 0) },
		"no splitter":                 func() (*Vocabulary, error) { return FromText(nil, "a", 1) },
	} {
		if _, err := call(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}

// A document of running text ends with exactly one end token; there may be others inside, one for each paragraph.
func TestDocumentsOfAText(t *testing.T) {
	v, err := FromText(Words, "one two", 1)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]int{
		"":     {'\n'},
		"a":    {'a', '\n'},
		"a\n":  {'a', '\n'},
		"a\nb": {'a', '\n', 'b', '\n'},
	} {
		if got, err := EncodeDocument(v, text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	if token, err := v.Token(v.End()); token != paragraph || err != nil {
		t.Errorf("the end token is %q, %v", token, err)
	}
}

func TestIDsOutside(t *testing.T) {
	v, _ := FromText(Words, "aa", 1)
	for _, id := range []int{-1, v.Size()} {
		if _, err := v.Decode([]int{id}); err == nil || !strings.Contains(err.Error(), "0 to 256") {
			t.Errorf("id %d: %v", id, err)
		}
	}
}
