package exercise

import (
	"math"
	"strings"
	"testing"
)

func TestEveryAnswerAboutGradientsGetsItsOwnMessage(t *testing.T) {
	for name, exercise := range map[string]interface{ faults() []string }{
		"logit gradient": logitGradient, "neuron backward": neuronBackward,
	} {
		for _, fault := range exercise.faults() {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

// The right answers, by hand: one number after the other, and not by the formulas of the checks.
func TestGradientsByHand(t *testing.T) {
	for _, test := range []struct{ got, want []float64 }{
		{logitGradient.right(prediction{[]float64{0.7, 0.2, 0.1}, 1}), []float64{0.7, -0.8, 0.1}},
		{neuronBackward.right(oneNeuron{x: 2, w: 0.5, b: -1, slope: 3}), []float64{6, 3, 1.5}}, // tanh 0: slope 1
		{neuronBackward.right(oneNeuron{x: 1, w: 1, b: math.Atanh(0.6) - 1, slope: 1}), []float64{0.64, 0.64, 0.64}},
	} {
		if !same(test.got, test.want) {
			t.Errorf("got %v, want %v", test.got, test.want)
		}
	}
}

// The gradients that the checks want are the slopes: what a small change of the input does to the loss.
func TestGradientsEqualFiniteDifferences(t *testing.T) {
	const h = 1e-6
	for _, n := range neuronBackward.inputs {
		loss := func(x, w, b float64) float64 { return n.slope * math.Tanh(w*x+b) }
		want := []float64{
			(loss(n.x, n.w+h, n.b) - loss(n.x, n.w-h, n.b)) / (2 * h),
			(loss(n.x, n.w, n.b+h) - loss(n.x, n.w, n.b-h)) / (2 * h),
			(loss(n.x+h, n.w, n.b) - loss(n.x-h, n.w, n.b)) / (2 * h),
		}
		if got := neuronBackward.right(n); !same(got, want) {
			t.Errorf("%v: %v, want %v", n, got, want)
		}
	}
	for _, p := range logitGradient.inputs {
		for i, got := range logitGradient.right(p) {
			up, down := lossAfter(p, i, h), lossAfter(p, i, -h)
			if want := (up - down) / (2 * h); !same(got, want) {
				t.Errorf("%v, logit %d: %v, want %v", p, i, got, want)
			}
		}
	}
}

// lossAfter returns the cross-entropy after a change of one logit. ln p are logits of p.
func lossAfter(p prediction, logit int, change float64) float64 {
	sum, right := 0.0, 0.0
	for i, probability := range p.probabilities {
		z := math.Log(probability)
		if i == logit {
			z += change
		}
		sum += math.Exp(z)
		if i == p.answer {
			right = z
		}
	}
	return math.Log(sum) - right
}

func TestGradientsWithAMistake(t *testing.T) {
	for i, test := range []struct {
		result Result
		want   string
	}{
		{LogitGradient(func(p []float64, answer int) []float64 {
			slopes := make([]float64, len(p))
			slopes[answer] = p[answer] - 1
			return slopes
		}), "Only the right logit"},
		{LogitGradient(func(p []float64, answer int) []float64 { p[answer]++; return p }), "together they are 0"},
		{LogitGradient(func(p []float64, answer int) []float64 { return p[:answer] }), "one number for each symbol"},
		{LogitGradient(func(p []float64, answer int) []float64 { p[answer+1]--; return p }), "index out of range"},
		{NeuronBackward(func(x, w, b, slope float64) (float64, float64, float64) {
			return slope * x, slope, slope * w
		}), "slope of tanh is missing"},
		{NeuronBackward(func(x, w, b, slope float64) (float64, float64, float64) {
			return x, w, b
		}), "Here h = 0.6044"},
	} {
		if test.result.State != Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %q", i, test.result, test.want)
		}
	}
}

func TestModelLoss(t *testing.T) {
	likely, answers := [][]float64{{0.5, 0.5}, {0.25, 0.75}, {1, 0}}, []int{0, 0, 0}
	ours := 3 * math.Ln2 / 3 // ln 2 + ln 4 + ln 1
	right := func(p [][]float64, answers []int) float64 { return guesses{p, answers}.mean(surprise) }
	// It forgets all after the third prediction, which is right for the small examples.
	three := func(p [][]float64, answers []int) float64 {
		return guesses{p[:min(3, len(p))], answers[:min(3, len(p))]}.mean(surprise)
	}
	long, longAnswers := append(likely, []float64{0.9, 0.1}), append(answers, 1)
	for i, test := range []struct {
		result Result
		state  State
		want   string
	}{
		{ModelLoss(right, likely, answers, ours), Right, "For 3 predictions, your loss is 0.693, and ours is 0.693"},
		{ModelLoss(right, likely, answers, ours+0.001), Right, "ours is 0.694"},
		{ModelLoss(right, likely, answers, ours+0.002), Wrong, "ours is 0.695. Does your"},
		{ModelLoss(right, likely, answers, math.NaN()), Wrong, "NaN"},
		{ModelLoss(three, long, longAnswers, 1.2), Wrong, "For 4 predictions"},
		{ModelLoss(right, likely, []int{0, 1, 2}, ours), Wrong, "your function stops with"},
		{ModelLoss(func([][]float64, []int) float64 { return 0 }, likely, answers, ours),
			NotDone, "Write crossEntropy first"},
		{ModelLoss(func(p [][]float64, answers []int) float64 {
			return float64(len(p)) * right(p, answers)
		}, likely, answers, ours), Wrong, "not right yet. That is the sum"},
	} {
		if test.result.State != test.state || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %v and %q", i, test.result, test.state, test.want)
		}
	}
}

// A student's function may change what it gets: ours was measured before, and the page keeps its numbers.
func TestModelLossKeepsThePredictions(t *testing.T) {
	predicted, answers := [][]float64{{0.5, 0.5}}, []int{1}
	ModelLoss(func(p [][]float64, a []int) float64 {
		loss := guesses{p, a}.mean(surprise)
		clear(p[0])
		clear(a)
		return loss
	}, predicted, answers, math.Ln2)
	if predicted[0][1] != 0.5 || answers[0] != 1 {
		t.Errorf("the predictions are %v %v now", predicted, answers)
	}
}
