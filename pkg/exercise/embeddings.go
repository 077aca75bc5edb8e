package exercise

// Notebook 02: vectors that carry meaning.

import (
	"fmt"
	"math"
	"slices"
)

// Table checks a prediction: how many numbers an embedding table has, with 27 symbols and 5 numbers for each.
func Table(prediction int) Result { return table.check(float64(prediction)) }

var table = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "27 rows of 5: one row for each symbol, also for the end token.",
	right:  135,
	mistakes: map[float64]string{
		130: "That is 26 rows: the end token has a row, too.",
		140: "That is 28 rows: the hyphen has only one row, for the end and for the padding.",
		32:  "You added rows and columns. A table has rows times columns numbers.",
		27:  "That is the number of rows.",
		5:   "That is the number of numbers in one row.",
		405: "The table does not depend on the context: all places of the context use the same table.",
	},
	below: rowsAndColumns,
	above: rowsAndColumns,
}

const rowsAndColumns = "How many rows are there, and how many numbers in each?"

// Farther checks a prediction: how many times as far the one-hot row of z is from that of a, as the row of b is.
func Farther(times float64) Result { return farther.check(times) }

var farther = choice{
	todo: "Put your prediction in the place of the 0.",
	praise: "Any two one-hot rows differ in two places, so any two letters have the same distance, √2. " +
		"An id is a place in a list, not a size.",
	right:     1,
	tolerance: 0.005,
	mistakes: map[float64]string{
		25:         idsAreNoSizes,
		24:         idsAreNoSizes,
		5:          "That is the root of 25. " + idsAreNoSizes,
		math.Sqrt2: "That is the distance from a to z, √2. Divide it by the distance from a to b.",
		2:          "2 is the number of places in which two rows differ. Compare a and b, and then a and z.",
	},
	below: writeBothRows,
	above: writeBothRows,
}

const (
	idsAreNoSizes = "You subtracted the ids, as if z were more than b. " +
		"An id is only a place in a list: compare the rows with one 1 and 26 zeros."
	writeBothRows = "Write the three rows: each has one 1 and 26 zeros. In how many places do two of them differ?"
)

type oneHot struct {
	vector []float64
	table  [][]float64
}

func (o oneHot) String() string {
	return fmt.Sprintf("the one-hot vector %v and the table %v", o.vector, o.table)
}

func (o oneHot) id() int { return slices.Index(o.vector, 1) }

// OneHot checks a function that returns a one-hot vector times an embedding table: vector [rows], table
// [rows][columns], the result [columns].
func OneHot(mine func(vector []float64, table [][]float64) []float64) Result {
	return rowByOneHot.check(func(o oneHot) []float64 { return mine(slices.Clone(o.vector), rowsOf(o.table)) })
}

