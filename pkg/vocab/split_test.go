package vocab

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

var texts = []string{
	"", " ", "\n\n", "a", "of a truth", "  two  spaces ", "naïve café — 1813.", "\xff\xfe broken",
	"日本語 and 2,257 words\n", "_You_ want",
}

// random returns a text of random bytes: letters, spaces, signs and parts of characters.
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
