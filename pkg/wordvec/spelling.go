package wordvec

import (
	"cmp"
	"slices"

	"nexttoken/internal/spelling"
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
		candidates[id] = candidate{id, spelling.Distance(word, other)}
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
