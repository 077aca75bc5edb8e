package exercise_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// entropyOf leaves out probabilities of 0.
func entropyOf(p []float64) float64 {
	return sum(func(p float64) float64 {
		if p == 0 {
			return 0
		}
		return -p * math.Log(p)
	})(p)
}

func cosine(a, b []float64) float64 { return dot(a, b) / (math.Sqrt(dot(a, a)) * math.Sqrt(dot(b, b))) }

func probability(next exercise.Next, name string) float64 {
	p, text := 1.0, name+"-"
	for i := range text {
		p *= next(text[:i])[text[i:i+1]]
	}
	return p
}

func writes(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
	for {
		symbol := draw(next(prompt))
		if symbol == "-" {
			return prompt
		}
		prompt += symbol
	}
}

func bits(nats float64, tokens, bytes int) float64 {
	return nats / math.Ln2 * float64(tokens) / float64(bytes)
}

// The functions that a student writes who has understood the page, and the numbers by hand.
func TestRightAnswersAreRight(t *testing.T) {
	exp := func(z, temperature float64) float64 { return math.Exp(z / temperature) }
	for name, result := range map[string]exercise.Result{
		"triple": exercise.Triple(func(x float64) float64 { return 3 * x }),
		"padded": exercise.Padded(func(name string, n int) string { return strings.Repeat("-", n) + name + "-" }),
		"windows": exercise.Windows(func(name string, n int) (list []string) {
			text := strings.Repeat("-", n) + name + "-"
			for i := n; i < len(text); i++ {
				list = append(list, text[i-n:i]+" → "+text[i:i+1])
			}
			return list
		}),
		"one-hot": exercise.OneHot(func(v []float64, table [][]float64) []float64 {
			result := make([]float64, len(table[0]))
			for i, row := range table {
				for j := range row {
					result[j] += v[i] * row[j]
				}
			}
			return result
		}),
		"cosine":     exercise.Cosine(cosine),
		"analogy":    exercise.Analogy(combine(-1, 1, 1)),
		"parameters": exercise.Parameters(func(v, n, k, h int) int { return v*k + (n*k+1)*h + (h+1)*v }),
		"concatenate": exercise.Concatenate(func(table [][]float64, ids []int) (joined []float64) {
			for _, id := range ids {
				joined = append(joined, table[id]...)
			}
			return joined
		}),
		"neuron": exercise.Neuron(func(x, w []float64, b float64) float64 { return math.Tanh(dot(x, w) + b) }),
		"cross-entropy": exercise.CrossEntropy(
			loss(func(p []float64, answer int) float64 { return -math.Log(p[answer]) }, true)),
		"step":    exercise.Step(walk(func(w, slope, rate float64) float64 { return w - rate*slope })),
		"nearest": exercise.Nearest(closest(apart, false)),
		"mean distance": exercise.MeanDistance(
			allPairs(func(sum, pairs, n float64) float64 { return sum / 2 / pairs })),
		"name probability": exercise.NameProbability(probability),
		"write":            exercise.Write(writes),
		"tree": exercise.Tree(
			grow(func(own, here, minimum float64) bool { return here < minimum }, true, true)),
		"softmax": exercise.Softmax(softmax(exp, true)),
		"softmax of rows": exercise.SoftmaxRows(func(batch [][]float64) [][]float64 {
			for _, row := range batch {
				softmax(exp, true)(row, 1)
			}
			return batch
		}),
		"entropy":        exercise.Entropy(entropyOf),
		"gpt":            exercise.GPT(func(v, n, w, b int) int { return (v+n)*w + b*(12*w+13)*w + 2*w }),
		"bits per byte":  exercise.BitsPerByte(bits),
		"causal weights": exercise.CausalWeights(attend(past)),
		"nested":         exercise.Nested(8),
		"farther":        exercise.Farther(1), // √2 / √2
		"questions":      exercise.Questions(8),
		"chance":         exercise.Chance(0.037),
		"table":          exercise.Table(135),
		"wider":          exercise.Wider(4009), // 270 + 1984 + 1755
		"rate":           exercise.Rate(0.5),
		"pairs":          exercise.Pairs(10),
		"cut":            exercise.Cut(0.22),
		"odds":           exercise.Odds(144),
		"gpt3":           exercise.GPT3(173.9),
	} {
		if result.State != exercise.Right || result.Message == "" {
			t.Errorf("%s: %v", name, result)
		}
	}
}

// past gives a position and those before it a weight.
func past(i, j int, score float64) float64 {
	if j > i {
		return 0
	}
	return math.Exp(score)
}

