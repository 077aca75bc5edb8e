package exercise_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// concatenated joins the rows of the ids, after change.
func concatenated(change func(rows [][]float64) [][]float64) exercise.Result {
	return exercise.Concatenate(func(table [][]float64, ids []int) []float64 {
		rows := [][]float64{}
		for _, id := range ids {
			rows = append(rows, table[id])
		}
		return slices.Concat(change(rows)...)
	})
}

// row returns the row of a one-hot vector's id, moved by a number of rows.
func row(by int) exercise.Result {
	return exercise.OneHot(func(v []float64, table [][]float64) []float64 {
		return table[(slices.Index(v, 1)+by+len(table))%len(table)]
	})
}

func columnsOf(rows [][]float64) [][]float64 {
	columns := make([][]float64, len(rows[0]))
	for _, row := range rows {
		for j, x := range row {
			columns[j] = append(columns[j], x)
		}
	}
	return columns
}

// eachRow applies the softmax to each row.
func eachRow(rows [][]float64) [][]float64 {
	for _, row := range rows {
		softmax(func(z, _ float64) float64 { return math.Exp(z) }, true)(row, 1)
	}
	return rows
}

func length(a []float64) float64 { return math.Sqrt(dot(a, a)) }

func log10(p []float64, answer int) float64 { return -math.Log10(p[answer]) }

func logOf(p []float64, _ int) float64 { return -math.Log(p[0]) }

func always(x float64) func(a, b []float64) float64 { return func(a, b []float64) float64 { return x } }

