package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

func TestWindowsOfANameByHand(t *testing.T) {
	got, err := corpus.Windows(vocab.Letters(), []string{"abi", "z"}, 3)
	want := []corpus.Example{
		{[]int{26, 26, 26}, 0}, {[]int{26, 26, 0}, 1}, {[]int{26, 0, 1}, 8}, {[]int{0, 1, 8}, 26},
		{[]int{26, 26, 26}, 25}, {[]int{26, 26, 25}, 26},
	}
	same := func(a, b corpus.Example) bool { return slices.Equal(a.Context, b.Context) && a.Next == b.Next }
	if err != nil || !slices.EqualFunc(got, want, same) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestOneWindowForEachCharacter(t *testing.T) {
	names := strings.Fields(data.Names())
	for _, context := range []int{1, 3, 20} {
		examples, err := corpus.Windows(vocab.Letters(), names, context)
		if want := len(data.Names()); err != nil || len(examples) != want { // one end token for each \n
			t.Errorf("context %d: %d examples, %v, want %d", context, len(examples), err, want)
		}
	}
}

func TestAppendingToAContextHarmsNoOther(t *testing.T) {
	examples, err := corpus.Windows(vocab.Letters(), []string{"abi"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	_ = append(examples[0].Context, 99)
	if got := examples[1].Context; !slices.Equal(got, []int{26, 0}) {
		t.Errorf("the next context became %v", got)
	}
}

func TestWindowsOfBadInput(t *testing.T) {
	windows := func(context int, names ...string) error {
		_, err := corpus.Windows(vocab.Letters(), names, context)
		return err
	}
	for want, err := range map[string]error{
		"a context of 0 tokens":  windows(0, "a"),
		"a context of -1 tokens": windows(-1, "a"),
		"no names":               windows(3),
		`name "zoë": 'ë'`:        windows(3, "zoë"),
		`name "a-b" holds '-'`:   windows(3, "a-b"),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}

// The counts after "abi" are those in data/NOTICE.md.
func TestNextCountsOfTheNotice(t *testing.T) {
	names := strings.Fields(data.Names())
	got, total := corpus.NextCounts(names, "abi")
	want := []corpus.NextCount{{"-", 6}, {"l", 6}, {"n", 6}, {"r", 6}, {"t", 5}, {"a", 2}, {"d", 2}}
	if total != 39 || len(got) != 13 || !slices.Equal(got[:7], want) || got[7].Count != 1 || got[12].Count != 1 {
		t.Errorf("anywhere %v, %d in all", got, total)
	}
	got, total = corpus.NextCounts(names, "-abi")
	want = []corpus.NextCount{{"n", 3}, {"-", 1}, {"d", 1}, {"g", 1}, {"l", 1}, {"u", 1}}
	if total != 8 || !slices.Equal(got, want) {
		t.Errorf("at the start %v, %d in all", got, total)
	}
}

// The total of NextCounts after a context is the number of examples that Windows returns with this context.
func TestNextCountsAreWhatAModelSees(t *testing.T) {
	names := strings.Fields(data.Names())[:500]
	examples, err := corpus.Windows(vocab.Letters(), names, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"---", "--a", "-ab", "abi", "qqq"} {
		ids, _ := vocab.Letters().Encode(text)
		want := 0
		for _, example := range examples {
			if slices.Equal(example.Context, ids) {
				want++
			}
		}
		if _, total := corpus.NextCounts(names, text); total != want {
			t.Errorf("%q is followed %d times, want %d", text, total, want)
		}
	}
}

func TestNextCountsByHand(t *testing.T) {
	for text, want := range map[string]string{
		"": "a3 -2 n2", "an": "n1", "nn": "a1", "a": "-2 n1", "-": "a2", "-a": "-1 n1", "a-": "", "x": "", "---": "a2",
	} {
		var parts []string
		continuations, _ := corpus.NextCounts([]string{"anna", "a"}, text)
		for _, c := range continuations {
			parts = append(parts, c.Token+string(rune('0'+c.Count)))
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("%q is followed by %q, want %q", text, got, want)
		}
	}
	if got, total := corpus.NextCounts([]string{"aaaa"}, "aa"); total != 3 || got[0].Count != 2 {
		t.Errorf("overlapping: %v, %d in all", got, total)
	}
	if got, _ := corpus.NextCounts([]string{"zoë"}, "o"); got[0].Token != "ë" {
		t.Errorf("not a whole character: %v", got)
	}
}

func TestNextFrequenciesByHand(t *testing.T) {
	shares, err := corpus.NextFrequencies(vocab.Letters(), []string{"anna", "a"}, "a")
	if err != nil || shares[13] != 1./3 || shares[26] != 2./3 {
		t.Errorf("after a: %v, %v", shares, err)
	}
}

func TestNextFrequenciesAfterWhatNothingFollows(t *testing.T) {
	for text, want := range map[string]string{
		"qq":   `"qq" is in none of the 2 names: try a shorter text`,
		"--q":  `"--q" is in none of the 2 names: try a shorter text`,
		"abi-": `"abi-" has '-', the end token, after a character: it ends the name, and nothing follows it`,
		"-a-b": `"-a-b" has '-', the end token, after a character: it ends the name, and nothing follows it`,
	} {
		_, err := corpus.NextFrequencies(vocab.Letters(), []string{"anna", "abi"}, text)
		if err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
}
