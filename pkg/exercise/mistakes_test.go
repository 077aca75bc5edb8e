package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// planted holds the results of mistakes as students make them, and a part of the message that each must get.
var planted = []struct {
	result exercise.Result
	want   string
}{
	// 00
	{exercise.Triple(func(x float64) float64 { return 2 * x }), "as double does"},
	{exercise.Triple(func(x float64) float64 { return x + 3 }), "the argument plus 3"},
	{exercise.Triple(func(x float64) float64 { return x * x * x }), "third power"},
	// 01
	{exercise.Padded(func(name string, n int) string { return strings.Repeat("-", n) + name }), "end token is missing"},
	{exercise.Padded(func(name string, n int) string { return "---" + name + "-" }), "always put three"},
	{exercise.Padded(func(name string, n int) string { return name + "-" }), "padding is missing"},
	{exercise.Padded(func(name string, n int) string { return name + strings.Repeat("-", n) + "-" }),
		"Count the hyphens"},
	{exercise.Padded(func(name string, n int) string { return "---abi-" }), `For the name "nipun" and a context of 2`},
	{exercise.Windows(func(name string, n int) (list []string) {
		text := strings.Repeat("-", n) + name + "-"
		for i := range len(name) + 1 {
			list = append(list, text[i:i+3]+" → "+text[i+3:i+4])
		}
		return list
	}), `out of range [:9] with length 8”. It is right for the name "abi" and a context of 3: what is different here?`},
	{exercise.Windows(windows(0, 1, 0)), "end token is missing"},
	{exercise.Windows(windows(1, 0, 0)), "a character is skipped"},
	{exercise.Windows(windows(-1, 1, 0)), "answer is already in the context"},
	{exercise.Windows(windows(0, 0, 1)), "the context ends with the answer"},
	{exercise.Windows(func(name string, n int) (list []string) {
		for i := 0; i+n <= len(name); i++ {
			list = append(list, name[i:i+n]+" → "+(name + "-")[i+n:i+n+1])
		}
		return list
	}), "only with a context full of letters"},
	{exercise.Windows(func(name string, n int) []string { return []string{name[n:99]} }), "slice bounds out of range"},
	// 02
	{exercise.OneHot(func(v []float64, table [][]float64) []float64 {
		result := make([]float64, len(table))
		for i, row := range table {
			for j := range row {
				result[i] += row[j] * v[j]
			}
		}
		return result
	}), "wrong axis"},
	{exercise.OneHot(func(v []float64, table [][]float64) []float64 { return table[0] }), "always the first row"},
	{exercise.OneHot(func(v []float64, table [][]float64) []float64 { return v }), "For the one-hot vector"},
	{exercise.OneHot(func(v []float64, table [][]float64) []float64 {
		result := make([]float64, 3)
		for _, row := range table {
			for j := range row {
				result[j] += row[j]
			}
		}
		return result
	}), "You added all rows"},
	{exercise.Cosine(func(a, b []float64) float64 { return dot(a, b) }), "dot product"},
	{exercise.Cosine(func(a, b []float64) float64 { return dot(a, b) / (dot(a, a) * dot(b, b)) }),
		"square root is missing"},
	{exercise.Cosine(func(a, b []float64) float64 { return dot(a, b) / math.Sqrt(dot(a, a)) }), "first vector only"},
	{exercise.Analogy(combine(1, 1, -1)), "You exchanged man and woman"},
	{exercise.Analogy(combine(1, 1, 1)), "You added all three"},
	{exercise.Analogy(combine(-1, 1, 0)), "the step from man to king"},
	{exercise.Analogy(combine(1, -1, 1)), "backwards"},
	// 03
	{exercise.Parameters(func(v, n, k, h int) int { return v*k + n*k*h + h*v }), "The biases are missing"},
	{exercise.Parameters(func(v, n, k, h int) int { return v*k + (k*h + h) + (h*v + v) }), "context is missing"},
	{exercise.Parameters(func(v, n, k, h int) int { return n*v*k + (n*k*h + h) + (h*v + v) }), "one table"},
	{exercise.Parameters(func(v, n, k, h int) int { return v*k + (n*k*h + h) }), "last layer is missing"},
	{exercise.Parameters(func(v, n, k, h int) int { return 2257 }),
		"For a vocabulary of 27, a context of 3, 10 numbers"},
	{exercise.Concatenate(func(table [][]float64, ids []int) []float64 {
		sum := make([]float64, len(table[0]))
		for _, id := range ids {
			for i, x := range table[id] {
				sum[i] += x
			}
		}
		return sum
	}), "You added the rows"},
	{exercise.Concatenate(func(table [][]float64, ids []int) (joined []float64) {
		for _, id := range ids {
			joined = append(table[id], joined...)
		}
		return joined
	}), "wrong order"},
	{exercise.Concatenate(func(table [][]float64, ids []int) (joined []float64) {
		for _, row := range table {
			joined = append(joined, row...)
		}
		return joined
	}), "the whole table"},
	{exercise.Concatenate(func(table [][]float64, ids []int) (joined []float64) { return table[ids[len(ids)-1]] }),
		"Only the last row"},
	{exercise.Neuron(func(x, w []float64, b float64) float64 { return dot(x, w) + b }), "tanh is missing"},
	{exercise.Neuron(func(x, w []float64, b float64) float64 { return math.Tanh(dot(x, w)) }), "bias is missing"},
	{exercise.Neuron(func(x, w []float64, b float64) float64 { return math.Tanh(dot(x, w)) + b }),
		"You added the bias after tanh"},
	// 05
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 { return -math.Log(p[answer]) }, false)),
		"That is the sum"},
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 { return math.Log(p[answer]) }, true)),
		"sign is missing"},
	{exercise.CrossEntropy(loss(func(p []float64, _ int) float64 { return -math.Log(max(p[0], p[1], p[2])) }, true)),
		"wrong number: of the largest"},
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 { return -math.Log2(p[answer]) }, true)), "bits"},
	{exercise.CrossEntropy(loss(func(p []float64, answer int) float64 { return -math.Log(p[answer-1]) }, true)),
		"index out of range"},
	{exercise.Step(walk(func(w, slope, rate float64) float64 { return w + rate*slope })), "That is uphill"},
	{exercise.Step(walk(func(w, slope, rate float64) float64 { return w - slope })), "rate is missing"},
	{exercise.Step(walk(func(w, slope, rate float64) float64 { return -rate * slope })), "only the change"},
	// 07
	{exercise.Nearest(closest(func(a, b []float64) float64 { return apart(a, b) }, true)), "nearest to itself"},
	{exercise.Nearest(closest(func(a, b []float64) float64 { return -apart(a, b) }, false)), "farthest"},
	{exercise.Nearest(closest(func(a, b []float64) float64 { return -dot(a, b) }, false)), "largest dot product"},
	{exercise.Nearest(closest(func(a, b []float64) float64 { return math.Abs(a[0] - b[0]) }, false)),
		"You compared the first numbers only"},
	{exercise.MeanDistance(allPairs(func(sum, pairs, n float64) float64 { return sum / 2 })), "That is the sum"},
	{exercise.MeanDistance(allPairs(func(sum, pairs, n float64) float64 { return sum / (n * n) })),
		"paired each letter with itself"},
	{exercise.MeanDistance(allPairs(func(sum, pairs, n float64) float64 { return sum / 2 / n })),
		"You divided by the number of letters. Divide"},
	// 08
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		p := 1.0
		for i := range name {
			p *= next(name[:i])[name[i:i+1]]
		}
		return p
	}), "end token is missing"},
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		p, text := 0.0, name+"-"
		for i := range text {
			p += next(text[:i])[text[i:i+1]]
		}
		return p
	}), "You added the probabilities. "},
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		p := 1.0
		for _, letter := range name + "-" {
			p *= next("")[string(letter)]
		}
		return p
	}), "empty text each time"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for written := prompt; ; {
			symbol := draw(next(written))
			if written += symbol; symbol == "-" {
				return written
			}
		}
	}), "end token is in the name"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for written := prompt; ; {
			symbol := draw(next(prompt))
			if symbol == "-" {
				return written
			}
			written += symbol
		}
	}), "never sees the characters that it wrote"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		if symbol := draw(next(prompt)); symbol != "-" {
			return prompt + symbol
		}
		return prompt
	}), "Only one character"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for {
			prompt += draw(next(prompt))
		}
	}), "the check stopped it"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for next(prompt)["-"] < 1 {
		}
		return draw(next(prompt))
	}), "the check stopped it"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for {
			next(prompt) // to print it, perhaps
			symbol := draw(next(prompt))
			if symbol == "-" {
				return prompt
			}
			prompt += symbol
		}
	}), `gives "abba", and calls the model with ["ab" "ab" "abb" "abb" "abba" "abba"], which is not right. ` +
		"The name is right; call the model once before each draw"},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		for p := map[string]float64(nil); ; {
			symbol := draw(p)
			if symbol == "-" {
				return prompt
			}
			prompt += symbol
		}
	}), `gives "abba", and never calls the model, which is not right. The name is right; call the model`},
	{exercise.Write(func(next exercise.Next, draw func(map[string]float64) string, prompt string) string {
		return prompt + draw(next(prompt)) + "!"
	}), "Follow your loop by hand"},
	{exercise.NameProbability(func(next exercise.Next, name string) float64 {
		p := 1.0
		for i := 0; i < len(name); {
			p *= next(name[:i])[name[i:i+1]]
		}
		return p
	}), "the check stopped it"},
	{exercise.Tree(circle), "the check stopped it"},
	{exercise.Tree(grow(func(own, here, minimum float64) bool { return own < minimum }, true, true)),
		"by the probability of the last character"},
	{exercise.Tree(grow(func(own, here, minimum float64) bool { return here < minimum }, false, true)),
		"do not add up what you cut"},
	{exercise.Tree(grow(func(own, here, minimum float64) bool { return here < minimum }, true, false)),
		"no name in the result"},
	// 09
	{exercise.Softmax(softmax(func(z, t float64) float64 { return math.Exp(z * t) }, true)),
		"You multiplied by the temperature"},
	{exercise.Softmax(softmax(func(z, t float64) float64 { return math.Exp(z) / t }, true)), "no effect"},
	{exercise.Softmax(softmax(func(z, t float64) float64 { return math.Exp(z / t) }, false)), "does not sum to 1"},
	{exercise.Softmax(softmax(func(z, t float64) float64 { return z / t }, true)), "exp is missing"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 {
		for j := range batch[0] {
			sum := 0.0
			for i := range batch {
				sum += math.Exp(batch[i][j])
			}
			for i := range batch {
				batch[i][j] = math.Exp(batch[i][j]) / sum
			}
		}
		return batch
	}), "wrong axis"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 {
		sum := 0.0
		for i := range batch {
			for j := range batch[i] {
				batch[i][j] = math.Exp(batch[i][j])
				sum += batch[i][j]
			}
		}
		for i := range batch {
			for j := range batch[i] {
				batch[i][j] /= sum
			}
		}
		return batch
	}), "share one sum"},
	{exercise.SoftmaxRows(func(batch [][]float64) [][]float64 { return batch[:1] }), "The result has 1 rows"},
	{exercise.Entropy(sum(func(p float64) float64 { return -p * math.Log(p) })), "0 × ln 0"},
	{exercise.Entropy(sum(func(p float64) float64 { return p * math.Log(max(p, 1e-300)) })), "sign is missing"},
	{exercise.Entropy(sum(func(p float64) float64 { return -p * math.Log2(max(p, 1e-300)) })), "bits"},
	// 10
	{exercise.GPT(func(v, n, w, b int) int { return v*w + b*(12*w*w+13*w) + 2*w }), "table of places"},
	{exercise.GPT(func(v, n, w, b int) int { return v*w + n*w + b*12*w*w + 2*w }), "biases and norms"},
	{exercise.GPT(func(v, n, w, b int) int { return v*w + n*w + b*(12*w*w+13*w) }), "last norm"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 { return nats / math.Ln2 }), "per token"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 {
		return nats * float64(tokens) / float64(bytes)
	}), "nats per byte"},
	{exercise.BitsPerByte(func(nats float64, tokens, bytes int) float64 {
		return nats / math.Ln2 * float64(bytes) / float64(tokens)
	}), "You exchanged tokens and bytes"},
	{exercise.CausalWeights(attend(func(i, j int, s float64) float64 { return math.Exp(s) })), "tokens are visible"},
	{exercise.CausalWeights(attend(func(i, j int, s float64) float64 {
		if j > i {
			s = 0
		}
		return math.Exp(s)
	})), "exp(0) is 1"},
	{exercise.CausalWeights(attend(func(i, j int, s float64) float64 {
		if j < i {
			return 0
		}
		return math.Exp(s)
	})), "hides the wrong side"},
}

func TestPlantedMistakesAreNamed(t *testing.T) {
	for i, test := range planted {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("mistake %d: “%v”, want one with “%s”", i+1, test.result, test.want)
		}
	}
}
