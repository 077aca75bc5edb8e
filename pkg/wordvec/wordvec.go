// Package wordvec calculates with words: neighbours and analogies in a table of word vectors, compared by cosine.
//
// The vectors are GloVe's: Pennington, Socher and Manning, GloVe: Global Vectors for Word Representation, EMNLP 2014.
// The arithmetic is from Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space Word Representations,
// NAACL 2013.
package wordvec

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"nexttoken/data"
	"nexttoken/internal/quote"
)

// Table is a table of words, the most frequent first, and their vectors. Load and New make one.
type Table struct {
	words []string
	given [][]float64 // as they were learned, for arithmetic
	units [][]float64 // of length 1, so that a cosine is a sum of products
	ids   map[string]int
}

// Match is a word that was found.
type Match struct {
	Word       string
	Similarity float64 // cosine of the angle to what was looked for, −1 to 1
}

// Load returns the lecture's table: the 10,000 most frequent words of GloVe with 100 numbers each. It returns
// an error if the file in data cannot be read: a program that was built from a damaged one.
func Load() (*Table, error) {
	vectors, err := decodeVectors(data.GloveVectors())
	if err != nil {
		return nil, err
	}
	return New(strings.Fields(data.GloveWords()), vectors)
}

// New returns a table of words, the most frequent first, and their vectors, [words][numbers], one for each word. The
// table keeps both: do not change them later.
//
// It returns an error if there are no words, or not as many vectors; if vectors differ in length, hold a number that is
// not finite, or are all zeros; or if a word is there twice.
func New(words []string, vectors [][]float64) (*Table, error) {
	if len(words) != len(vectors) || len(words) == 0 {
		return nil, fmt.Errorf("%d words and %d vectors: each word needs one", len(words), len(vectors))
	}
	table := &Table{words: words, given: vectors, ids: make(map[string]int, len(words))}
	for id, word := range words {
		if other, twice := table.ids[word]; twice {
			return nil, fmt.Errorf("the word %s is in lines %d and %d: give it once", quote.Text(word), other+1, id+1)
		}
		if len(vectors[id]) != len(vectors[0]) {
			return nil, fmt.Errorf("the vector of %s has %d numbers, the first one %d: give all the same",
				quote.Text(word), len(vectors[id]), len(vectors[0]))
		}
		unit, err := normalised(vectors[id])
		if err != nil {
			return nil, fmt.Errorf("the vector of %s %w", quote.Text(word), err)
		}
		table.ids[word] = id
		table.units = append(table.units, unit)
	}
	return table, nil
}

// normalised returns the vector divided by its length.
func normalised(vector []float64) ([]float64, error) {
	length := math.Sqrt(dot(vector, vector))
	if !(length > 0) || math.IsInf(length, 0) {
		return nil, fmt.Errorf("has length %v, so it has no direction", length)
	}
	unit := make([]float64, len(vector))
	for i, x := range vector {
		unit[i] = x / length
	}
	return unit, nil
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// Vector returns a copy of a word's vector, [numbers], not normalised. The error for a word that is not in the table
// names the three nearest spellings.
func (t *Table) Vector(word string) ([]float64, error) {
	id, err := t.id(word)
	if err != nil {
		return nil, err
	}
	return slices.Clone(t.given[id]), nil
}

func (t *Table) id(word string) (int, error) {
	if len(t.words) == 0 {
		return 0, errors.New("the table of word vectors is empty: make one with wordvec.Load or wordvec.New")
	}
	id, found := t.ids[word]
	if !found {
		return 0, fmt.Errorf("%s is not among the %d words: did you mean %s?",
			quote.Text(word), len(t.words), strings.Join(t.nearestSpellings(word, 3), ", "))
	}
	return id, nil
}

// Similarity returns the cosine of the angle between the vectors of two words: 1 for the same direction, 0 for a right
// angle, −1 for opposite directions. It returns an error if a word is not in the table.
func (t *Table) Similarity(a, b string) (float64, error) {
	i, err := t.id(a)
	if err != nil {
		return 0, err
	}
	j, err := t.id(b)
	if err != nil {
		return 0, err
	}
	return dot(t.units[i], t.units[j]), nil
}

// Neighbours returns the n words with the highest cosine to a word, the closest first, without the word itself. Of
// words that are equally close, the more frequent comes first. The result is shorter where the table has fewer words.
//
// It returns an error if the word is not in the table or n is below 1.
func (t *Table) Neighbours(word string, n int) ([]Match, error) {
	id, err := t.id(word)
	if err != nil {
		return nil, err
	}
	return t.closest(t.units[id], n, id)
}

// Analogy returns the n words with the highest cosine to a − b + c, the closest first, without a, b and c: king − man +
// woman gives queen. The vectors are added as they were learned, not normalised. Ties and errors are those of
// Neighbours; it also returns an error if the sum has length 0.
//
// Mikolov, Yih and Zweig, 2013, section 4, leave the three words out as well. AnalogyWithInputs does not.
func (t *Table) Analogy(a, b, c string, n int) ([]Match, error) {
	target, ids, err := t.combine(a, b, c)
	if err != nil {
		return nil, err
	}
	return t.closest(target, n, ids...)
}

// AnalogyWithInputs is Analogy with a, b and c among the possible answers. Often a itself is the closest. Its errors
// are those of Analogy.
func (t *Table) AnalogyWithInputs(a, b, c string, n int) ([]Match, error) {
	target, _, err := t.combine(a, b, c)
	if err != nil {
		return nil, err
	}
	return t.closest(target, n)
}

// combine returns a − b + c, divided by its length, and the three ids.
func (t *Table) combine(words ...string) (target []float64, ids []int, err error) {
	for i, sign := range []float64{1, -1, 1} {
		id, err := t.id(words[i])
		if err != nil {
			return nil, nil, err
		}
		if ids = append(ids, id); target == nil {
			target = make([]float64, len(t.given[id]))
		}
		for j, x := range t.given[id] {
			target[j] += sign * x
		}
	}
	target, err = normalised(target)
	if err != nil {
		return nil, nil, fmt.Errorf("%s − %s + %s %w", words[0], words[1], words[2], err)
	}
	return target, ids, nil
}

// closest returns the n words with the highest cosine to a target of length 1. The sort is stable, so that words which
// are equally close stay in the table's order.
func (t *Table) closest(target []float64, n int, without ...int) ([]Match, error) {
	if n < 1 {
		return nil, fmt.Errorf("%d words: ask for at least 1", n)
	}
	matches := make([]Match, 0, len(t.words))
	for id, unit := range t.units {
		if !slices.Contains(without, id) {
			matches = append(matches, Match{t.words[id], dot(target, unit)})
		}
	}
	slices.SortStableFunc(matches, func(a, b Match) int { return cmp.Compare(b.Similarity, a.Similarity) })
	return slices.Clone(matches[:min(n, len(matches))]), nil
}
