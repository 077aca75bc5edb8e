package subwords

// Byte-pair encoding, one merge at a time: how a vocabulary of subwords is found. GPT-2 begins with bytes; this begins
// with characters. (Sennrich, Haddow and Birch 2016, section 3.2, algorithm 1)

import "nexttoken/pkg/vocab"

// Pair is two tokens, one directly after the other.
type Pair struct{ Left, Right string }

// Spell cuts each word into its characters.
//
//	returns: [words][characters]
func Spell(words []string) [][]string {
	spelled := make([][]string, len(words))
	for i, word := range words {
		spelled[i] = vocab.Characters(word)
	}
	return spelled
}

// Pairs counts how often each pair of neighbours stands in the words. The end of a word and the beginning of the next
// are no pair.
//
//	words: [words][tokens]
func Pairs(words [][]string) map[Pair]int {
	counts := map[Pair]int{}
	for _, tokens := range words {
		for i := range len(tokens) - 1 {
			counts[Pair{tokens[i], tokens[i+1]}]++
		}
	}
	return counts
}

// Commonest returns the pair of neighbours that stands most often in the words, and how often. Of several, it returns
// the one that comes first. The count is 0 if no word has two tokens.
//
//	words: [words][tokens]
func Commonest(words [][]string) (best Pair, count int) {
	counts := Pairs(words)
	for _, tokens := range words {
		for i := range len(tokens) - 1 {
			if pair := (Pair{tokens[i], tokens[i+1]}); counts[pair] > count {
				best, count = pair, counts[pair]
			}
		}
	}
	return best, count
}

// Merge returns the words with each occurrence of a pair joined into one token, from left to right: with the pair a, a
// the word a a a becomes aa a.
//
//	words:   [words][tokens]
//	returns: [words][tokens]; words stays as it is
func Merge(words [][]string, pair Pair) [][]string {
	merged := make([][]string, len(words))
	for i, tokens := range words {
		for at := 0; at < len(tokens); at++ {
			token := tokens[at]
			if at+1 < len(tokens) && (Pair{token, tokens[at+1]}) == pair {
				at++
				token += tokens[at]
			}
			merged[i] = append(merged[i], token)
		}
	}
	return merged
}
