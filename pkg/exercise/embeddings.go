package exercise

// Notebook 02: vectors that carry meaning.

import (
	"fmt"
	"math"
	"slices"
)

// Table checks how many numbers an embedding table of 27 symbols has, with 5 numbers for each.
func Table(prediction int) Result { return table.check(float64(prediction)) }

var table = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "27 rows of 5: one row for each symbol, the end token's too.",
	right:  135,
	mistakes: map[float64]string{
		130: "That is 26 rows: the end token has a row, too.",
		140: "That is 28 rows: the hyphen has one row, for the end and for the padding.",
		32:  "Rows and columns are added. A table has rows times columns of them.",
		27:  "That is how many rows it has.",
		5:   "That is how many numbers one row has.",
		405: "The table does not depend on the context: each place of it looks up in the same table.",
	},
	below: "How many rows, and how many numbers in each?",
	above: "How many rows, and how many numbers in each?",
}

type oneHot struct {
	vector []float64
	table  [][]float64
}

func (o oneHot) String() string {
	return fmt.Sprintf("the one-hot vector %v and the table %v", o.vector, o.table)
}

func (o oneHot) id() int { return slices.Index(o.vector, 1) }

// OneHot checks a function that multiplies a one-hot vector with an embedding table.
func OneHot(mine func(vector []float64, table [][]float64) []float64) Result {
	return rowByOneHot.check(func(o oneHot) []float64 { return mine(slices.Clone(o.vector), rowsOf(o.table)) })
}

var rowByOneHot = task[oneHot, []float64]{
	todo:   "For each column, add up vector times table over the rows.",
	praise: "All rows are multiplied with 0 but one: looking up is a multiplication.",
	inputs: []oneHot{
		{[]float64{0, 1, 0}, [][]float64{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}},
		{[]float64{0, 0, 1}, [][]float64{{0.2, -0.1, 1}, {-0.3, 0.5, 2}, {0.1, 0.3, 4}}},
	},
	right: func(o oneHot) []float64 { return o.table[o.id()] },
	stub:  func(o oneHot) []float64 { return make([]float64, len(o.table[0])) },
	mistakes: []mistake[oneHot, []float64]{
		{"That is a column: the sum runs over the wrong axis. The ones and zeros choose among the rows.",
			func(o oneHot) []float64 { return transposed(o.table)[o.id()] }},
		{"All rows are added up: multiply each with its entry of the vector first.",
			func(o oneHot) []float64 { return sumOf(o.table) }},
		{"That is the row before: ids begin with 0.",
			func(o oneHot) []float64 { return o.table[(o.id()+len(o.table)-1)%len(o.table)] }},
		{"That is the row after: ids begin with 0.",
			func(o oneHot) []float64 { return o.table[(o.id()+1)%len(o.table)] }},
		{"That is always the first row: use the vector.",
			func(o oneHot) []float64 { return o.table[0] }},
	},
	hint: func(o oneHot, got []float64) string {
		return fmt.Sprintf("A row of the table has %d numbers, and the vector has one 1.", len(o.table[0]))
	},
}

type pair struct{ a, b []float64 }

func (p pair) String() string { return fmt.Sprintf("the vectors %v and %v", p.a, p.b) }

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func length(a []float64) float64 { return math.Sqrt(dot(a, a)) }

func distance(a, b []float64) float64 { return length(plus(a, -1, b)) }

// plus returns a + factor × b.
func plus(a []float64, factor float64, b []float64) []float64 {
	sum := slices.Clone(a)
	for i := range sum {
		sum[i] += factor * b[i]
	}
	return sum
}

// Cosine checks a function that computes the cosine similarity of two vectors.
func Cosine(mine func(a, b []float64) float64) Result {
	return cosine.check(func(p pair) float64 { return mine(slices.Clone(p.a), slices.Clone(p.b)) })
}

