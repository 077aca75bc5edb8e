package exercise

// Notebook 07: softmax, temperature, entropy.

import (
	"fmt"
	"math"
	"slices"
)

// Odds checks how many times likelier d is than n at T = 0.5, in the deck's worked example (.60 and .05 at T = 1).
func Odds(mine float64) Result { return odds.check(mine) }

var odds = choice{
	todo:      "Predict first, then put the number in the place of the 0.",
	praise:    "Dividing logits by 0.5 doubles their difference, and squares the ratio: 12 × 12.",
	right:     144,
	tolerance: 0.005,
	mistakes: map[float64]string{
		12:            "That is the ratio at T = 1. T = 0.5 makes the distribution more peaked.",
		24:            "The logits' difference doubles, not the ratio: exp turns a sum into a product.",
		6:             "Half of it would be flatter. Does T = 0.5 make the distribution flatter?",
		math.Sqrt(12): "That is the ratio at T = 2: the logits were multiplied by T instead of divided.",
		137:           "That is from rounded figures. The ratio comes out even: how does it follow from the 12?",
		3:             "That is near the ratio at T = 2: flatter. T = 0.5 is more peaked.",
		4:             "That is near the ratio at T = 2: flatter. T = 0.5 is more peaked.",
	},
	below: "The ratio is exp of the difference of the logits. What happens to that difference?",
	above: "The ratio is exp of the difference of the logits. What happens to that difference?",
}

// logitsAt is what a softmax is given.
type logitsAt struct {
	logits      []float64
	temperature float64
}

func (l logitsAt) String() string {
	return fmt.Sprintf("the logits %v and T = %g", l.logits, l.temperature)
}

// scaled returns the softmax of the logits, each scaled first.
func scaled(logits []float64, scale func(z float64) float64) []float64 {
	powers, largest := make([]float64, len(logits)), math.Inf(-1)
	for _, z := range logits {
		largest = max(largest, scale(z))
	}
	for i, z := range logits {
		powers[i] = math.Exp(scale(z) - largest)
	}
	return shares(powers)
}

func shares(values []float64) []float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	divided := make([]float64, len(values))
	for i, value := range values {
		divided[i] = value / sum
	}
	return divided
}

// Softmax checks a softmax with temperature.
func Softmax(mine func(logits []float64, temperature float64) []float64) Result {
	return softmax.check(func(l logitsAt) []float64 { return mine(slices.Clone(l.logits), l.temperature) })
}

func (l logitsAt) exponentials() []float64 {
	powers := make([]float64, len(l.logits))
	for i, z := range l.logits {
		powers[i] = math.Exp(z / l.temperature)
	}
	return powers
}

var softmax = task[logitsAt, []float64]{
	todo:   "Your function still returns zeros only.",
	praise: "Divided by T, exp, divided by the sum.",
	inputs: []logitsAt{{[]float64{2, 1, 0}, 0.5}, {[]float64{0.3, -0.2, 0.1, 0.4}, 3}, {[]float64{-1, 3}, 1}},
	right: func(l logitsAt) []float64 {
		return scaled(l.logits, func(z float64) float64 { return z / l.temperature })
	},
	stub: func(l logitsAt) []float64 { return make([]float64, len(l.logits)) },
	mistakes: []mistake[logitsAt, []float64]{
		{"The temperature is multiplied instead of divided: so a small T makes the distribution flat, and a large one peaked.",
			func(l logitsAt) []float64 {
				return scaled(l.logits, func(z float64) float64 { return z * l.temperature })
			}},
		{"The temperature has no effect. What is divided after exp, or taken off all logits alike, cancels out: divide the logits, before exp.",
			func(l logitsAt) []float64 { return scaled(l.logits, func(z float64) float64 { return z }) }},
		{"exp(z / T) is positive, but it does not sum to 1: divide by the sum.", logitsAt.exponentials},
		{"Divided by the largest. Then the largest is 1, and all together are more: divide by the sum.", func(l logitsAt) []float64 {
			powers := l.exponentials()
			largest := slices.Max(powers)
			for i := range powers {
				powers[i] /= largest
			}
			return powers
		}},
		{"exp is missing: shares of the logits themselves. Negative logits then give negative probabilities.", func(l logitsAt) []float64 {
			return shares(l.logits)
		}},
		{"Powers of 2 instead of e. The sum is right, the ratios are not: use math.Exp.", func(l logitsAt) []float64 {
			return scaled(l.logits, func(z float64) float64 { return z / l.temperature * math.Ln2 })
		}},
		{"exp(z) is divided by the sum, and then by T: divide the logits by T, before exp.", func(l logitsAt) []float64 {
			p := scaled(l.logits, func(z float64) float64 { return z })
			for i := range p {
				p[i] /= l.temperature
			}
			return p
		}},
	},
	hint: func(l logitsAt, got []float64) string {
		sum := 0.0
		for _, p := range got {
			sum += p
		}
		if !near(sum, 1) {
			return fmt.Sprintf("Yours sum to %.4g: probabilities sum to 1.", sum)
		}
		return "They sum to 1, but the ratios are not those of exp(z / T)."
	},
}

