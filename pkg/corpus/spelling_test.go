package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

func TestCleanAnySpellsEachApostropheAlike(t *testing.T) {
	for _, sign := range "'’‘`´ʼ׳＇" {
		names, report, err := corpus.CleanAny("d" + string(sign) + "arcy\nД" + string(sign) + "їн\nג" + string(sign))
		if changed := reasons(report.Changed); changed != "another form of the apostrophe+upper case" && sign != '’' {
			t.Errorf("%q: changed for %s", sign, changed)
		}
		if want := []string{"d’arcy", "д’їн", "ג’"}; err != nil || !slices.Equal(names, want) {
			t.Errorf("%q: %q, %v, want %q", sign, names, err, want)
		}
		_, report, _ = corpus.CleanAny(string(sign) + "tim")
		if reasons(report.Dropped) != "no letter at the beginning" {
			t.Errorf("%q at the beginning: %v", sign, report)
		}
	}
}

// Each line holds spellings of one name, the last one as it is kept.
func TestSpellingsOfOneName(t *testing.T) {
	for _, spellings := range []string{
		"İpek I\u0307pek i\u0307pek ipek",
		"Işıl IŞıl Is\u0327ıl ışıl",
		"Νίκος ΝΊΚΟΣ Νι\u0301κος νίκος",
		"Σ σ",
		"Zoë ZOE\u0308 zoë",
		"Ian IAN ian",
	} {
		words := strings.Fields(spellings)
		names, report, err := corpus.CleanAny(strings.Join(words, "\n"))
		if want := words[len(words)-1]; err != nil || !slices.Equal(names, []string{want}) {
			t.Errorf("%q: %q, want %q, %v, %v", words, names, want, report, err)
		}
	}
}

// Normalise changes case and accents of a prompt as Clean does; a character outside the vocabulary stays.
func TestNormalise(t *testing.T) {
	composed, err := vocab.New("zoëł")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		v    *vocab.Vocabulary
		want string
	}{
		{"", vocab.Letters(), ""},
		{"Zoë", vocab.Letters(), "zoe"},
		{"Zoe\u0308", vocab.Letters(), "zoe"},
		{"Łu-1", vocab.Letters(), "łu-1"},
		{"ZOË", composed, "zoë"},
		{"Zoe\u0308", composed, "zoë"},
		{"é Ł", composed, "é ł"},
		{"d'É", composed, "d’é"},
		{"ΑΣ", composed, "ασ"}, // a prompt may go on, so that its 'Σ' is not the last letter
	} {
		if got := corpus.Normalise(c.text, c.v); got != c.want {
			t.Errorf("%q for %v is %q, want %q", c.text, c.v, got, c.want)
		}
	}
}
