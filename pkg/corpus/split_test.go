package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

// The sizes are those in data/NOTICE.md.
func TestSizesOfTheNotice(t *testing.T) {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil || len(split.Train) != 6308 || len(split.Dev) != 849 || len(split.Test) != 772 {
		t.Errorf("%d, %d, %d names, %v, want 6308, 849, 772", len(split.Train), len(split.Dev), len(split.Test), err)
	}
	all := slices.Sorted(slices.Values(slices.Concat(split.Train, split.Dev, split.Test)))
	if !slices.Equal(all, strings.Fields(data.Names())) {
		t.Error("the parts together are not the names")
	}
}

// FNV-1a of the empty text is its offset basis, 14695981039346656037, and of "a" 0xaf63dc4c8601ec8c =
// 12638187200555641996.
func TestHashByHand(t *testing.T) {
	split := corpus.SplitNames([]string{"", "a"})
	if !slices.Equal(split.Train, []string{"", "a"}) { // 7 and 6 modulo 10
		t.Errorf("split %v", split)
	}
}

func TestANameStaysInItsPart(t *testing.T) {
	alone := corpus.SplitNames([]string{"abhijit"})
	among := corpus.SplitNames([]string{"zuthoo", "abhijit", "anna"})
	if slices.Contains(alone.Train, "abhijit") != slices.Contains(among.Train, "abhijit") {
		t.Error("the part of a name depends on the other names")
	}
}

func TestTooFewNames(t *testing.T) {
	_, report, one := corpus.Load("anna", vocab.Letters())
	if report.Kept != 1 {
		t.Errorf("report %v, want one name kept", report)
	}
	for want, err := range map[string]error{
		"1 name is too few: the split left dev empty; give at least 50 names":             one,
		"0 names are too few: the split left train and dev empty; give at least 50 names": corpus.Split{}.Check(),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
	if err := (corpus.Split{Train: []string{"anna"}, Dev: []string{"bela"}}).Check(); err != nil {
		t.Errorf("without test: %v", err)
	}
	if _, _, err := corpus.Load("", vocab.Letters()); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("error %v", err)
	}
}

// 300 full names and 3 single ones: the error says what became of the 300.
func TestTooFewNamesAreExplained(t *testing.T) {
	for raw, want := range map[string]string{
		strings.Repeat("Ada Byron\n", 300) + "emma\nabi\nzoe": "; of 303 lines, 300 were dropped, all for this " +
			"reason: a space inside, as in \"Ada Byron\"; keep one word of each line, such as the first name",
		strings.Repeat("emma\n", 300) + "a1": "; of 301 lines, 300 were dropped, 299 of them for this reason: " +
			"already in the list, as in \"emma\"; give names that differ: each counts once",
	} {
		if _, _, err := corpus.Load(raw, vocab.Letters()); err == nil || !strings.Contains(err.Error(), "too few") ||
			!strings.HasSuffix(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestNovelty(t *testing.T) {
	split := corpus.Split{Train: []string{"anna"}, Dev: []string{"bela"}, Test: []string{"caro"}}
	got := split.Novelty([]string{"anna", "anna", "bela", "caro", "dora", ""})
	if want := (corpus.Novelty{Train: 2, HeldOut: 2, New: 2}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
}