// Right functions may do more than is asked for, up to a limit that ends those without an end.
func TestLimitsOfWhatAFunctionMayDo(t *testing.T) {
	asks := func(times, length int) exercise.Result {
		return exercise.NameProbability(func(next exercise.Next, name string) float64 {
			for range times - len(name) - 1 {
				next(strings.Repeat("a", length))
			}
			return probability(next, name)
		})
	}
	draws := func(times int) exercise.Result {
		return exercise.Write(func(_ exercise.Next, draw func(map[string]float64) string, _ string) string {
			for range times {
				draw(nil)
			}
			return "nothing"
		})
	}
	for i, test := range []struct {
		result exercise.Result
		stops  bool
	}{
		{asks(10_000, 1), false}, {asks(10_001, 1), true}, {asks(20, 50), false}, {asks(20, 51), true},
		{draws(200), false}, {draws(201), true},
	} {
		if got := strings.Contains(test.result.Message, "the check stopped it"); got != test.stops {
			t.Errorf("%d: %v", i, test.result)
		}
	}
}

func TestBetterModelAtItsLimits(t *testing.T) {
	for loss, want := range map[float64]exercise.State{
		1.7: exercise.Right, 1.699: exercise.Wrong, 2.1: exercise.Right, 2.101: exercise.Wrong,
		2.161: exercise.NotDone, 2.18: exercise.NotDone, 2.199: exercise.NotDone, 2.159: exercise.Wrong,
		2.201: exercise.Wrong,
	} {
		if got := exercise.BetterModel(loss); got.State != want {
			t.Errorf("a loss of %v: %v, want %v", loss, got, want)
		}
	}
	for loss, want := range map[float64]string{2.159: "better, but", 2.201: "worse than", 3: "worse than",
		3.001: "almost nothing"} {
		if got := exercise.BetterModel(loss); !strings.Contains(got.Message, want) {
			t.Errorf("a loss of %v: %v, want %q", loss, got, want)
		}
	}
}

func TestNumbersGetTheirMessages(t *testing.T) {
	for i, test := range []struct {
		result exercise.Result
		want   string
	}{
		{exercise.Wider(2473), "Only the table has grown"},        // 270 + 6·64 + 64 + 1755
		{exercise.Wider(3793), "Only the hidden layer has grown"}, // 54 + 30·64 + 64 + 1755
		{exercise.Wider(2729), "embeddings of all three"},         // 270 + 10·64 + 64 + 1755
		{exercise.Wider(11285), "five times as large"},            // 5 · 2257
		{exercise.Wider(3918), "The biases are missing"},          // 270 + 30·64 + 64·27
		{exercise.Chance(1. / 26), "one in 26"},                   // 0.0385
		{exercise.Chance(1. / 28), "one in 28"},                   // 0.0357
		{exercise.Chance(3.7), "in percent"},                      // 100 / 27
		{exercise.Chance(0.333), "how many symbols"},              // 1 / 3
		{exercise.Nested(6), "2 + 2 + 2"},
		{exercise.Nested(5), "5 is too small. Begin with double(1)"},
		{exercise.Farther(25), "An id is only a place in a list"}, // 25 − 0, divided by 1 − 0
		{exercise.Farther(1.414), "the distance from a to z, √2"}, // √(1² + 1²)
		{exercise.Farther(7), "7 is too large. Write the three rows"},
		{exercise.Odds(3.464), "the ratio at T = 2: you"},         // √12
		{exercise.GPT3(172), "172 is too small. 12 × width²"},     // 1.1 % below
		{exercise.GPT3(175.5), "175.5 is too large. 12 × width²"}, // 0.9 % above
		{exercise.Questions(2), "2 is too small. Count"},
		{exercise.Questions(80), "80 is too large. Count"},
		{exercise.Rate(0.4), "0.4 is too small. The step ends be"},
		{exercise.Rate(0.6), "0.6 is too large. The step ends aft"},
		{exercise.Cut(math.Inf(1)), "+Inf is too large"},
	} {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %q", i, test.result, test.want)
		}
	}
}

// A student's function may change its arguments: the next call gets them as they were.
func TestAFunctionMayChangeItsArguments(t *testing.T) {
	for range 2 {
		result := exercise.Cosine(func(a, b []float64) float64 {
			defer func() { clear(a); clear(b) }()
			return cosine(a, b)
		})
		sorted := exercise.Concatenate(func(table [][]float64, ids []int) []float64 {
			rows := [][]float64{}
			for _, id := range ids {
				rows = append(rows, slices.Clone(table[id]))
			}
			for _, row := range table {
				clear(row)
			}
			return slices.Concat(rows...)
		})
		if result.State != exercise.Right || sorted.State != exercise.Right {
			t.Errorf("%v, %v", result, sorted)
		}
	}
}
