package exercise

// Notebook 09: softmax, temperature, entropy.

import (
	"fmt"
	"math"
	"slices"
)

// Odds checks a prediction: how many times as likely as n the letter d is at T = 0.5. In the slides' example, they have
// the probabilities .60 and .05 at T = 1.
func Odds(mine float64) Result { return odds.check(mine) }

var odds = choice{
	todo:      "Predict first, then put the number in the place of the 0.",
	praise:    "Dividing logits by 0.5 doubles their difference, and squares the ratio: 12 × 12.",
	right:     144,
	tolerance: 0.005,
	mistakes: map[float64]string{
		12:            "That is the ratio at T = 1. T = 0.5 makes the distribution more peaked.",
		24:            "The difference of the logits doubles, not the ratio: the ratio is exp of the difference.",
		6:             "Half the ratio means a flatter distribution. Does T = 0.5 make it flatter?",
		math.Sqrt(12): "That is the ratio at T = 2: you multiplied the logits by T. Divide them by T.",
		137:           "You used rounded numbers. The ratio is a whole number: how does it follow from the 12?",
		3:             flatter,
		4:             flatter,
	},
	below: differenceOfLogits,
	above: differenceOfLogits,
}

const (
	flatter            = "That is near the ratio at T = 2, which is flatter. T = 0.5 is more peaked."
	differenceOfLogits = "The ratio is exp of the difference of the logits. What does T = 0.5 do to that difference?"
)

// logitsAt is the input of a softmax.
type logitsAt struct {
	logits      []float64
	temperature float64
}

func (l logitsAt) String() string {
	return fmt.Sprintf("the logits %v and T = %g", l.logits, l.temperature)
}

// scaled returns the softmax of the logits, after scale changed each of them.
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

// shares returns the values, divided by their sum.
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

// Softmax checks a function that returns the softmax of logits divided by a temperature; both are [symbols].
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
		{"You multiplied by the temperature. Then a small T makes the distribution flat. Divide by T.",
			func(l logitsAt) []float64 {
				return scaled(l.logits, func(z float64) float64 { return z * l.temperature })
			}},
		{"The temperature has no effect. One factor for all exp(z) changes nothing, and one number that is " +
			"subtracted from all logits changes nothing. Divide the logits by T, before exp.",
			func(l logitsAt) []float64 { return scaled(l.logits, func(z float64) float64 { return z }) }},
		{"exp(z / T) is positive, but it does not sum to 1: divide by the sum.", logitsAt.exponentials},
		{"You divided by the largest number. Then the sum is more than 1: divide by the sum.",
			func(l logitsAt) []float64 {
				powers := l.exponentials()
				largest := slices.Max(powers)
				for i := range powers {
					powers[i] /= largest
				}
				return powers
			}},
		{"exp is missing: without it, negative logits give negative probabilities.",
			func(l logitsAt) []float64 {
				return shares(l.logits)
			}},
		{"You used powers of 2. The sum is right, but the ratios are not: use powers of e, math.Exp.",
			func(l logitsAt) []float64 {
				return scaled(l.logits, func(z float64) float64 { return z / l.temperature * math.Ln2 })
			}},
		{"You divided exp(z) by the sum, and then by T. Divide the logits by T, before exp.",
			func(l logitsAt) []float64 {
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
			return fmt.Sprintf("The result sums to %.4g: probabilities sum to 1.", sum)
		}
		return "They sum to 1, but the ratios are not those of exp(z / T)."
	},
}

type batch [][]float64

func (b batch) String() string { return fmt.Sprintf("the batch %v", [][]float64(b)) }

// SoftmaxRows checks a function that returns the softmax of each row of a batch; both are [examples][symbols].
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
		{"The softmax runs over the wrong axis: your columns sum to 1. The symbols of one example must sum to 1.",
			func(b batch) [][]float64 { return transposed(rowwise(transposed(b))) }},
		{"All examples share one sum. Each example needs its own sum.", func(b batch) [][]float64 {
			flat, rows := scaled(slices.Concat(b...), func(z float64) float64 { return z }), [][]float64{}
			for _, row := range b {
				rows, flat = append(rows, flat[:len(row)]), flat[len(row):]
			}
			return rows
		}},
		{"All rows are the same as the first: use the row of the loop.", func(b batch) [][]float64 {
			rows := [][]float64{}
			for range b {
				rows = append(rows, rowwise(b)[0])
			}
			return rows
		}},
		{"You return columns in the place of rows.",
			func(b batch) [][]float64 { return transposed(rowwise(b)) }},
	},
	hint: func(b batch, got [][]float64) string {
		if len(got) != len(b) {
			return fmt.Sprintf("The result has %d rows; the batch has %d.", len(got), len(b))
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

// surprisal returns p times the surprise −ln p, and 0 for 0.
func surprisal(p float64) float64 {
	if p == 0 {
		return 0
	}
	return -p * math.Log(p)
}

// Entropy checks a function that returns the entropy of a distribution, in nats: the sum of −p ln p. A probability of 0
// adds 0. (Shannon, A Mathematical Theory of Communication, 1948)
func Entropy(mine func(probabilities []float64) float64) Result {
	return entropy.check(func(d distribution) float64 { return mine(slices.Clone(d)) })
}

var entropy = task[distribution, float64]{
	todo:   "Your function still returns 0.",
	praise: "The mean of −ln p. If the symbols come from this distribution, no model has a lower loss.",
	inputs: []distribution{{0.5, 0.25, 0.25}, {0.1, 0.2, 0.3, 0.4}, {0.7, 0.3, 0}},
	right:  func(d distribution) float64 { return d.sum(surprisal) },
	stub:   func(distribution) float64 { return 0 },
	mistakes: []mistake[distribution, float64]{
		{"0 × ln 0 is NaN, not a number, in Go: leave out probabilities of 0.",
			func(d distribution) float64 { return d.sum(func(p float64) float64 { return -p * math.Log(p) }) }},
		{"The sign is missing: ln of a probability is negative, but −ln p is not.",
			func(d distribution) float64 { return -d.sum(surprisal) }},
		{unweighted,
			func(d distribution) float64 { return d.sum(func(p float64) float64 { return -math.Log(p) }) }},
		{unweighted,
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
		{"You divided by the number of probabilities. The weights p already make it a mean.",
			func(d distribution) float64 { return d.sum(surprisal) / float64(len(d)) }},
	},
	hint: func(d distribution, got float64) string {
		return fmt.Sprintf("The entropy must be between 0 and ln %d = %.3f.", len(d), math.Log(float64(len(d))))
	},
}

const unweighted = "Each −ln p has the same weight here. Multiply each with its probability p."