var rowByOneHot = task[oneHot, []float64]{
	todo:   "For each column, add up over all rows: its number in the one-hot vector times the number in the table.",
	praise: "All rows except one are multiplied by 0: so looking up a row is a multiplication.",
	inputs: []oneHot{
		{[]float64{0, 1, 0}, [][]float64{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}},
		{[]float64{0, 0, 1}, [][]float64{{0.2, -0.1, 1}, {-0.3, 0.5, 2}, {0.1, 0.3, 4}}},
	},
	right: func(o oneHot) []float64 { return o.table[o.id()] },
	stub:  func(o oneHot) []float64 { return make([]float64, len(o.table[0])) },
	mistakes: []mistake[oneHot, []float64]{
		{"That is a column: the sum runs over the wrong axis. Each row has one number of the vector.",
			func(o oneHot) []float64 { return transposed(o.table)[o.id()] }},
		{"You added all rows. First multiply each row with its number of the vector.",
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

// Cosine checks a function that returns the cosine similarity of two vectors of one length: their dot product, divided
// by both lengths.
func Cosine(mine func(a, b []float64) float64) Result {
	return cosine.check(func(p pair) float64 { return mine(slices.Clone(p.a), slices.Clone(p.b)) })
}

var cosine = task[pair, float64]{
	todo:   "Divide the dot product by both lengths.",
	praise: "1 in the same direction, 0 at a right angle, −1 in the opposite one, however long they are.",
	inputs: []pair{
		{[]float64{3, 4}, []float64{2, 1}},
		{[]float64{1, 2, 2}, []float64{-2, 4, 1}},
		{[]float64{0.5, 0}, []float64{0, 7}},
	},
	right: func(p pair) float64 { return dot(p.a, p.b) / length(p.a) / length(p.b) },
	stub:  func(pair) float64 { return 0 },
	mistakes: []mistake[pair, float64]{
		{"That is the dot product: long vectors get large numbers. Divide by both lengths.",
			func(p pair) float64 { return dot(p.a, p.b) }},
		{"The square root is missing: the sum of the squares is the length times itself.",
			func(p pair) float64 { return dot(p.a, p.b) / dot(p.a, p.a) / dot(p.b, p.b) }},
		{"You divided by the length of the first vector only.",
			func(p pair) float64 { return dot(p.a, p.b) / length(p.a) }},
		{"You divided by the length of the second vector only.",
			func(p pair) float64 { return dot(p.a, p.b) / length(p.b) }},
		{"That is the distance between their ends. The cosine compares the directions.",
			func(p pair) float64 { return distance(p.a, p.b) }},
		{"You divided by the sum of the lengths. Divide by their product.",
			func(p pair) float64 { return dot(p.a, p.b) / (length(p.a) + length(p.b)) }},
		{"That is one minus the cosine, which is small for similar vectors. The cosine is large for them.",
			func(p pair) float64 { return 1 - dot(p.a, p.b)/length(p.a)/length(p.b) }},
	},
	hint: func(p pair, got float64) string {
		if math.Abs(got) > 1 {
			return "A cosine is between −1 and 1."
		}
		return "Compute the dot product and both lengths on paper."
	},
}

// trio is an analogy: man is to king as woman is to what?
type trio struct{ man, king, woman []float64 }

func (t trio) String() string {
	return fmt.Sprintf("man %v, king %v and woman %v", t.man, t.king, t.woman)
}

// Analogy checks a function that returns the vector of an analogy, king − man + woman: man is to king as woman is to
// what? All vectors have one length.
func Analogy(mine func(man, king, woman []float64) []float64) Result {
	return analogy.check(func(t trio) []float64 {
		return mine(slices.Clone(t.man), slices.Clone(t.king), slices.Clone(t.woman))
	})
}

var analogy = task[trio, []float64]{
	todo:   "Combine the three vectors, number by number.",
	praise: "From man to king, and the same step again from woman: the fourth corner of the parallelogram.",
	inputs: []trio{
		{[]float64{1, 1}, []float64{4, 2}, []float64{1, 6}},
		{[]float64{0.5, 2, -1}, []float64{3, 1, 1}, []float64{-2, 0, 5}},
	},
	right: func(t trio) []float64 { return plus(plus(t.king, -1, t.man), 1, t.woman) },
	stub:  func(t trio) []float64 { return make([]float64, len(t.man)) },
	mistakes: []mistake[trio, []float64]{
		{"You exchanged man and woman: you added man and subtracted woman.",
			func(t trio) []float64 { return plus(plus(t.king, 1, t.man), -1, t.woman) }},
		{"You added all three. The step from man to king is a difference.",
			func(t trio) []float64 { return plus(plus(t.king, 1, t.man), 1, t.woman) }},
		{"That is the step from man to king. Where does it start this time?",
			func(t trio) []float64 { return plus(t.king, -1, t.man) }},
		{"The step goes backwards: from king to man.",
			func(t trio) []float64 { return plus(plus(t.man, -1, t.king), 1, t.woman) }},
		{"That is the middle of king and woman. It does not depend on man.",
			func(t trio) []float64 {
				return plus(make([]float64, len(t.man)), 0.5, plus(t.king, 1, t.woman))
			}},
	},
	hint: func(t trio, got []float64) string {
		return "Compute the first number on paper: the step from man to king, then the same step from woman."
	},
}
