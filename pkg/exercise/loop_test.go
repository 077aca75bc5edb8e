package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// rule returns a function as a student writes it: faster gives the new speed, and sign · rate · speed is added.
func rule(faster func(speed, slope float64) float64, sign float64) func(w, slope, speed []float64, rate float64) {
	return func(w, slope, speed []float64, rate float64) {
		for i := range w {
			speed[i] = faster(speed[i], slope[i])
			w[i] += sign * rate * speed[i]
		}
	}
}

// unitsWhere counts the columns of which as many values as there are examples, or at least one, satisfy a condition.
func unitsWhere(large func(float64) bool, all bool) func([][]float64) int {
	return func(hidden [][]float64) (count int) {
		for unit := range hidden[0] {
			n := 0
			for _, values := range hidden {
				if large(values[unit]) {
					n++
				}
			}
			if n == len(hidden) || !all && n > 0 {
				count++
			}
		}
		return count
	}
}

func flat(h float64) bool { return math.Abs(h) > 0.99 }

func TestAnswersToTheLoopsExercises(t *testing.T) {
	decayed := func(speed, slope float64) float64 { return 0.9*speed + slope }
	for i, test := range []struct {
		result exercise.Result
		state  exercise.State
		want   string
	}{
		{exercise.DeadUnits(unitsWhere(flat, true)), exercise.Right, "1 − h²"},
		{exercise.DeadUnits(func([][]float64) int { return 0 }), exercise.NotDone, "For each unit"},
		{exercise.DeadUnits(unitsWhere(flat, false)), exercise.Wrong, "One large value is not enough"},
		{exercise.DeadUnits(unitsWhere(func(h float64) bool { return h > 0.99 }, true)), exercise.Wrong, "math.Abs"},
		{exercise.DeadUnits(func(hidden [][]float64) int { return len(hidden) }), exercise.Wrong, "4 examples with 3"},
		{exercise.Momentum(rule(decayed, -1)), exercise.Right, "slopes of many batches"},
		{exercise.Momentum(func(w, slope, speed []float64, rate float64) { // the rate may be in the speed
			for i := range w {
				speed[i] = 0.9*speed[i] - rate*slope[i]
				w[i] += speed[i]
			}
		}), exercise.Right, "slopes of many batches"},
		{exercise.Momentum(rule(decayed, 1)), exercise.Wrong, "uphill"},
		{exercise.Momentum(rule(func(v, slope float64) float64 { return v + slope }, -1)), exercise.Wrong,
			"without an end"},
		{exercise.Momentum(rule(func(_, slope float64) float64 { return slope }, -1)), exercise.NotDone,
			"plain descent"},
		{exercise.Momentum(func(w, slope, speed []float64, rate float64) { w[0] = 0 }), exercise.Wrong, "by hand"},
		{exercise.Momentum(func(w, _, _ []float64, _ float64) { w[9] = 0 }), exercise.Wrong, "index out of range"},
		{exercise.Longer(0), exercise.NotDone, "Predict first"},
		{exercise.Longer(2.13), exercise.Right, "2.130 nats with 100,000 steps, only 0.05 less"},
		{exercise.Longer(2.086), exercise.Right, "2.130"}, {exercise.Longer(2.174), exercise.Right, "2.130"},
		{exercise.Longer(2.08), exercise.Wrong, "2.080 is too small. Look at"},
		{exercise.Longer(1.644), exercise.Wrong, "only three letters"},
		{exercise.Longer(-2), exercise.Wrong, "only three letters"},
		{exercise.Longer(2.18), exercise.Wrong, "after 10,000 steps"},
		{exercise.Longer(2.3), exercise.Wrong, "2.300 is too large"},
		{exercise.Longer(math.Inf(1)), exercise.Wrong, "too large"},
		{exercise.Longer(math.NaN()), exercise.Wrong, "NaN"},
	} {
		if test.result.State != test.state || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %v with %q", i, test.result, test.state, test.want)
		}
	}
}

// A rule that loses a sign is right for positive numbers only: it is not right.
func TestASignOfASlopeIsNeverLostUnseen(t *testing.T) {
	result := exercise.Momentum(rule(func(v, slope float64) float64 { return 0.9*v + math.Abs(slope) }, -1))
	if result.State != exercise.Wrong {
		t.Errorf("without the sign of the slope, it is %v", result)
	}
}
