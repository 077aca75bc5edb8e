package exercise

// Notebook 05: what the embeddings have learned.

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

// best returns the id, other than the letter's own unless self is set, with the smallest badness.
func (l letterAt) best(self bool, badness func(row []float64) float64) int {
	best, least := -1, math.Inf(1)
	for id, row := range l.table {
		if b := badness(row); (self || id != l.id) && b < least {
			best, least = id, b
		}
	}
	return best
}

func (l letterAt) row() []float64 { return l.table[l.id] }

// Nearest checks a function that finds the letter whose embedding is nearest to that of another.
func Nearest(mine func(table [][]float64, id int) int) Result {
	return nearest.check(func(l letterAt) int { return mine(rowsOf(l.table), l.id) })
}

var nearest = task[letterAt, int]{
	todo:   "Your function still returns -1.",
	praise: "The smallest distance to another row: those are the letters that the model treats alike.",
	inputs: []letterAt{
		{[][]float64{{5, 5}, {0, 1}, {1, 0.5}, {0, -4}}, 1},
		{[][]float64{{2, 0}, {1.5, 3}, {9, 0.5}, {-3, 0}, {4, -3}}, 0},
		{[][]float64{{1, 1}, {-2, 1}, {-2.5, 2}, {1, 3}}, 3},
	},
	right: func(l letterAt) int {
		return l.best(false, func(row []float64) float64 { return distance(row, l.row()) })
	},
	stub: func(letterAt) int { return -1 },
	mistakes: []mistake[letterAt, int]{
		{"Every letter is nearest to itself, at distance 0: leave it out.", func(l letterAt) int { return l.id }},
		{"That is the farthest one: smaller is nearer.", func(l letterAt) int {
			return l.best(false, func(row []float64) float64 { return -distance(row, l.row()) })
		}},
		{"That is the largest dot product: long vectors win, wherever they are. Take the distance.", func(l letterAt) int {
			return l.best(false, func(row []float64) float64 { return -dot(row, l.row()) })
		}},
		{"Only the first number is compared: a point has two coordinates.", func(l letterAt) int {
			return l.best(false, func(row []float64) float64 { return math.Abs(row[0] - l.row()[0]) })
		}},
		{"The differences are added without squaring them: those below zero make up for those above.", func(l letterAt) int {
			return l.best(false, func(row []float64) float64 {
				sum := 0.0
				for i, x := range row {
					sum += x - l.row()[i]
				}
				return sum
			})
		}},
		{"That is always the first row: is the nearest one so far remembered, and its distance too?", func(l letterAt) int { return 0 }},
		{"That is always the last row: is each distance compared with the smallest so far?", func(l letterAt) int { return len(l.table) - 1 }},
	},
	hint: func(l letterAt, got int) string { return "Draw the rows as points on paper." },
}

type group struct {
	table [][]float64
	ids   []int
}

func (g group) String() string { return fmt.Sprintf("the table %v and the ids %v", g.table, g.ids) }

// pairs returns the sum of what is measured over the pairs of the group, and how many pairs there are.
func (g group) pairs(measure func(a, b []float64) float64) (sum float64, pairs int) {
	for i, a := range g.ids {
		for _, b := range g.ids[:i] {
			sum += measure(g.table[a], g.table[b])
			pairs++
		}
	}
	return sum, pairs
}

// MeanDistance checks a function that computes the mean distance between the letters of a group.
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
		{"That is twice the sum: each pair is counted there and back, and nothing is divided.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return 2 * sum
		}},
		{"Letters are paired with themselves, too, at distance 0: that makes the mean too small.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return 2 * sum / float64(len(g.ids)*len(g.ids))
		}},
		{"Divided by the number of letters. There are more pairs than letters.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return sum / float64(len(g.ids))
		}},
		{"Divided by the number of letters, and each pair counted there and back.", func(g group) float64 {
			sum, _ := g.pairs(distance)
			return 2 * sum / float64(len(g.ids))
		}},
		{"The square root is missing: these are squared distances.", func(g group) float64 {
			sum, pairs := g.pairs(func(a, b []float64) float64 { return distance(a, b) * distance(a, b) })
			return sum / float64(pairs)
		}},
		{"All letters of the table are in it: take those of the group only.", func(g group) float64 {
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

// Pairs checks how many pairs five letters make.
func Pairs(prediction int) Result { return pairs.check(float64(prediction)) }

var pairs = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "5 × 4 / 2: each of the five with four others, and each pair counted once.",
	right:  10,
	mistakes: map[float64]string{
		20: "Each pair is counted there and back. a–e and e–a are the same distance.",
		25: "Each letter is paired with itself, too, and each pair counted there and back.",
		15: "Each letter is paired with itself, too: that distance is 0, and says nothing.",
		5:  "That is how many letters there are. Each has a partner in every other one.",
		4:  "That is how many partners one letter has.",
	},
	below: "Write them down: a–e, a–i, …",
	above: "Write them down: a–e, a–i, …",
}
