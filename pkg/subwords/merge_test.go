package subwords

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nexttoken/data"
)

func ExampleMerge() {
	words := Spell([]string{"abi", "abhi", "abhinav"})
	for range 3 {
		pair, count := Commonest(words)
		words = Merge(words, pair)
		fmt.Println(pair.Left, "+", pair.Right, count, words)
	}
	// Output:
	// a + b 3 [[ab i] [ab h i] [ab h i n a v]]
	// ab + h 2 [[ab i] [abh i] [abh i n a v]]
	// abh + i 2 [[ab i] [abhi] [abhi n a v]]
}

func TestPairsByHand(t *testing.T) {
	got := Pairs([][]string{{"a", "b", "a", "b"}, {"b", "a"}, {"b"}, {}})
	want := map[Pair]int{{"a", "b"}: 2, {"b", "a"}: 2} // no pair from one word to the next
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, test := range []struct {
		words [][]string
		pair  Pair
		count int
	}{
		{nil, Pair{}, 0},
		{[][]string{{"a"}, {"b"}}, Pair{}, 0},
		{[][]string{{"a", "b"}, {"c", "d"}}, Pair{"a", "b"}, 1}, // the first of several
		{[][]string{{"a", "b"}, {"c", "d"}, {"c", "d"}}, Pair{"c", "d"}, 2},
	} {
		if pair, count := Commonest(test.words); pair != test.pair || count != test.count {
			t.Errorf("%v: %v, %d, want %v, %d", test.words, pair, count, test.pair, test.count)
		}
	}
}

func TestAPairIsMergedFromTheLeft(t *testing.T) {
	words := [][]string{{"a", "a", "a"}, {"a"}, {"b", "a", "a", "a", "a"}, {}}
	got := Merge(words, Pair{"a", "a"})
	if want := [][]string{{"aa", "a"}, {"a"}, {"b", "aa", "aa"}, nil}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(words[0]) != 3 || words[0][0] != "a" {
		t.Errorf("the words became %q", words)
	}
}

// Each merge removes as many tokens as the pair was counted, if the pair is no letter twice; the text stays the same.
func TestMergesOnNames(t *testing.T) {
	names := strings.Fields(data.Names())[:500]
	words := Spell(names)
	for range 20 {
		pair, count := Commonest(words)
		before := len(slices.Concat(words...))
		words = Merge(words, pair)
		if removed := before - len(slices.Concat(words...)); pair.Left != pair.Right && removed != count {
			t.Errorf("%v stands there %d times, and the merge removed %d tokens", pair, count, removed)
		}
	}
	for i, name := range names {
		if got := strings.Join(words[i], ""); got != name {
			t.Errorf("%s became %s", name, got)
		}
	}
}
