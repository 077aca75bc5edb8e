package vocab_test

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/vocab"
)

func TestLettersAre27(t *testing.T) {
	v := vocab.Letters()
	if v.Size() != 27 || v.End() != 26 || len(v.Symbols()) != 27 {
		t.Errorf("size %d, end %d, %d symbols; want 27, 26, 27", v.Size(), v.End(), len(v.Symbols()))
	}
	for symbol, want := range map[rune]int{'a': 0, 'b': 1, 'z': 25, vocab.End: 26} {
		if got, err := v.ID(symbol); got != want || err != nil {
			t.Errorf("ID(%q) = %d, %v, want %d", symbol, got, err, want)
		}
	}
	if got := v.String(); got != "a–z and -" {
		t.Errorf("written %q", got)
	}
}

func TestDecodeUndoesEncode(t *testing.T) {
	for _, text := range []string{"", "abi", "-abhijit-", "zuthoqwx"} {
		ids, err := vocab.Letters().Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := vocab.Letters().Decode(ids); got != text || err != nil {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
}

func TestContextIsPaddedOrCut(t *testing.T) {
	const end = 26
	for prompt, want := range map[string][]int{
		"": {end, end, end}, "a": {end, end, 0}, "abi": {0, 1, 8}, "abhi": {1, 7, 8},
	} {
		if got, err := vocab.Letters().Context(prompt, 3); !slices.Equal(got, want) || err != nil {
			t.Errorf("Context(%q, 3) = %v, %v, want %v", prompt, got, err, want)
		}
	}
}

func TestNameEndsWithTheEndToken(t *testing.T) {
	if got, err := vocab.Letters().EncodeName("abi"); !slices.Equal(got, []int{0, 1, 8, 26}) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFromNamesOfAnyScript(t *testing.T) {
	v, err := vocab.FromNames([]string{"zoë", "अभि", "zed"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(v.Symbols(), " "), "d e o z ë अ भ ि -"; got != want {
		t.Errorf("symbols %q, want %q", got, want)
	}
	if ids, err := v.Encode("अभि-"); !slices.Equal(ids, []int{5, 6, 7, 8}) || err != nil {
		t.Errorf("encoded as %v, %v", ids, err)
	}
	if again, err := vocab.New(v.Alphabet()); err != nil || !slices.Equal(again.Symbols(), v.Symbols()) {
		t.Errorf("made again: %v, %v", again, err)
	}
}

func TestStringIsShort(t *testing.T) {
	for symbols, want := range map[string]string{
		"abc":            "a–c and -",
		"ab":             "a b and -",
		"xa":             "x a and -",
		"भि ":            "भ ◌ि U+0020 and -",
		"acegikmoqsuwyz": "a c e g i k m o and 6 more and -",
	} {
		v, err := vocab.New(symbols)
		if err != nil || v.String() != want {
			t.Errorf("%q is written %q, %v, want %q", symbols, v, err, want)
		}
	}
}

func TestChangedCopiesLeaveTheVocabularyAlone(t *testing.T) {
	v := vocab.Letters()
	v.Symbols()[0] = "?"
	v.Padding(3)[0] = 99
	if v.Symbols()[0] != "a" || v.Padding(1)[0] != 26 {
		t.Error("a caller changed the vocabulary")
	}
}

func TestBadInput(t *testing.T) {
	v := vocab.Letters()
	encode := func(text string) error { _, err := v.Encode(text); return err }
	context := func(prompt string, length int) error { _, err := v.Context(prompt, length); return err }
	fresh := func(symbols string) error { _, err := vocab.New(symbols); return err }
	from := func(names ...string) error { _, err := vocab.FromNames(names); return err }
	decode := func(ids ...int) error { _, err := v.Decode(ids); return err }
	name := func(name string) error { _, err := v.EncodeName(name); return err }
	for want, err := range map[string]error{
		`prompt "zoë": 'ë' is not in the vocabulary (a–z)`:                                 context("zoë", 3),
		`prompt "d'arcy": '\'' is not in the vocabulary (a–z)`:                             context("d'arcy", 3),
		`prompt "abi-" holds '-', the end token, which only comes after a name`:            context("abi-", 3),
		`prompt "Abi": 'A' is not in the vocabulary (a–z), but 'a' is`:                     context("Abi", 3),
		`prompt "\xff" is not valid UTF-8`:                                                 context("\xff", 3),
		`a context of 0 characters: it must be between 1 and 1024`:                         context("abi", 0),
		`a context of -3 characters: it must be between 1 and 1024`:                        context("abi", -3),
		`a context of 2000000000 characters: it must be between 1 and 1024`:                context("abi", 2e9),
		`name "jean-luc" holds '-', the end token, which only comes after a name`:          name("jean-luc"),
		`"a b": ' ' is not in the vocabulary (a–z)`:                                        encode("a b"),
		`id 27 is not in the vocabulary (0 to 26)`:                                         decode(0, 27),
		`id -1 is not in the vocabulary (0 to 26)`:                                         decode(-1),
		`a vocabulary needs at least one symbol besides the end token '-'`:                 fresh(""),
		`vocabulary "abca" has 'a' twice`:                                                  fresh("abca"),
		`vocabulary "ab-" holds '-', the end token, which is added by itself`:              fresh("ab-"),
		`vocabulary "a\xff" is not valid UTF-8`:                                            fresh("a\xff"),
		`name "jean-luc" holds '-', the end token, or is not UTF-8: clean the names first`: from("anna", "jean-luc"),
		`name "a\xff" holds '-', the end token, or is not UTF-8: clean the names first`:    from("a\xff"),
		`"` + strings.Repeat("é", 40) + `…": 'é' is not in the vocabulary (a–z)`:           encode(strings.Repeat("é", 1<<20)),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
	if err := from(); err == nil {
		t.Error("a vocabulary of no names")
	}
}

func FuzzContext(f *testing.F) {
	f.Add("abi", 3)
	f.Add("zoë\xff-", -1)
	f.Fuzz(func(t *testing.T, prompt string, length int) {
		ids, err := vocab.Letters().Context(prompt, length)
		if err == nil && len(ids) != length {
			t.Errorf("Context(%q, %d) has %d ids", prompt, length, len(ids))
		}
	})
}
