package wordvec

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// longest is how many bytes of a word are compared with others: a whole text in place of a word takes no longer.
const longest = 40

// nearestSpellings returns the n words with the fewest changed letters. Of equally near words the more frequent comes
// first.
func (t *Table) nearestSpellings(word string, n int) []string {
	word = word[:min(len(word), longest)]
	type candidate struct{ id, changes int }
	candidates := make([]candidate, len(t.words))
	for id, other := range t.words {
		candidates[id] = candidate{id, distance(word, other)}
	}
	slices.SortFunc(candidates, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.changes, b.changes), cmp.Compare(a.id, b.id))
	})
	var spellings []string
	for _, c := range candidates[:min(n, len(candidates))] {
		spellings = append(spellings, t.words[c.id])
	}
	return spellings
}

// distance counts the letters to insert, delete or replace to turn one word into another.
// Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966.
func distance(from, to string) int {
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
