package vocab_test

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/vocab"
)

func TestLettersAre27(t *testing.T) {
	v := vocab.Letters()
	if v.Size() != 27 || v.End() != 26 || len(v.Tokens()) != 27 {
		t.Errorf("size %d, end %d, %d symbols; want 27, 26, 27", v.Size(), v.End(), len(v.Tokens()))
	}
	for symbol, want := range map[string]int{"a": 0, "b": 1, "z": 25, string(vocab.End): 26} {
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

func TestWindowIsPaddedOrCut(t *testing.T) {
	for _, c := range []struct {
		ids    []int
		length int
		want   []int
	}{
		{nil, 3, []int{9, 9, 9}},
		{[]int{1}, 3, []int{9, 9, 1}},
		{[]int{1, 2, 3}, 3, []int{1, 2, 3}},
		{[]int{1, 2, 3, 4}, 3, []int{2, 3, 4}},
		{[]int{1}, 0, []int{}},
		{[]int{1}, -1, []int{}},
	} {
		got := vocab.Window(c.ids, c.length, 9)
		if !slices.Equal(got, c.want) {
			t.Errorf("Window(%v, %d) = %v, want %v", c.ids, c.length, got, c.want)
		}
		if len(got) > 0 && len(c.ids) > 0 {
			if got[len(got)-1] = 7; c.ids[len(c.ids)-1] == 7 {
				t.Error("a window shares memory with the ids")
			}
		}
	}
}

func TestCheckContextAtItsLimits(t *testing.T) {
	for length, right := range map[int]bool{
		-3:                   false,
		0:                    false,
		1:                    true,
		vocab.MaxContext:     true,
		vocab.MaxContext + 1: false,
	} {
		if err := vocab.CheckContext(length); (err == nil) != right {
			t.Errorf("a context of %d: %v", length, err)
		}
	}
}

func TestCheckIDsNamesTheFirstIDOutside(t *testing.T) {
	for _, c := range []struct {
		ids  []int
		want string // "": no error
	}{
		{nil, ""},
		{[]int{0, 26, 13}, ""},
		{[]int{0, 27, -1}, "id 27 is not in the vocabulary (0 to 26)"},
		{[]int{26, -1, 27}, "id -1 is not in the vocabulary (0 to 26)"},
	} {
		err := vocab.CheckIDs(c.ids, 27)
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != c.want) {
			t.Errorf("%v: error %v, want %q", c.ids, err, c.want)
		}
	}
}

func TestDocumentsAreEncodedOrTheFirstErrorIsReturned(t *testing.T) {
	got, err := vocab.EncodeDocuments(vocab.Letters(), []string{"ab", ""})
	if err != nil || len(got) != 2 || !slices.Equal(got[0], []int{0, 1, 26}) || !slices.Equal(got[1], []int{26}) {
		t.Errorf("%v, %v", got, err)
	}
	got, err = vocab.EncodeDocuments(vocab.Letters(), []string{"ab", "zoë", "1"})
	if got != nil || err == nil || !strings.Contains(err.Error(), `"zoë"`) {
		t.Errorf("%v, %v, want an error that names the second document", got, err)
	}
}

func TestADocumentEndsWithTheEndToken(t *testing.T) {
	if got, err := vocab.EncodeDocument(vocab.Letters(), "abi"); !slices.Equal(got, []int{0, 1, 8, 26}) || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestFromNamesOfAnyScript(t *testing.T) {
	v, err := vocab.FromNames([]string{"zoë", "अभि", "zed"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(v.Tokens(), " "), "d e o z ë अ भ ि -"; got != want {
		t.Errorf("symbols %q, want %q", got, want)
	}
	if ids, err := v.Encode("अभि-"); !slices.Equal(ids, []int{5, 6, 7, 8}) || err != nil {
		t.Errorf("encoded as %v, %v", ids, err)
	}
	if again, err := vocab.New(v.Alphabet()); err != nil || !slices.Equal(again.Tokens(), v.Tokens()) {
		t.Errorf("New(Alphabet()) is %v, %v", again, err)
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
	v.Tokens()[0] = "?"
	if v.Tokens()[0] != "a" {
		t.Error("a caller changed the vocabulary")
	}
}

func TestBadInput(t *testing.T) {
	v := vocab.Letters()
	encode := func(text string) error { _, err := v.Encode(text); return err }
	prompt := func(prompt string) error { _, err := vocab.EncodePrompt(v, prompt); return err }
	fresh := func(symbols string) error { _, err := vocab.New(symbols); return err }
	from := func(names ...string) error { _, err := vocab.FromNames(names); return err }
	decode := func(ids ...int) error { _, err := v.Decode(ids); return err }
	name := func(name string) error { _, err := vocab.EncodeDocument(v, name); return err }
	long := strings.Repeat("é", 1<<20) // two bytes each
	for want, err := range map[string]error{
		`prompt "zoë": 'ë' is not in the vocabulary (a–z)`:                                 prompt("zoë"),
		`prompt "d'arcy": '\'' is not in the vocabulary (a–z)`:                             prompt("d'arcy"),
		`prompt "abi-" holds '-', the end token, which only comes after a name`:            prompt("abi-"),
		`prompt "Abi": 'A' is not in the vocabulary (a–z), but 'a' is`:                     prompt("Abi"),
		`prompt "\xff" is not valid UTF-8`:                                                 prompt("\xff"),
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
		`"` + long[:2*40] + `…": 'é' is not in the vocabulary (a–z)`:                       encode(long),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
	if err := from(); err == nil {
		t.Error("a vocabulary of no names")
	}
}

// Zero values and nil give an error, and no panic.
func TestAVocabularyWithoutTokens(t *testing.T) {
	var none *vocab.Vocabulary
	for name, v := range map[string]*vocab.Vocabulary{"nil": none, "the zero value": new(vocab.Vocabulary)} {
		_, encode := v.Encode("abi")
		_, decode := v.Decode([]int{0})
		_, id := v.ID("a")
		_, document := vocab.EncodeDocument(v, "abi")
		for _, err := range []error{encode, decode, id, document} {
			if err == nil || !strings.Contains(err.Error(), "this vocabulary has no tokens: make one with Letters") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if v.Size() != 0 || v.End() != -1 || v.Has("a") || len(v.Tokens()) != 0 {
			t.Errorf("%s: size %d, end %d, tokens %q", name, v.Size(), v.End(), v.Tokens())
		}
		if v.Alphabet() != "" || v.String() != "no tokens" {
			t.Errorf("%s: alphabet %q, written %q", name, v.Alphabet(), v)
		}
	}
	if _, err := vocab.EncodePrompt(nil, "a"); err == nil {
		t.Error("a prompt was encoded without a tokenizer")
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("abi")
	f.Add("zoë\xff-")
	text, err := vocab.FromText(vocab.Words, "a good man, a good wife", 2)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, written string) {
		for _, v := range []*vocab.Vocabulary{vocab.Letters(), text} {
			ids, err := v.Encode(written)
			if err != nil && v == text {
				t.Errorf("%q: %v, and a vocabulary of a text encodes everything", written, err)
			}
			if err != nil {
				continue
			}
			if back, err := v.Decode(ids); back != written || err != nil {
				t.Errorf("%q became %v and %q, %v", written, ids, back, err)
			}
		}
	})
}
