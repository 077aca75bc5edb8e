package exercise

// Notebook 05: longer training, dead units, and an update rule.

import (
	"fmt"
	"math"
	"slices"
)

const (
	longerLoss = 2.130 // dev loss of the lecture's model after 100,000 steps, ten times as many as on the page
	pageLoss   = 2.180 // after 10,000 steps
	lowestLoss = 1.645 // on train, of the best function of three letters; the page computes it
)

// Longer checks a prediction: the dev loss, in nats per character, of page 05's model after ten times as many
// steps as on the page.
func Longer(devLoss float64) Result {
	switch {
	case devLoss == 0:
		return Result{NotDone, "Predict first, then put the number in the place of the 0."}
	case math.IsNaN(devLoss):
		return Result{Wrong, notANumber}
	case devLoss < lowestLoss:
		return withLoss(Wrong, devLoss, " is too small. Longer training does not show the model more letters: "+
			"after the same three letters, different letters follow. So no model that sees only three letters gets "+
			"below %.3f, not even on train.", lowestLoss)
	case devLoss < longerLoss-0.045:
		return withLoss(Wrong, devLoss, " is too small. Look at the loss curve: how much did the last 9,000 steps "+
			"change?")
	case devLoss < pageLoss-0.005:
		return withLoss(Right, longerLoss, " nats with 100,000 steps, only %.2f less than with 10,000. For less, the "+
			"model must see more letters, or be larger.", pageLoss-longerLoss)
	case devLoss <= pageLoss+0.005:
		return withLoss(Wrong, devLoss, " is the loss after 10,000 steps. Does the curve still fall at the end?")
	default:
		return withLoss(Wrong, devLoss, " is too large: the model already has %.3f, and its dev loss does not rise.",
			pageLoss)
	}
}

// hiddenValues is a table of hidden values: [examples][units], each from −1 to 1.
type hiddenValues [][]float64

func (h hiddenValues) String() string { return fmt.Sprintf("the hidden values %v", [][]float64(h)) }

// dead is the size above which the slope of tanh, 1 − h², is almost 0.
const dead = 0.99

func saturated(h float64) bool { return math.Abs(h) > dead }

// columns counts the units for whose values, one for each example, the function returns true.
func (h hiddenValues) columns(holds func(values []float64) bool) (count int) {
	for _, values := range transposed(h) {
		if holds(values) {
			count++
		}
	}
	return count
}

func everyValue(values []float64, holds func(float64) bool) bool {
	return !slices.ContainsFunc(values, func(x float64) bool { return !holds(x) })
}

// DeadUnits checks a function that counts dead units: those whose |h| is above 0.99 for every example. hidden:
// [examples][units].
func DeadUnits(mine func(hidden [][]float64) int) Result {
	return deadUnits.check(func(h hiddenValues) int { return mine(rowsOf(h)) })
}

var deadUnits = task[hiddenValues, int]{
	todo:   "For each unit, look at all examples: is |h| above 0.99 in every one of them?",
	praise: "The slope of tanh is 1 − h², so almost no gradient gets through these units, whatever the example.",
	inputs: []hiddenValues{
		{{0.999, -0.3, -1}, {0.995, -0.1, 0.995}, {0.991, 0.6, -0.999}, {1, 0.5, -0.998}},
		{{0.5, 1}, {0.999, 0.995}},
		{{-0.999, 0.2, 0.999, -1}, {-0.998, 0.1, 0.3, -0.999}},
	},
	right: func(h hiddenValues) int {
		return h.columns(func(values []float64) bool { return everyValue(values, saturated) })
	},
	stub: func(hiddenValues) int { return 0 },
	mistakes: []mistake[hiddenValues, int]{
		{"You counted values. Count units: a unit is dead if |h| is above 0.99 for all its values.",
			func(h hiddenValues) (count int) {
				for _, x := range slices.Concat(h...) {
					if saturated(x) {
						count++
					}
				}
				return count
			}},
		{"You counted examples. A row is one example; a unit is one column.", func(h hiddenValues) (count int) {
			for _, row := range h {
				if everyValue(row, saturated) {
					count++
				}
			}
			return count
		}},
		{"One large value is not enough: a unit is dead if |h| is above 0.99 for every example.",
			func(h hiddenValues) int {
				return h.columns(func(values []float64) bool { return slices.ContainsFunc(values, saturated) })
			}},
		{"Use math.Abs: a unit at −1 is as flat as one at 1.", func(h hiddenValues) int {
			return h.columns(func(values []float64) bool {
				return everyValue(values, func(x float64) bool { return x > dead })
			})
		}},
		{"Those are the units that are not dead.", func(h hiddenValues) int {
			return h.columns(func(values []float64) bool { return !everyValue(values, saturated) })
		}},
		{"You looked at the first example only.", func(h hiddenValues) int {
			return h.columns(func(values []float64) bool { return saturated(values[0]) })
		}},
	},
	hint: func(h hiddenValues, got int) string {
		return fmt.Sprintf("There are %d examples with %d units each.", len(h), len(h[0]))
	},
}