type batch [][]float64

func (b batch) String() string { return fmt.Sprintf("the batch %v", [][]float64(b)) }

// SoftmaxRows checks the softmax of a batch: one distribution for each row.
func SoftmaxRows(mine func(batch [][]float64) [][]float64) Result {
	return softmaxRows.check(func(b batch) [][]float64 { return mine(rowsOf(b)) })
}

func rowwise(b batch) [][]float64 {
	rows := make([][]float64, len(b))
	for i, row := range b {
		rows[i] = scaled(row, func(z float64) float64 { return z })
	}
	return rows
}

var softmaxRows = task[batch, [][]float64]{
	todo:   "Your function still returns the logits as they are.",
	praise: "One distribution for each example, whatever the others are.",
	inputs: []batch{{{2, 1, 0}, {0, 0, 1}}, {{1, 2}, {-1, 0.5}, {0, 0}}},
	right:  rowwise,
	stub:   func(b batch) [][]float64 { return b },
	mistakes: []mistake[batch, [][]float64]{
		{"The softmax runs over the wrong axis: your columns sum to 1. The 27 symbols of one example compete, not the examples.",
			func(b batch) [][]float64 { return transposed(rowwise(transposed(b))) }},
		{"All examples share one sum. Each has a distribution of its own.", func(b batch) [][]float64 {
			flat, rows := scaled(slices.Concat(b...), func(z float64) float64 { return z }), [][]float64{}
			for _, row := range b {
				rows, flat = append(rows, flat[:len(row)]), flat[len(row):]
			}
			return rows
		}},
		{"Every row is the first one's: use the row of the loop.", func(b batch) [][]float64 {
			rows := [][]float64{}
			for range b {
				rows = append(rows, rowwise(b)[0])
			}
			return rows
		}},
		{"Rows and columns have changed places in what you return.", func(b batch) [][]float64 { return transposed(rowwise(b)) }},
	},
	hint: func(b batch, got [][]float64) string {
		if len(got) != len(b) {
			return fmt.Sprintf("It has %d rows; the batch has %d.", len(got), len(b))
		}
		return "Every row must sum to 1."
	},
}

type distribution []float64

func (d distribution) String() string { return fmt.Sprintf("the distribution %v", []float64(d)) }

func (d distribution) sum(term func(p float64) float64) float64 {
	total := 0.0
	for _, p := range d {
		total += term(p)
	}
	return total
}

func surprisal(p float64) float64 {
	if p == 0 {
		return 0
	}
	return -p * math.Log(p)
}

// Entropy checks a function that computes the entropy of a distribution, in nats.
func Entropy(mine func(probabilities []float64) float64) Result {
	return entropy.check(func(d distribution) float64 { return mine(slices.Clone(d)) })
}

var entropy = task[distribution, float64]{
	todo:   "Your function still returns 0.",
	praise: "The mean surprise. It is the lowest loss that anybody can reach where nature itself is undecided.",
	inputs: []distribution{{0.5, 0.25, 0.25}, {0.1, 0.2, 0.3, 0.4}, {0.7, 0.3, 0}},
	right:  func(d distribution) float64 { return d.sum(surprisal) },
	stub:   func(distribution) float64 { return 0 },
	mistakes: []mistake[distribution, float64]{
		{"0 × ln 0 is not a number for a computer: leave out what has probability 0.",
			func(d distribution) float64 { return d.sum(func(p float64) float64 { return -p * math.Log(p) }) }},
		{"The sign is missing: ln of a probability is negative, a mean surprise is not.",
			func(d distribution) float64 { return -d.sum(surprisal) }},
		{"Each surprise counts the same here. Weigh each with how often it happens: p.",
			func(d distribution) float64 { return d.sum(func(p float64) float64 { return -math.Log(p) }) }},
		{"Each surprise counts the same here. Weigh each with how often it happens: p.",
			func(d distribution) float64 {
				return d.sum(func(p float64) float64 {
					if p == 0 {
						return 0
					}
					return -math.Log(p)
				})
			}},
		{"Binary logarithms give bits. Nats need the natural logarithm.",
			func(d distribution) float64 { return d.sum(surprisal) / math.Ln2 }},
		{"That is divided by how many there are. The weights p make it a mean already.",
			func(d distribution) float64 { return d.sum(surprisal) / float64(len(d)) }},
	},
	hint: func(d distribution, got float64) string {
		return fmt.Sprintf("It must lie between 0 and ln %d = %.3f.", len(d), math.Log(float64(len(d))))
	},
}
