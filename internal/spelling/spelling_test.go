package spelling_test

import (
	"testing"
	"testing/quick"

	"nexttoken/internal/spelling"
)

func TestNearest(t *testing.T) {
	words := []string{"steps", "seed", "learning-rate", "hidden", "n"}
	for written, want := range map[string]string{
		"step": "steps", "setps": "steps", "rate": "learning-rate", "hiden": "hidden", "sed": "seed", "Steps": "steps",
		"epochs": "", "lr": "", "": "", "m": "", "idd": "hidden", "ee": "",
	} {
		if got, found := spelling.Nearest(written, words); got != want || found != (want != "") {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

func TestTwoLettersAreNoPart(t *testing.T) { // also where they are three bytes
	if got, found := spelling.Nearest("éa", []string{"océane"}); found {
		t.Errorf("%q was found", got)
	}
}

func TestOfEquallyNearWordsTheFirstCounts(t *testing.T) {
	for _, words := range [][]string{{"abd", "abe"}, {"abe", "abd"}, {"xabc", "abcx"}} {
		if got, found := spelling.Nearest("abc", words); got != words[0] || !found {
			t.Errorf("of %q: %q, %v", words, got, found)
		}
	}
}

func TestDistance(t *testing.T) {
	for words, want := range map[[2]string]int{
		{"", ""}: 0, {"abc", ""}: 3, {"kitten", "sitting"}: 3, {"zoë", "zoe"}: 1, {"ab", "ba"}: 2,
	} {
		if got := spelling.Distance(words[0], words[1]); got != want {
			t.Errorf("%q: %d, want %d", words, got, want)
		}
	}
}

func TestDistanceIsTheSameInBothDirections(t *testing.T) {
	if err := quick.Check(func(a, b string) bool {
		return spelling.Distance(a, b) == spelling.Distance(b, a) && (spelling.Distance(a, b) == 0) == (a == b)
	}, nil); err != nil {
		t.Error(err)
	}
}
