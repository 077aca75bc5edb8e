// Package wordvec calculates with words: neighbours and analogies over a table of word vectors, by cosine.
//
// The vectors are GloVe's: Pennington, Socher and Manning, GloVe: Global Vectors for Word Representation, EMNLP 2014.
// The arithmetic is from Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space Word Representations, NAACL 2013.
package wordvec

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nexttoken/data"
)

// Table holds words, the most frequent first, and their vectors.
type Table struct {
	words []string
	given [][]float64 // as they were learned, which is what arithmetic needs
	units [][]float64 // of length 1, so that a cosine is a sum of products
	ids   map[string]int
}

// Match is a word and how close it is: the cosine of the angle, from −1 to 1.
type Match struct {
	Word       string
	Similarity float64
}

// Load returns the lecture's table: 10,000 words with 100 numbers each.
func Load() (*Table, error) {
	vectors, err := readArray(data.GloveVectors())
	if err != nil {
		return nil, err
	}
	return New(strings.Fields(data.GloveWords()), vectors)
}

// New returns a table of words and their vectors. It returns an error unless each word has one vector,
// all of one length, finite and not all zero, and no word stands twice.
func New(words []string, vectors [][]float64) (*Table, error) {
	if len(words) != len(vectors) || len(words) == 0 {
		return nil, fmt.Errorf("%d words and %d vectors: each word needs one", len(words), len(vectors))
	}
	table := &Table{words: words, given: vectors, ids: make(map[string]int, len(words))}
	for id, word := range words {
		if len(vectors[id]) != len(vectors[0]) {
			return nil, fmt.Errorf("the vector of %q has %d numbers, the first one %d: give all the same", word, len(vectors[id]), len(vectors[0]))
		}
		if other, twice := table.ids[word]; twice {
			return nil, fmt.Errorf("the word %q stands in lines %d and %d: give it once", word, other+1, id+1)
		}
		unit, err := normalised(vectors[id])
		if err != nil {
			return nil, fmt.Errorf("the vector of %q %w", word, err)
		}
		table.ids[word] = id
		table.units = append(table.units, unit)
	}
	return table, nil
}

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

// Len returns the number of words.
func (t *Table) Len() int { return len(t.words) }

// Vector returns a copy of a word's vector. A missing word gets an error with the three nearest spellings.
func (t *Table) Vector(word string) ([]float64, error) {
	id, err := t.id(word)
	if err != nil {
		return nil, err
	}
	return slices.Clone(t.given[id]), nil
}

func (t *Table) id(word string) (int, error) {
	id, found := t.ids[word]
	if !found {
		return 0, fmt.Errorf("%q is not among the %d words: did you mean %s?", word, len(t.words), strings.Join(t.nearestSpellings(word, 3), ", "))
	}
	return id, nil
}

// Similarity returns the cosine of the angle between two words.
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

// Neighbours returns the n words closest to a word, the closest first, without the word itself.
func (t *Table) Neighbours(word string, n int) ([]Match, error) {
	id, err := t.id(word)
	if err != nil {
		return nil, err
	}
	return t.closest(t.units[id], n, id), nil
}

// Analogy returns the n words closest to a − b + c, the three themselves left out: king − man + woman → queen.
func (t *Table) Analogy(a, b, c string, n int) ([]Match, error) {
	target, ids, err := t.combine(a, b, c)
	if err != nil {
		return nil, err
	}
	return t.closest(target, n, ids...), nil
}

// AnalogyWithInputs is Analogy with the three words themselves allowed as answers.
func (t *Table) AnalogyWithInputs(a, b, c string, n int) ([]Match, error) {
	target, _, err := t.combine(a, b, c)
	if err != nil {
		return nil, err
	}
	return t.closest(target, n), nil
}

// combine returns a − b + c, of length 1, and the three ids.
func (t *Table) combine(words ...string) (target []float64, ids []int, err error) {
	target = make([]float64, len(t.given[0]))
	for i, sign := range []float64{1, -1, 1} {
		id, err := t.id(words[i])
		if err != nil {
			return nil, nil, err
		}
		ids = append(ids, id)
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

// closest returns the n words whose vectors have the smallest angle to a target of length 1.
func (t *Table) closest(target []float64, n int, without ...int) []Match {
	var best []Match
	for id, unit := range t.units {
		match := Match{t.words[id], dot(target, unit)}
		if len(best) == n && (n == 0 || match.Similarity <= best[n-1].Similarity) || slices.Contains(without, id) {
			continue
		}
		best = insert(best, match)
		best = best[:max(0, min(n, len(best)))]
	}
	return best
}

// insert puts a match where it belongs, behind those that are as close.
func insert(best []Match, match Match) []Match {
	place, _ := slices.BinarySearchFunc(best, match, func(a, b Match) int {
		if a.Similarity >= b.Similarity {
			return -1
		}
		return 1
	})
	return slices.Insert(best, place, match)
}
