package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// smoothed returns a check of a function that gives each count its number.
func smoothed(share func(count, extra, total, n float64) float64) exercise.Result {
	return exercise.Smooth(func(counts []float64, extra float64) []float64 {
		total := 0.0
		for _, count := range counts {
			total += count
		}
		for i, count := range counts {
			counts[i] = share(count, extra, total, float64(len(counts)))
		}
		return counts
	})
}

// ofLosses returns a check of a function of the losses of a sequence.
func ofLosses(perplexity func(losses []float64) float64) exercise.Result {
	return exercise.Perplexity(func(probabilities []float64) float64 {
		for i, p := range probabilities {
			probabilities[i] = -math.Log(p)
		}
		return perplexity(probabilities)
	})
}

func total(numbers []float64) (sum float64) {
	for _, x := range numbers {
		sum += x
	}
	return sum
}

// tested returns a check of a p-value from the number of random values that hold, and of all.
func tested(holds func(value, ours float64) bool, p func(held, all float64) float64) exercise.Result {
	return exercise.PValue(func(ours float64, random []float64) float64 {
		held := 0.0
		for _, value := range random {
			if holds(value, ours) {
				held++
			}
		}
		return p(held, float64(len(random)))
	})
}

func atMost(value, ours float64) bool { return value <= ours }

func TestOverfittingsRightAnswers(t *testing.T) {
	for name, result := range map[string]exercise.Result{
		"context": exercise.Context(27*10 + (6*10+1)*200 + (200+1)*27),
		"smooth": smoothed(func(count, extra, total, n float64) float64 {
			return (count + extra) / (total + extra*n)
		}),
		"perplexity": ofLosses(func(losses []float64) float64 {
			return math.Exp(total(losses) / float64(len(losses)))
		}),
		"geometric": exercise.Perplexity(func(probabilities []float64) float64 { // the same by another formula
			product := 1.0
			for _, p := range probabilities {
				product *= p
			}
			return math.Pow(product, -1/float64(len(probabilities)))
		}),
		"p": tested(atMost, func(held, all float64) float64 { return (held + 1) / (all + 1) }),
	} {
		if result.State != exercise.Right || result.Message == "" {
			t.Errorf("%s: %v", name, result)
		}
	}
}

func TestOverfittingsStubsAreNotDone(t *testing.T) {
	for name, result := range map[string]exercise.Result{
		"context":    exercise.Context(0),
		"smooth":     smoothed(func(_, _, _, n float64) float64 { return 1 / n }),
		"perplexity": exercise.Perplexity(func([]float64) float64 { return 0 }),
		"p":          exercise.PValue(func(float64, []float64) float64 { return 0 }),
	} {
		if result.State != exercise.NotDone {
			t.Errorf("%s: %v", name, result)
		}
	}
}

func TestOverfittingsMistakesAreNamed(t *testing.T) {
	for _, test := range []struct {
		result exercise.Result
		want   string
	}{
		{exercise.Context(2 * 11897), "Only the first layer grows"},
		{exercise.Context(11897), "The first layer changes"},
		{exercise.Context(2*270 + 61*200 + 201*27), "count it once"},
		{exercise.Context(270 + 60*200 + 2*200 + 201*27), "The 200 biases do not double"},
		{exercise.Context(270 + 41*200 + 201*27), "That is one letter more"},
		{exercise.Context(17000), "17000 is too small. Write the three parts down"},
		{exercise.Context(20000), "20000 is too large"},
		{smoothed(func(count, _, total, _ float64) float64 { return count / total }), "the loss is +Inf"},
		{smoothed(func(count, extra, total, _ float64) float64 { return (count + extra) / total }), "more than 1"},
		{smoothed(func(count, extra, total, _ float64) float64 { return (count + extra) / (total + extra) }),
			"once for each count"},
		{smoothed(func(count, _, total, n float64) float64 { return (count + 1) / (total + n) }), "always added 1"},
		{smoothed(func(count, extra, _, _ float64) float64 { return count + extra }), "Divide them by their sum"},
		{smoothed(func(count, extra, total, n float64) float64 {
			return math.Log((count + extra) / (total + extra*n))
		}), "Return the probabilities"},
		{smoothed(func(count, extra, total, n float64) float64 { return (count + extra) / (total + extra*n) / 2 }),
			"add up to 0.5, not to 1"},
		{smoothed(func(_, extra, total, n float64) float64 { return (total + extra) / n / (total + extra) * 1.5 }),
			"add up to 1.5"},
		{exercise.Smooth(func([]float64, float64) []float64 { return nil }),
			"one probability for each of the 3 counts"},
		{exercise.Smooth(func(counts []float64, extra float64) []float64 {
			p := make([]float64, len(counts))
			p[0] = 1
			return p
		}), "They add up to 1. Compute the first one by hand"},
		{ofLosses(func(losses []float64) float64 { return math.Exp(total(losses)) }), "exp of the sum"},
		{ofLosses(func(losses []float64) float64 {
			sum := 0.0
			for _, loss := range losses {
				sum += math.Exp(loss)
			}
			return sum / float64(len(losses))
		}), "the mean of exp of each loss"},
		{ofLosses(func(losses []float64) float64 { return total(losses) / float64(len(losses)) }), "the mean loss"},
		{ofLosses(func(losses []float64) float64 { return math.Exp(-total(losses) / float64(len(losses))) }),
			"sign is missing"},
		{ofLosses(func(losses []float64) float64 { return math.Exp(-total(losses)) }), "the whole sequence"},
		{ofLosses(func(losses []float64) float64 { return math.Exp2(total(losses) / float64(len(losses))) }),
			"the base is e"},
		{ofLosses(total), "the sum of the losses"},
		{exercise.Perplexity(func(p []float64) float64 { return float64(len(p)) / total(p) }), "the mean probability"},
		{exercise.Perplexity(func([]float64) float64 { return 27 }), "Compute −ln of each probability"},
		{tested(atMost, func(held, all float64) float64 { return held / all }), "Our own group is missing"},
		{tested(atMost, func(held, all float64) float64 { return held / (all + 1) }), "only to the number of groups"},
		{tested(atMost, func(held, all float64) float64 { return (held + 1) / all }), "only to the count"},
		{tested(func(value, ours float64) bool { return value < ours },
			func(held, all float64) float64 { return (held + 1) / (all + 1) }), "use <="},
		{tested(func(value, ours float64) bool { return value > ours },
			func(held, all float64) float64 { return held / all }), "larger values"},
		{tested(func(value, ours float64) bool { return value >= ours },
			func(held, all float64) float64 { return (held + 1) / (all + 1) }), "larger values"},
		{tested(atMost, func(held, _ float64) float64 { return held }), "That is a count"},
		{tested(atMost, func(held, _ float64) float64 { return held + 1 }), "That is a count"},
		{tested(atMost, func(held, all float64) float64 { return 100 * (held + 1) / (all + 1) }), "in percent"},
		{tested(atMost, func(held, all float64) float64 { return 0.05 }), "Mark the random values"},
	} {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("“%v”, want one with “%s”", test.result, test.want)
		}
	}
}