// momentumRun is a short descent: the slopes of its steps are given.
type momentumRun struct {
	parameters []float64
	slopes     [][]float64 // [steps][parameters]
	rate       float64
}

func (r momentumRun) String() string {
	return fmt.Sprintf("the parameters %v, the slopes %v in %d steps, and the rate %v",
		r.parameters, r.slopes, len(r.slopes), r.rate)
}

// path returns the parameters after each step: [steps][parameters].
func (r momentumRun) path(change func(w, slope, speed []float64, rate float64)) (path [][]float64) {
	w, speed := slices.Clone(r.parameters), make([]float64, len(r.parameters))
	for _, slope := range r.slopes {
		change(w, slices.Clone(slope), speed, r.rate)
		path = append(path, slices.Clone(w))
	}
	return path
}

// Momentum checks a function that takes a step of gradient descent with momentum 0.9, in place:
// speed = 0.9 · speed + slope, then w = w − rate · speed; all are [parameters], and speed begins with zeros.
// Polyak, Some methods of speeding up the convergence of iteration methods, 1964, in the form that PyTorch uses.
func Momentum(mine func(w, slope, speed []float64, rate float64)) Result {
	return momentum.check(func(r momentumRun) [][]float64 { return r.path(mine) })
}

// ruleOf returns the path of a rule for one parameter, which returns its new value and speed.
func ruleOf(rule func(w, slope, speed, rate float64) (newW, newSpeed float64)) func(momentumRun) [][]float64 {
	return func(r momentumRun) [][]float64 {
		return r.path(func(w, slope, speed []float64, rate float64) {
			for i := range w {
				w[i], speed[i] = rule(w[i], slope[i], speed[i], rate)
			}
		})
	}
}

// withSpeed returns a rule that updates the speed, and then moves w against it.
func withSpeed(faster func(speed, slope float64) float64) func(momentumRun) [][]float64 {
	return ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
		speed = faster(speed, slope)
		return w - rate*speed, speed
	})
}

var momentum = task[momentumRun, [][]float64]{
	todo: "This is plain descent. Keep 0.9 of speed[i], add the slope, store the sum in speed[i], " +
		"and subtract rate × speed[i] from w[i].",
	praise: "If the slopes of many batches have the same sign, the speed grows. If not, it stays small.",
	inputs: []momentumRun{
		{[]float64{0, 5}, [][]float64{{-6, 4}, {-5, 2}, {-3, -1}}, 0.1},
		{[]float64{1, 2, 3}, [][]float64{{1, -1, 0.5}, {1, -2, 0.25}}, 0.5},
	},
	right: withSpeed(func(speed, slope float64) float64 { return 0.9*speed + slope }),
	stub: ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
		return w - rate*slope, speed
	}),
	mistakes: []mistake[momentumRun, [][]float64]{
		{"The speed grows without an end: keep only 0.9 of it at each step.",
			withSpeed(func(speed, slope float64) float64 { return speed + slope })},
		{"You took 0.1 of the slope: then the speed is a mean, and the steps are ten times as short. Add the whole " +
			"slope.",
			withSpeed(func(speed, slope float64) float64 { return 0.9*speed + 0.1*slope })},
		{"0.9 belongs to the old speed, not to the slope.",
			withSpeed(func(speed, slope float64) float64 { return speed + 0.9*slope })},
		{"0.9 belongs to the old speed only: add the whole slope.",
			withSpeed(func(speed, slope float64) float64 { return 0.9 * (speed + slope) })},
		{"That is uphill: subtract rate × speed.", ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
			speed = 0.9*speed + slope
			return w + rate*speed, speed
		})},
		{"The rate is missing: such steps are far too long.",
			ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
				speed = 0.9*speed + slope
				return w - speed, speed
			})},
		{"You moved with the old speed. First change the speed, then move.",
			ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
				return w - rate*speed, 0.9*speed + slope
			})},
		{"You moved by the slope and by the speed. The slope is in the speed already.",
			ruleOf(func(w, slope, speed, rate float64) (float64, float64) {
				speed = 0.9*speed + slope
				return w - rate*slope - rate*speed, speed
			})},
	},
	hint: func(r momentumRun, got [][]float64) string {
		return "Compute the first two steps of the first parameter by hand."
	},
}
