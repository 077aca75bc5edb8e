package exercise

// Notebook 07: what the embeddings have learned.

import (
	"fmt"
	"math"
	"slices"
)

type letterAt struct {
	table [][]float64
	id    int
}

func (l letterAt) String() string { return fmt.Sprintf("the table %v and the id %d", l.table, l.id) }

// best returns the id, other than the letter's own, whose row has the lowest score.
func (l letterAt) best(score func(row []float64) float64) int {
	best, lowest := -1, math.Inf(1)
	for id, row := range l.table {
		if s := score(row); id != l.id && s < lowest {
			best, lowest = id, s
		}
	}
	return best
}

func (l letterAt) row() []float64 { return l.table[l.id] }

// Nearest checks a function that returns the id of the row of an embedding table, [rows][columns], that is nearest to
// the row of an id, by Euclidean distance; not that id itself.
func Nearest(mine func(table [][]float64, id int) int) Result {
	return nearest.check(func(l letterAt) int { return mine(rowsOf(l.table), l.id) })
}

var nearest = task[letterAt, int]{
	todo:   "Your function still returns -1.",
	praise: "The smallest distance to another row: for the model, these two letters are the most similar.",
	inputs: []letterAt{
		{[][]float64{{5, 5}, {0, 1}, {1, 0.5}, {0, -4}}, 1},
		{[][]float64{{2, 0}, {1.5, 3}, {9, 0.5}, {-3, 0}, {4, -3}}, 0},
		{[][]float64{{1, 1}, {-2, 1}, {-2.5, 2}, {1, 3}}, 3},
	},
	right: func(l letterAt) int {
		return l.best(func(row []float64) float64 { return distance(row, l.row()) })
	},
	stub: func(letterAt) int { return -1 },
	mistakes: []mistake[letterAt, int]{
		{"Every letter is nearest to itself, at distance 0: leave it out.", func(l letterAt) int { return l.id }},
		{"That is the farthest one: smaller is nearer.", func(l letterAt) int {
			return l.best(func(row []float64) float64 { return -distance(row, l.row()) })
		}},
		{"That is the largest dot product: it is large for long vectors, wherever they are. Use the distance.",
			func(l letterAt) int {
				return l.best(func(row []float64) float64 { return -dot(row, l.row()) })
			}},
		{"You compared the first numbers only: a point has two coordinates.", func(l letterAt) int {
			return l.best(func(row []float64) float64 { return math.Abs(row[0] - l.row()[0]) })
		}},
		{"You added the differences without squaring them: negative ones cancel positive ones.",
			func(l letterAt) int {
				return l.best(func(row []float64) float64 {
					sum := 0.0
					for i, x := range row {
						sum += x - l.row()[i]
					}
					return sum
				})
			}},
		{"That is always the first row: do you keep the nearest row so far, and its distance?",
			func(l letterAt) int { return 0 }},
		{"That is always the last row: do you compare each distance with the smallest so far?",
			func(l letterAt) int { return len(l.table) - 1 }},
	},
	hint: func(l letterAt, got int) string { return "Draw the rows as points on paper." },
}

type group struct {
	table [][]float64
	ids   []int
}

func (g group) String() string { return fmt.Sprintf("the table %v and the ids %v", g.table, g.ids) }

// pairs returns the sum of a measure over the pairs of the group, and the number of pairs.
func (g group) pairs(measure func(a, b []float64) float64) (sum float64, pairs int) {
	for i, a := range g.ids {
		for _, b := range g.ids[:i] {
			sum += measure(g.table[a], g.table[b])
			pairs++
		}
	}
	return sum, pairs
}

// MeanDistance checks a function that returns the mean Euclidean distance between the rows of some ids in an embedding
// table, [rows][columns], over all pairs.
func MeanDistance(mine func(table [][]float64, ids []int) float64) Result {
	return meanDistance.check(func(g group) float64 { return mine(rowsOf(g.table), slices.Clone(g.ids)) })
}

var meanDistance = task[group, float64]{
	todo:   "Your function still returns 0.",
	praise: "The mean over all pairs. Now compare the vowels with as many letters drawn at random.",
	inputs: []group{
		{[][]float64{{0, 0}, {3, 4}, {6, 8}, {1, 1}}, []int{0, 1, 2}},
		{[][]float64{{0, 0}, {3, 4}, {6, 8}, {1, 1}, {0, 2}}, []int{4, 3, 1, 0}},
	},
	right: func(g group) float64 {
		sum, pairs := g.pairs(distance)
		return sum / float64(pairs)
	},
	stub: func(group) float64 { return 0 },
	mistakes: []mistake[group, float64]{
		{"That is the sum: divide by the number of pairs.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return sum
		}},
		{"That is twice the sum: you counted each pair twice, and did not divide.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return 2 * sum
		}},
		{"You also paired each letter with itself, at distance 0: that makes the mean too small.",
			func(g group) float64 {
				sum, _ := g.pairs(distance)
				return 2 * sum / float64(len(g.ids)*len(g.ids))
			}},
		{"You divided by the number of letters. Divide by the number of pairs.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return sum / float64(len(g.ids))
		}},
		{"You divided by the number of letters, and counted each pair twice.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return 2 * sum / float64(len(g.ids))
		}},
		{"The square root is missing: that is the mean of the squared distances.", func(g group) float64 {
			sum, pairs := g.pairs(func(a, b []float64) float64 { return distance(a, b) * distance(a, b) })
			return sum / float64(pairs)
		}},
		{"You used all letters of the table: use only those of the group.", func(g group) float64 {
			all := group{table: g.table}
			for id := range g.table {
				all.ids = append(all.ids, id)
			}
			sum, pairs := all.pairs(distance)
			return sum / float64(pairs)
		}},
	},
	hint: func(g group, got float64) string {
		_, pairs := g.pairs(distance)
		return fmt.Sprintf("%d letters make %d pairs.", len(g.ids), pairs)
	},
}

