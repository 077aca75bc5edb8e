package exercise_test

// Functions as students write them, right and with mistakes.

import (
	"math"
	"strings"

	"nexttoken/pkg/exercise"
)

func windows(next, fewer, from int) func(string, int) []string {
	return func(name string, n int) (list []string) {
		text := strings.Repeat("-", n) + name + "-"
		for i := 0; i < len(name)+1-fewer && i+n+next < len(text); i++ {
			list = append(list, text[i+from:i+from+n]+" → "+text[i+n+next:i+n+next+1])
		}
		if next < 0 { // one question more is possible
			i := len(name)
			list = append(list, text[i:i+n]+" → "+text[i+n-1:i+n])
		}
		return list
	}
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func apart(a, b []float64) (sum float64) {
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum)
}

func combine(man, king, woman float64) func(m, k, w []float64) []float64 {
	return func(m, k, w []float64) (sum []float64) {
		for i := range m {
			sum = append(sum, man*m[i]+king*k[i]+woman*w[i])
		}
		return sum
	}
}

func loss(one func(p []float64, answer int) float64, mean bool) func([][]float64, []int) float64 {
	return func(predicted [][]float64, answers []int) (sum float64) {
		for i, answer := range answers {
			sum += one(predicted[i], answer)
		}
		if mean {
			sum /= float64(len(answers))
		}
		return sum
	}
}

func walk(one func(w, slope, rate float64) float64) func(w, slope []float64, rate float64) []float64 {
	return func(w, slope []float64, rate float64) []float64 {
		for i := range w {
			w[i] = one(w[i], slope[i], rate)
		}
		return w
	}
}

func closest(measure func(a, b []float64) float64, itself bool) func([][]float64, int) int {
	return func(table [][]float64, id int) int {
		best := -1
		for other, row := range table {
			if (itself || other != id) && (best < 0 || measure(row, table[id]) < measure(table[best], table[id])) {
				best = other
			}
		}
		return best
	}
}

func allPairs(divide func(sum, pairs, n float64) float64) func([][]float64, []int) float64 {
	return func(table [][]float64, ids []int) float64 {
		sum, n := 0.0, float64(len(ids))
		for _, a := range ids {
			for _, b := range ids {
				sum += apart(table[a], table[b])
			}
		}
		return divide(sum, n*(n-1)/2, n)
	}
}

// grower is what exercise.Tree checks.
type grower = func(exercise.Next, string, float64, float64, map[string]float64) float64

func grow(cuts func(own, here, minimum float64) bool, counts, ends bool) grower {
	var follow grower
	follow = func(
		next exercise.Next, written string, cumulative, minimum float64, names map[string]float64,
	) (cut float64) {
		for symbol, p := range next(written) {
			switch here := cumulative * p; {
			case cuts(p, here, minimum):
				cut += here
			case symbol == "-" && ends:
				names[written] = here
			default:
				cut += follow(next, written+symbol, here, minimum, names)
			}
		}
		if !counts {
			return 0
		}
		return cut
	}
	return follow
}

// circle calls itself with its own arguments, so it follows the same branches without an end.
func circle(next exercise.Next, written string, cumulative, minimum float64, names map[string]float64) (cut float64) {
	for symbol, p := range next(written) {
		switch here := cumulative * p; {
		case here < minimum:
			cut += here
		case symbol == "-":
			names[written] = here
		default:
			cut += circle(next, written, cumulative, minimum, names)
		}
	}
	return cut
}

func softmax(power func(z, t float64) float64, divide bool) func([]float64, float64) []float64 {
	return func(logits []float64, t float64) []float64 {
		sum := 0.0
		for i, z := range logits {
			logits[i] = power(z, t)
			sum += logits[i]
		}
		for i := range logits {
			if divide {
				logits[i] /= sum
			}
		}
		return logits
	}
}

func sum(term func(p float64) float64) func([]float64) float64 {
	return func(p []float64) (total float64) {
		for _, x := range p {
			total += term(x)
		}
		return total
	}
}

func attend(power func(i, j int, score float64) float64) func([][]float64) [][]float64 {
	return func(scores [][]float64) [][]float64 {
		for i, row := range scores {
			sum := 0.0
			for j, score := range row {
				row[j] = power(i, j, score)
				sum += row[j]
			}
			for j := range row {
				row[j] /= sum
			}
		}
		return scores
	}
}