// morePlanted are further mistakes, and answers that only a hint can help.
var morePlanted = []struct {
	result exercise.Result
	want   string
}{
	// 00 and 01
	{exercise.Triple(func(float64) float64 { return 3 }), "same number for every argument"},
	{exercise.Padded(func(name string, n int) string { return "-" + name + strings.Repeat("-", n) }), "wrong side"},
	{exercise.Padded(func(name string, n int) string {
		return strings.Repeat("-", n) + name + strings.Repeat("-", n)
	}), "as many hyphens after"},
	{exercise.Padded(func(name string, n int) string { return strings.Repeat("-", n-1) + name + "-" }),
		"One hyphen is missing"},
	{exercise.Padded(func(string, int) string { return "---" }), "The name itself must be in the result"},
	{exercise.Windows(func(name string, n int) (list []string) {
		text := strings.Repeat("-", n) + name + "-"
		for i := n; i < len(text); i++ {
			list = append(list, text[:i]+" → "+text[i:i+1])
		}
		return list
	}), "longer and longer"},
	{exercise.Windows(func(name string, n int) (list []string) {
		text := strings.Repeat("-", n) + name + "-"
		for i := n; i < len(text); i++ {
			list = append(list, text[i:i+1]+" → "+text[i-n:i])
		}
		return list
	}), "changed places"},
	{exercise.Windows(func(name string, n int) []string {
		list := windows(0, 0, 0)(name, n)
		slices.Reverse(list)
		return list
	}), "wrong order"},
	{exercise.Windows(func(name string, n int) []string { return []string{"→"} }),
		"There are 1 questions; the name has 3 letters and one end."},
	{exercise.Windows(func(name string, n int) []string { return make([]string, len(name)+1) }), "Compare it with"},
	// 02
	{row(-1), "the row before"}, {row(1), "the row after"},
	{exercise.OneHot(func(v []float64, table [][]float64) []float64 { return []float64{7} }),
		"A row of the table has 3 numbers"},
	{exercise.Cosine(func(a, b []float64) float64 { return dot(a, b) / length(b) }), "second vector only"},
	{exercise.Cosine(apart), "distance between their ends"},
	{exercise.Cosine(func(a, b []float64) float64 { return dot(a, b) / (length(a) + length(b)) }),
		"sum of the lengths"},
	{exercise.Cosine(func(a, b []float64) float64 { return 1 - cosine(a, b) }), "one minus the cosine"},
	{exercise.Cosine(always(1.01)), "A cosine is between"}, {exercise.Cosine(always(-1.01)), "A cosine is between"},
	{exercise.Cosine(always(1)), "on paper"},
	{exercise.Analogy(combine(0, 0.5, 0.5)), "middle of king and woman"},
	// 03
	{exercise.Parameters(func(v, n, k, h int) int { return v*k + n*k*h + h + h*v }), "biases of the logits"},
	{exercise.Parameters(func(v, n, k, h int) int { return v*k + n*k*h + h*v + v }), "biases of the hidden layer"},
	{exercise.Parameters(func(v, n, k, h int) int { return n*k*h + h + h*v + v }), "embedding table is missing"},
	{concatenated(func(rows [][]float64) [][]float64 {
		mean := make([]float64, len(rows[0]))
		for _, row := range rows {
			for j, x := range row {
				mean[j] += x / float64(len(rows))
			}
		}
		return [][]float64{mean}
	}), "the mean of the rows"},
	{concatenated(columnsOf), "those are columns"},
	{concatenated(func([][]float64) [][]float64 { return [][]float64{{1}} }),
		"The result has 1 numbers; 3 ids have 2 numbers each."},
	{exercise.Neuron(func(x, w []float64, b float64) float64 { return math.Tanh(dot(x, w) + float64(len(x))*b) }),
		"once for each input"},
	{exercise.Neuron(func(x, w []float64, b float64) float64 {
		for i := range x {
			b += math.Tanh(x[i] * w[i])
		}
		return b
	}), "took tanh of each product"},
	{exercise.Neuron(func(x, w []float64, b float64) float64 {
		for i := range x {
			b += x[i] + w[i]
		}
		return math.Tanh(b)
	}), "added inputs and weights"},
	{exercise.Neuron(func([]float64, []float64, float64) float64 { return 1.01 }), "tanh is always between"},
	{exercise.Neuron(func([]float64, []float64, float64) float64 { return 1 }), "on paper"},
	// 05
	{exercise.CrossEntropy(loss(logOf, true)), "always of the first one"},
	{exercise.CrossEntropy(loss(log10, true)), "decimal logarithms"},
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 {
		return -math.Log(p[(answer+2)%3])
	}, true)), "the one before the right answer"},
	{exercise.CrossEntropy(loss(func(p []float64, _ int) float64 {
		return -math.Log(p[0]) - math.Log(p[1]) - math.Log(p[2])
	}, true)), "all probabilities' logarithms"},
	{exercise.CrossEntropy(func(p [][]float64, answers []int) float64 {
		return -math.Log(loss(func(p []float64, answer int) float64 { return p[answer] }, true)(p, answers))
	}), "logarithm of the mean"},
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 { return 1 - p[answer] }, true)),
		"The logarithm is missing"},
	{exercise.Step(walk(func(w, _, rate float64) float64 { return w - rate })), "The slope is missing"},
	{exercise.Step(walk(func(w, slope, rate float64) float64 { return w - slope/rate })), "divided by the rate"},
	{exercise.Step(func(w, slope []float64, rate float64) []float64 { w[0] -= rate * slope[0]; return w }),
		"Only the first parameter"},
	// 07
	{exercise.Nearest(closest(func(a, b []float64) float64 { return a[0] + a[1] - b[0] - b[1] }, false)),
		"without squaring"},
	{exercise.Nearest(func([][]float64, int) int { return 0 }), "always the first row"},
	{exercise.Nearest(func(table [][]float64, _ int) int { return len(table) - 1 }), "always the last row"},
	{exercise.MeanDistance(allPairs(func(sum, _, _ float64) float64 { return sum })), "twice the sum"},
	{exercise.MeanDistance(allPairs(func(sum, _, n float64) float64 { return sum / n })), "counted each pair twice."},
	{exercise.MeanDistance(func(table [][]float64, ids []int) float64 {
		sum, pairs := 0.0, 0.0
		for i, a := range ids {
			for _, b := range ids[:i] {
				sum, pairs = sum+apart(table[a], table[b])*apart(table[a], table[b]), pairs+1
			}
		}
		return sum / pairs
	}), "square root is missing"},
	{exercise.MeanDistance(func(table [][]float64, _ []int) float64 {
		all := make([]int, len(table))
		for i := range all {
			all[i] = i
		}
		return allPairs(func(sum, pairs, _ float64) float64 { return sum / 2 / pairs })(table, all)
	}), "all letters of the table"},
	{exercise.MeanDistance(func([][]float64, []int) float64 { return 77 }), "3 letters make 3 pairs."},
	// 08
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		p, text := 1.0, name+"-"
		for i := range text {
			p += next(text[:i])[text[i:i+1]]
		}
		return p
	}), "added the probabilities to 1"},
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		return probability(next, name) / next("")[name[:1]]
	}), "first character is missing"},
	{exercise.NameProbability(func(next exercise.Next, name string) float64 { return next(name)["-"] }),
		"Only the last factor"},
	{exercise.NameProbability(func(exercise.Next, string) float64 { return 1.5 }), "A probability is between"},
	{exercise.NameProbability(func(exercise.Next, string) float64 { return -0.1 }), "A probability is between"},
	{exercise.NameProbability(func(exercise.Next, string) float64 { return 0 }), "Call the model with each beginning"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		return strings.TrimPrefix(writes(next, draw, prompt), prompt)
	}), "prompt is missing from the name"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		return writes(func(text string) map[string]float64 { return next(text[max(0, len(text)-1):]) }, draw, prompt)
	}), "the last character only"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for {
			symbol := draw(next(prompt))
			if symbol == "-" {
				return prompt
			}
			prompt = symbol + prompt
		}
	}), "each character before the text"},
	{exercise.Tree(func(next exercise.Next, text string, _, minimum float64, names map[string]float64) float64 {
		return 0.5
	}), "The names and the cut sum to 0.5; they"},
	{exercise.Tree(grow(func(_, here, minimum float64) bool { return here < 1.1*minimum }, true, true)),
		"They sum to 1, but a branch is cut"},
	// 09
	{exercise.Softmax(softmax(func(z, t float64) float64 { return math.Exp2(z / t) }, true)), "powers of 2"},
	{exercise.Softmax(func(logits []float64, t float64) []float64 {
		powers := softmax(func(z, t float64) float64 { return math.Exp(z / t) }, false)(logits, t)
		largest := slices.Max(powers)
		for i := range powers {
			powers[i] /= largest
		}
		return powers
	}), "divided by the largest"},
	{exercise.Softmax(func(logits []float64, t float64) []float64 {
		p := softmax(func(z, _ float64) float64 { return math.Exp(z) }, true)(logits, t)
		for i := range p {
			p[i] /= t
		}
		return p
	}), "and then by T"},
	{exercise.Softmax(softmax(func(z, t float64) float64 { return 1 }, false)), "The result sums to 3: prob"},
	{exercise.Softmax(softmax(func(z, t float64) float64 { return 1 }, true)), "They sum to 1, but the ratios"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 {
		rows := eachRow(batch)
		return slices.Repeat(rows[:1], len(rows))
	}), "the same as the first"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 { return columnsOf(eachRow(batch)) }), "columns in the"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 { return make([][]float64, len(batch)) }), "Every row"},
	{exercise.Entropy(sum(func(p float64) float64 { return -math.Log(p) })), "Each −ln p has the same weight"},
	{exercise.Entropy(sum(func(p float64) float64 { return -math.Log(min(1, p+1-math.Ceil(p))) })), "same weight"},
	{exercise.Entropy(func(p []float64) float64 { return entropyOf(p) / float64(len(p)) }), "number of probabilities"},
	{exercise.Entropy(func([]float64) float64 { return 9 }), "between 0 and ln 3 = 1.099"},
	// 10
	{exercise.GPT(func(v, n, w, b int) int { return v*w + n*w + 12*w*w + 13*w + 2*w }), "one block only"},
	{exercise.GPT(func(v, n, w, b int) int { return v*w + n*w + b*(4*w*w+4*w) + 2*w }), "attention only"},
	{exercise.GPT(func(v, n, w, b int) int { return 2*v*w + n*w + b*(12*w*w+13*w) + 2*w }), "tokens twice"},
	{exercise.GPT(func(v, n, w, b int) int { return b*(12*w*w+13*w) + 2*w }), "The tables are missing"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 {
		return nats * math.Ln2 * float64(tokens) / float64(bytes)
	}), "multiplied with ln 2"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 {
		return nats / math.Ln2 * float64(tokens/bytes)
	}), "tokens / bytes is 0"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 {
		return nats / math.Log10(2) * float64(tokens) / float64(bytes)
	}), "divided by log₁₀ 2"},
	{exercise.CausalWeights(func(scores [][]float64) [][]float64 {
		weights := columnsOf(scores)
		for j := range weights {
			for i := range j {
				weights[j][i] = math.Inf(-1)
			}
		}
		return columnsOf(eachRow(weights))
	}), "wrong axis"},
	{exercise.CausalWeights(func(scores [][]float64) [][]float64 {
		for i, row := range eachRow(scores) {
			clear(row[i+1:])
		}
		return scores
	}), "masked after the softmax"},
	{exercise.CausalWeights(attend(func(i, j int, score float64) float64 {
		if j > i || j == i && i > 0 {
			return 0
		}
		return math.Exp(score)
	})), "A position sees itself"},
}

func TestMoreMistakesAreNamed(t *testing.T) {
	for i, test := range morePlanted {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("mistake %d: “%v”, want one with “%s”", i+1, test.result, test.want)
		}
	}
}