// Pairs checks a prediction: how many pairs five letters make.
func Pairs(prediction int) Result { return pairs.check(float64(prediction)) }

var pairs = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "5 × 4 / 2: each of the five with four others, and each pair counted once.",
	right:  10,
	mistakes: map[float64]string{
		20: "You counted each pair twice. a–e and e–a are one pair.",
		25: "You paired each letter with itself, too, and counted each other pair twice.",
		15: "You paired each letter with itself, too: that distance is always 0.",
		5:  "That is the number of letters. Each letter makes a pair with every other one.",
		4:  "That is the number of pairs that one letter makes.",
	},
	below: writePairs,
	above: writePairs,
}

const writePairs = "Write the pairs down: a–e, a–i, …"

// permuted holds a number, and those of the random groups that it is compared with.
type permuted struct {
	ours   float64
	random []float64
}

func (p permuted) String() string {
	return fmt.Sprintf("our value %v and the random values %v", p.ours, p.random)
}

// count returns for how many of the random groups a comparison holds.
func (p permuted) count(holds func(x float64) bool) float64 {
	n := 0.0
	for _, x := range p.random {
		if holds(x) {
			n++
		}
	}
	return n
}

func (p permuted) close() float64  { return p.count(func(x float64) bool { return x <= p.ours }) }
func (p permuted) closer() float64 { return p.count(func(x float64) bool { return x < p.ours }) }
func (p permuted) groups() float64 { return float64(len(p.random)) }

// PValue checks a function that returns the p of a permutation test for small values: (number of random values that are
// at most ours + 1) / (number of random values + 1). random: [groups]. See package permutation.
func PValue(mine func(ours float64, random []float64) float64) Result {
	return pValue.check(func(p permuted) float64 { return mine(p.ours, slices.Clone(p.random)) })
}

var pValue = task[permuted, float64]{
	todo:   "Your function still returns 0. Count the groups, then divide.",
	praise: "A small p means: few random groups are as close together as the vowels.",
	inputs: []permuted{
		{0.6, []float64{0.9, 0.5, 1.1, 1, 0.8}}, {0.7, []float64{0.7, 1, 0.2, 0.9}},
		{2, []float64{1.5, 3, 1, 1.2, 0.4, 2}},
	},
	right: func(p permuted) float64 { return (p.close() + 1) / (p.groups() + 1) },
	stub:  func(permuted) float64 { return 0 },
	mistakes: []mistake[permuted, float64]{
		{"Our own group is missing. Add 1 to the count, and 1 to the number of groups: so p is never 0.",
			func(p permuted) float64 { return p.close() / p.groups() }},
		{"You added 1 only to the number of groups. Our own group belongs to the count, too.",
			func(p permuted) float64 { return p.close() / (p.groups() + 1) }},
		{"You added 1 only to the count. Our own group is also one of all groups.",
			func(p permuted) float64 { return (p.close() + 1) / p.groups() }},
		{"You counted the groups with larger values. Small values mean close together: count those.",
			func(p permuted) float64 { return (p.groups() - p.close() + 1) / (p.groups() + 1) }},
		{"You counted the groups with larger values. Small values mean close together: count those.",
			func(p permuted) float64 { return (p.groups() - p.closer() + 1) / (p.groups() + 1) }},
		{"You counted the groups with larger values. Small values mean close together: count those.",
			func(p permuted) float64 { return (p.groups() - p.close()) / p.groups() }},
		{"A group that is exactly as close counts, too: use <=.",
			func(p permuted) float64 { return (p.closer() + 1) / (p.groups() + 1) }},
		{"That is a count. Divide it by the number of all groups.", permuted.close},
		{"That is a count. Divide it by the number of all groups.",
			func(p permuted) float64 { return p.close() + 1 }},
		{"That is in percent. Return a share, from 0 to 1.",
			func(p permuted) float64 { return 100 * (p.close() + 1) / (p.groups() + 1) }},
	},
	hint: func(permuted, float64) string { return "Mark the random values that are at most as large as ours." },
}