var cosine = task[pair, float64]{
	todo:   "Divide the dot product by both lengths.",
	praise: "1 in the same direction, 0 at a right angle, −1 in the opposite one, however long they are.",
	inputs: []pair{{[]float64{3, 4}, []float64{2, 1}}, {[]float64{1, 2, 2}, []float64{-2, 4, 1}}, {[]float64{0.5, 0}, []float64{0, 7}}},
	right:  func(p pair) float64 { return dot(p.a, p.b) / length(p.a) / length(p.b) },
	stub:   func(pair) float64 { return 0 },
	mistakes: []mistake[pair, float64]{
		{"That is the dot product: long vectors get large numbers. Divide by both lengths.",
			func(p pair) float64 { return dot(p.a, p.b) }},
		{"The square root is missing: the sum of the squares is the length times itself.",
			func(p pair) float64 { return dot(p.a, p.b) / dot(p.a, p.a) / dot(p.b, p.b) }},
		{"Divided by the length of the first vector only.", func(p pair) float64 { return dot(p.a, p.b) / length(p.a) }},
		{"Divided by the length of the second vector only.", func(p pair) float64 { return dot(p.a, p.b) / length(p.b) }},
		{"That is the distance of their ends. The cosine asks for the directions.", func(p pair) float64 { return distance(p.a, p.b) }},
		{"Divided by the sum of the lengths: divide by their product.",
			func(p pair) float64 { return dot(p.a, p.b) / (length(p.a) + length(p.b)) }},
		{"One minus the cosine: that is a distance, small for what is alike.",
			func(p pair) float64 { return 1 - dot(p.a, p.b)/length(p.a)/length(p.b) }},
	},
	hint: func(p pair, got float64) string {
		if math.Abs(got) > 1 {
			return "A cosine lies between −1 and 1."
		}
		return "Compute the dot product and both lengths on paper."
	},
}

// trio is an analogy: man is to king as woman is to what?
type trio struct{ man, king, woman []float64 }

func (t trio) String() string {
	return fmt.Sprintf("man %v, king %v and woman %v", t.man, t.king, t.woman)
}

// Analogy checks a function that computes where an analogy points: man is to king as woman is to what?
func Analogy(mine func(man, king, woman []float64) []float64) Result {
	return analogy.check(func(t trio) []float64 {
		return mine(slices.Clone(t.man), slices.Clone(t.king), slices.Clone(t.woman))
	})
}

var analogy = task[trio, []float64]{
	todo:   "Combine the three vectors, number by number.",
	praise: "From man to king, and the same step again from woman: the fourth corner of the parallelogram.",
	inputs: []trio{{[]float64{1, 1}, []float64{4, 2}, []float64{1, 6}}, {[]float64{0.5, 2, -1}, []float64{3, 1, 1}, []float64{-2, 0, 5}}},
	right:  func(t trio) []float64 { return plus(plus(t.king, -1, t.man), 1, t.woman) },
	stub:   func(t trio) []float64 { return make([]float64, len(t.man)) },
	mistakes: []mistake[trio, []float64]{
		{"man and woman have changed roles: take off what the king shares with the man, and add the woman.",
			func(t trio) []float64 { return plus(plus(t.king, 1, t.man), -1, t.woman) }},
		{"All three are added. What makes a king, without the man, is a difference.",
			func(t trio) []float64 { return plus(plus(t.king, 1, t.man), 1, t.woman) }},
		{"That is the step from man to king. Where does it begin this time?",
			func(t trio) []float64 { return plus(t.king, -1, t.man) }},
		{"The step goes backwards: from king to man.",
			func(t trio) []float64 { return plus(plus(t.man, -1, t.king), 1, t.woman) }},
		{"That is the middle of king and woman; the man plays no part in it.",
			func(t trio) []float64 {
				return plus(make([]float64, len(t.man)), 0.5, plus(t.king, 1, t.woman))
			}},
	},
	hint: func(t trio, got []float64) string {
		return "Draw the first three as points on paper: which fourth one makes a parallelogram?"
	},
}
