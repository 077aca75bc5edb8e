package exercise

// Notebook 10: the next merge of byte-pair encoding.

import (
	"fmt"
	"slices"
)

// words are lists of tokens.
type words [][]string

func (w words) String() string { return fmt.Sprintf("the words %q", [][]string(w)) }

// neighbours is a pair of tokens, one directly after the other.
type neighbours struct{ left, right string }

// String writes a pair as the student's function returns it.
func (n neighbours) String() string { return fmt.Sprintf("%q, %q", n.left, n.right) }

// CommonestPair checks a function that returns the pair of neighbours that stands most often in words: the next merge
// of byte-pair encoding (Sennrich, Haddow and Birch 2016).
//
//	words: [words][tokens]
func CommonestPair(mine func(words [][]string) (left, right string)) Result {
	return commonestPair.check(func(w words) (pair neighbours) {
		copied := make([][]string, len(w))
		for i, tokens := range w {
			copied[i] = slices.Clone(tokens)
		}
		pair.left, pair.right = mine(copied)
		return pair
	})
}

// best returns the pair for which higher is highest, the first of several.
func best(w words, higher func(count int) int) (found neighbours) {
	counts := map[neighbours]int{}
	for _, tokens := range w {
		for i := range len(tokens) - 1 {
			counts[neighbours{tokens[i], tokens[i+1]}]++
		}
	}
	for _, tokens := range w {
		for i := range len(tokens) - 1 {
			pair := neighbours{tokens[i], tokens[i+1]}
			if found == (neighbours{}) || higher(counts[pair]) > higher(counts[found]) {
				found = pair
			}
		}
	}
	return found
}

func most(count int) int { return count }

// twoCommonest returns the two tokens that stand most often in the words.
func twoCommonest(w words) neighbours {
	tokens, counts := slices.Concat(w...), map[string]int{}
	for _, token := range tokens {
		counts[token]++
	}
	slices.SortStableFunc(tokens, func(a, b string) int { return counts[b] - counts[a] })
	tokens = slices.Compact(tokens)
	return neighbours{tokens[0], tokens[1]}
}

var commonestPair = task[words, neighbours]{
	todo:   "Your function still returns two empty texts.",
	praise: "Count, merge, repeat: that is how GPT-2's vocabulary of subwords was found.",
	inputs: []words{
		{{"n", "a"}, {"x", "b", "c"}, {"y", "b", "c"}, {"z", "b", "c"},
			{"a"}, {"n"}, {"a"}, {"n"}, {"a"}, {"n"}, {"a"}},
		{{"d", "i"}, {"d", "i"}, {"an", "i"}, {"an", "i"}, {"an", "i"}, {"x", "i"}, {"i"}, {"an"}, {"i"}, {"an"}, {"i"},
			{"an"}},
	},
	right: func(w words) neighbours { return best(w, most) },
	stub:  func(words) neighbours { return neighbours{} },
	mistakes: []mistake[words, neighbours]{
		{"You counted pairs across words. The end of a word and the beginning of the next are no pair.",
			func(w words) neighbours { return best(words{slices.Concat(w...)}, most) }},
		{"These are the two commonest tokens. Count pairs: a token with the one directly after it.", twoCommonest},
		{"That is the first pair. Count all, and return the one with the highest count.",
			func(w words) neighbours { return best(w, func(int) int { return 0 }) }},
		{"That is the rarest pair: merge the one with the highest count.",
			func(w words) neighbours { return best(w, func(count int) int { return -count }) }},
		{"Left and right are exchanged: the order of two neighbours is important.", func(w words) neighbours {
			pair := best(w, most)
			return neighbours{pair.right, pair.left}
		}},
	},
	hint: func(w words, got neighbours) string { return "Print the count of each pair." },
}
