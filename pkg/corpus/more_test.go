package corpus_test

import (
	"fmt"
	"strings"
	"testing"

	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

func TestASplitAsIDsByHand(t *testing.T) {
	split := corpus.Split{Train: []string{"ab", ""}, Dev: []string{"b"}}
	got, err := split.Encode(vocab.Letters())
	if want := "[[0 1 26] [26]] [[1 26]] []"; err != nil || fmt.Sprint(got.Train, got.Dev, got.Test) != want ||
		got.Tokenizer.Size() != 27 {
		t.Errorf("%v %v %v, %v, want %s", got.Train, got.Dev, got.Test, err, want)
	}
	split.Test = []string{"zoë"}
	if got, err := split.Encode(vocab.Letters()); err == nil || !strings.Contains(err.Error(), `"zoë"`) ||
		got.Tokenizer != nil {
		t.Errorf("%+v, %v, want an error that names zoë", got, err)
	}
	for _, none := range []vocab.Tokenizer{nil, new(vocab.Vocabulary)} {
		if _, err := split.Encode(none); err == nil || !strings.Contains(err.Error(), "no vocabulary: give one") {
			t.Errorf("without a vocabulary: %v", err)
		}
	}
}

func TestAllNamesOfASplitAreCounted(t *testing.T) {
	for want, split := range map[string]corpus.Split{
		"5 names are too few: the split left dev empty": {Train: []string{"a", "b"}, Test: []string{"c", "d", "e"}},
		"3 names are too few: the split left train emp": {Dev: []string{"a"}, Test: []string{"c", "d"}},
		"1 name is too few: the split left train and d": {Test: []string{"a"}},
	} {
		if err := split.Check(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want one that begins with %q", err, want)
		}
	}
}

func TestSharesThatLeaveNothing(t *testing.T) {
	for share, want := range map[float64]string{
		0: "a share of 0 to learn from", 1: "a share of 1 to learn from", 0.9: "no line ends between 90 % of the text",
	} {
		if _, err := corpus.SplitText("one line", share); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a share of %v: %v, want %q", share, err, want)
		}
	}
}

func TestOnlyTheMostFrequentReasonHasItsAdvice(t *testing.T) {
	twice := corpus.Count{Reason: "a digit", Names: 2, Example: "a1", Advice: "write none"}
	once := corpus.Count{Reason: "a space", Names: 1, Example: "a b", Advice: "write one word"}
	for i, dropped := range [][]corpus.Count{{twice, twice}, {once}} {
		want := "kept 1 of 4 lines\n" + []string{
			"dropped 2: a digit, as in \"a1\"; write none\ndropped 2: a digit, as in \"a1\"",
			"dropped 1: a space, as in \"a b\"",
		}[i]
		if got := (corpus.Report{Lines: 4, Kept: 1, Dropped: dropped}).String(); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}

// A line of 64 characters is shown whole. One of 1,024 bytes may still be a name, if most of them are accents.
func TestLongLinesAtTheirLimits(t *testing.T) {
	for length, want := range map[int]string{64: strings.Repeat("1", 64), 65: strings.Repeat("1", 64) + "…"} {
		_, report, _ := corpus.Clean("abi\n"+strings.Repeat("1", length), vocab.Letters())
		if got := report.Dropped[0].Example; got != want {
			t.Errorf("%d digits: the example is %q", length, got)
		}
	}
	for accents, want := range map[int]string{511: "ab", 512: ""} { // two bytes each
		names, _, _ := corpus.Clean("ab"+strings.Repeat("\u0301", accents), vocab.Letters())
		if got := strings.Join(names, " "); got != want {
			t.Errorf("ab with %d accents: %q, want %q", accents, got, want)
		}
	}
}

func TestAVocabularyMayBeginWithAnAccent(t *testing.T) {
	v, err := vocab.New("éab")
	if err != nil {
		t.Fatal(err)
	}
	if got := corpus.Normalise("ÉBA", v); got != "éba" {
		t.Errorf("%q, want éba", got)
	}
}
