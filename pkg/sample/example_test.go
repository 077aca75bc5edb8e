package sample_test

import (
	"fmt"
	"math"
	"slices"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

func ExampleSoftmax() {
	logits := []float64{2, 1, 0}
	for _, temperature := range []float64{0, 0.5, 1, 2, 100} {
		probabilities, _ := sample.Softmax(logits, temperature)
		fmt.Printf("T = %-4g %.3f\n", temperature, probabilities)
	}
	_, err := sample.Softmax(logits, -1)
	fmt.Println(err)
	// Output:
	// T = 0    [1.000 0.000 0.000]
	// T = 0.5  [0.867 0.117 0.016]
	// T = 1    [0.665 0.245 0.090]
	// T = 2    [0.506 0.307 0.186]
	// T = 100  [0.337 0.333 0.330]
	// temperature -1: it must be 0 or more
}

func ExampleApplyTemperature() {
	symbols, probabilities := sample.DeckAbi()
	d := slices.Index(symbols, "d")
	for _, temperature := range []float64{0.5, 1, 2} {
		changed, _ := sample.ApplyTemperature(probabilities, temperature)
		fmt.Printf("T = %-3g P(d | abi) = %.3f, entropy %.2f nats\n", temperature, changed[d], sample.Entropy(changed))
	}
	// Output:
	// T = 0.5 P(d | abi) = 0.959, entropy 0.25 nats
	// T = 1   P(d | abi) = 0.600, entropy 1.74 nats
	// T = 2   P(d | abi) = 0.221, entropy 2.91 nats
}

func ExampleCrossEntropy() {
	uniform, _ := sample.Softmax(make([]float64, 27), 1)
	loss, _ := sample.CrossEntropy(uniform, 3)
	fmt.Printf("untrained: %.3f nats, ln 27 = %.3f\n", loss, math.Log(27))
	// Output: untrained: 3.296 nats, ln 27 = 3.296
}

// alphabet is a model that continues each letter with the next one of the alphabet, and may end at any time.
func alphabet() lm.Model {
	return lm.Func(vocab.Letters(), 3, func(context []int) []float64 {
		logits := slices.Repeat([]float64{math.Inf(-1)}, 27)
		logits[(context[2]+1)%27] = math.Log(3)
		logits[26] = 0
		return logits
	})
}

func ExampleGenerate() {
	names, _ := sample.Generate(alphabet(), "abc", 4, sample.Options{Temperature: 1, Seed: 42})
	fmt.Println(names)

	likeliest, _ := sample.Generate(alphabet(), "x", 1, sample.Options{Temperature: 0})
	fmt.Println(likeliest)

	_, err := sample.Generate(alphabet(), "zoë", 1, sample.Options{Temperature: 1})
	fmt.Println(err)
	fmt.Println(sample.PromptNote(alphabet(), "abcd"))
	// Output:
	// [abcdefg abc abcdefghi abcde]
	// [xyz]
	// prompt "zoë": 'ë' is not in the vocabulary (a–z)
	// prompt "abcd" is longer than the context of 3: the model sees only its end, "bcd"
}

func ExampleTree() {
	tree, _ := sample.Tree(alphabet(), "ab", 1, 0.05, 3)
	for _, leaf := range tree.Leaves() {
		fmt.Printf("%-5s %.4f\n", leaf.Text, leaf.Cumulative)
	}
	fmt.Printf("pruned %.4f\n", tree.PrunedTotal())
	// Output:
	// abcde 0.4219
	// abcd- 0.1406
	// abc-  0.1875
	// ab-   0.2500
	// pruned 0.0000
}

func ExampleTopK() {
	fmt.Println(sample.TopK([]float64{0.1, 0.4, 0.1, 0.4}, 3))
	// Output: [1 3 0]
}

func ExampleBeam() {
	texts, _ := sample.Beam(alphabet(), "w", 3, 0)
	for _, text := range texts {
		fmt.Printf("%s %.3f\n", text.Text, text.Probability)
	}
	// Output:
	// wxyz 0.422
	// w 0.250
	// wx 0.188
}

func ExampleKeepTopP() {
	p := []float64{0.1, 0.5, 0.15, 0.25}
	topK, _ := sample.KeepTopK(p, 3)
	topP, _ := sample.KeepTopP(p, 0.6)
	fmt.Printf("top-k %.3f\ntop-p %.3f\n", topK, topP)
	// Output:
	// top-k [0.000 0.556 0.167 0.278]
	// top-p [0.000 0.667 0.000 0.333]
}
