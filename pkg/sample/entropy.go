package sample

// Measures of distributions, in nats: natural logarithms, as in training. One bit is ln 2 = 0.693 nats.

import (
	"errors"
	"fmt"
	"math"
)

// CrossEntropy returns the loss of one example in nats: −log of the probability that was given to what really came next.
//
// With y the one-hot vector of the target, it is −Σ_c y_c log ŷ_c, of which one term is left. It is +Inf if that probability is 0.
// It returns an error if the probabilities are no distribution or the target is no index of them.
func CrossEntropy(probabilities []float64, target int) (float64, error) {
	if err := checkDistribution(probabilities); err != nil {
		return 0, err
	}
	if target < 0 || target >= len(probabilities) {
		return 0, fmt.Errorf("target %d: it must be an id between 0 and %d", target, len(probabilities)-1)
	}
	return -math.Log(probabilities[target]) + 0, nil // + 0 makes 0 of −0
}

// Entropy returns −Σ p log p in nats, the loss to expect if the distribution is right: 0 if one outcome is certain,
// ln n if n are equally likely.
func Entropy(probabilities []float64) float64 {
	entropy := 0.0
	for _, p := range probabilities {
		if p > 0 { // p log p → 0 as p → 0
			entropy -= p * math.Log(p)
		}
	}
	return entropy
}

// ApplyTemperature returns the distribution at another temperature, P_i ∝ p_i^(1/T): the softmax of the logarithms of the
// probabilities.
//
//	probabilities: [vocabulary], which sum to 1; returns: the same shape, which sums to 1
//
// It returns an error if the probabilities are no distribution, or the temperature is none for Softmax.
func ApplyTemperature(probabilities []float64, temperature float64) ([]float64, error) {
	if err := checkDistribution(probabilities); err != nil {
		return nil, err
	}
	logits := make([]float64, len(probabilities))
	for i, p := range probabilities {
		logits[i] = math.Log(p)
	}
	return Softmax(logits, temperature)
}

// checkDistribution returns an error if the values are not probabilities that sum to 1, up to rounding to float32.
func checkDistribution(probabilities []float64) error {
	const rounding = 1e-4
	if len(probabilities) == 0 {
		return errors.New("no probabilities: a distribution needs at least one")
	}
	sum := 0.0
	for i, p := range probabilities {
		if !(p >= 0 && p <= 1+rounding) { // so written, NaN is refused too
			return fmt.Errorf("probability %d is %g: it must be between 0 and 1 (softmax makes probabilities of logits)", i, p)
		}
		sum += p
	}
	if math.Abs(sum-1) > rounding {
		return fmt.Errorf("the probabilities sum to %.4g: they must sum to 1", sum)
	}
	return nil
}
