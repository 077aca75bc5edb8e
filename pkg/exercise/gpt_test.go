package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// headWith returns a head of attention: power is the weight of score s of token i for token j, before each row is
// divided by its sum.
func headWith(power func(i, j int, s float64) float64, divide bool) func(scores, values [][]float64) [][]float64 {
	return func(scores, values [][]float64) (mixed [][]float64) {
		for i, row := range scores {
			sum, mixture := 0.0, make([]float64, len(values[0]))
			for j, s := range row {
				weight := power(i, j, s)
				sum += weight
				for k, x := range values[j] {
					mixture[k] += weight * x
				}
			}
			for k := range mixture {
				if divide {
					mixture[k] /= sum
				}
			}
			mixed = append(mixed, mixture)
		}
		return mixed
	}
}

func seen(i, j int) float64 {
	if j > i {
		return 0
	}
	return 1
}

func TestHeadsThatStudentsWrite(t *testing.T) {
	exp := func(i, j int, s float64) float64 { return seen(i, j) * math.Exp(s) }
	for want, mine := range map[string]func(scores, values [][]float64) [][]float64{
		"Right: Each token gets":          headWith(exp, true),
		"Not done yet: ":                  func(_, values [][]float64) [][]float64 { return values },
		"The mask is missing":             headWith(func(i, j int, s float64) float64 { return math.Exp(s) }, true),
		"The softmax is missing":          headWith(func(i, j int, s float64) float64 { return seen(i, j) * s }, false),
		"All tokens get the same":         headWith(func(i, j int, s float64) float64 { return seen(i, j) }, true),
		"the first row must be its value": headWith(exp, false), // not divided by the sum
		"You return the weights": func(scores, values [][]float64) [][]float64 {
			identity := make([][]float64, len(scores))
			for i := range identity {
				identity[i] = make([]float64, len(scores))
				identity[i][i] = 1
			}
			return headWith(exp, true)(scores, identity)
		},
		"Rows and columns": func(scores, values [][]float64) [][]float64 {
			weights, mixed := exerciseWeights(scores), make([][]float64, len(values))
			for i := range mixed {
				mixed[i] = make([]float64, len(values[0]))
				for j := range values {
					for k, x := range values[j] {
						mixed[i][k] += weights[j][i] * x
					}
				}
			}
			return mixed
		},
	} {
		if got := exercise.Attend(mine).String(); !strings.Contains(got, want) {
			t.Errorf("“%s”, want one with “%s”", got, want)
		}
	}
}

func exerciseWeights(scores [][]float64) [][]float64 { return attend(past)(scores) }

// pairsOf counts the pairs of a list of tokens into counts.
func pairsOf(tokens []string, counts map[[2]string]int) {
	for i := 1; i < len(tokens); i++ {
		counts[[2]string{tokens[i-1], tokens[i]}]++
	}
}

func largest(counts map[[2]string]int) (left, right string) {
	most := 0
	for pair, n := range counts {
		if n > most {
			most, left, right = n, pair[0], pair[1]
		}
	}
	return left, right
}

func TestMergesThatStudentsWrite(t *testing.T) {
	counted := func(words [][]string) (left, right string) {
		counts := map[[2]string]int{}
		for _, tokens := range words {
			pairsOf(tokens, counts)
		}
		return largest(counts)
	}
	for want, mine := range map[string]func(words [][]string) (left, right string){
		"Right: Count, merge": counted,
		"Not done yet: ":      func([][]string) (string, string) { return "", "" },
		"across words": func(words [][]string) (string, string) {
			var all []string
			for _, tokens := range words {
				all = append(all, tokens...)
			}
			counts := map[[2]string]int{}
			pairsOf(all, counts)
			return largest(counts)
		},
		"the first pair": func(words [][]string) (string, string) { return words[0][0], words[0][1] },
		"are exchanged": func(words [][]string) (string, string) {
			left, right := counted(words)
			return right, left
		},
		`your function gives "x", "y"`: func(words [][]string) (string, string) { return "x", "y" },
		"index out of range":           func(words [][]string) (string, string) { return words[0][0], words[0][2] },
	} {
		if got := exercise.CommonestPair(mine).String(); !strings.Contains(got, want) {
			t.Errorf("“%s”, want one with “%s”", got, want)
		}
	}
}
