// Package spelling compares the spellings of words, to find the one that somebody meant.
package spelling

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the word that somebody meant who wrote it a little wrong or wrote only a part of it, and whether
// there is one. Of equally near words the first counts.
func Nearest(written string, words []string) (nearest string, found bool) {
	const shortest = 3 // letters of a part
	least := (utf8.RuneCountInString(written) + 1) / 3
	for _, word := range words {
		changes := Distance(written, word)
		if utf8.RuneCountInString(written) >= shortest && strings.Contains(word, written) {
			changes = 0
		}
		if changes < least || changes == least && !found {
			nearest, least, found = word, changes, true
		}
	}
	return nearest, found
}

// Distance counts the letters to insert, delete or replace to turn one word into another.
// Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966.
func Distance(from, to string) int {
	row := make([]int, utf8.RuneCountInString(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range []rune(from) {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range []rune(to) {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(row)-1]
}
