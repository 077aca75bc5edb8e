package sample

// Cross-entropy, entropy and temperature of distributions. The unit is the nat, as in training: logarithms are natural
// ones. One bit is ln 2 = 0.693 nats.

import (
	"errors"
	"fmt"
	"math"
)

// CrossEntropy returns the loss of one example in nats: −ln of the probability of the target, the token that really
// came next.
//
//	probabilities: [vocabulary], which sum to 1; target: an id in [0, vocabulary)
//
// The definition is −Σ_c y_c ln ŷ_c, with ŷ the probabilities and y the one-hot vector of the target; only the term of
// the target is not 0. The result is +Inf if the probability of the target is 0. CrossEntropy returns an error if the
// probabilities are not between 0 and 1 or do not sum to 1, or if the target is not an index of them.
func CrossEntropy(probabilities []float64, target int) (float64, error) {
	if err := checkDistribution(probabilities); err != nil {
		return 0, err
	}
	if target < 0 || target >= len(probabilities) {
		return 0, fmt.Errorf("target %d: it must be an id between 0 and %d", target, len(probabilities)-1)
	}
	return -math.Log(probabilities[target]) + 0, nil // + 0 turns −0 into 0
}

// Entropy returns −Σ p ln p in nats. It is the mean loss of a model that predicts this distribution, if the tokens
// really come from it: 0 if one token is certain, ln n if n tokens are equally likely.
//
//	probabilities: [vocabulary], which sum to 1
func Entropy(probabilities []float64) float64 {
	entropy := 0.0
	for _, p := range probabilities {
		if p > 0 { // p log p → 0 as p → 0
			entropy -= p * math.Log(p)
		}
	}
	return entropy
}

// ApplyTemperature returns the distribution at temperature T: P_i is proportional to p_i^(1/T). It is the softmax at
// temperature T of the logarithms of the probabilities.
//
//	probabilities: [vocabulary], which sum to 1
//	returns:       [vocabulary], which sum to 1
//
// It returns an error if the probabilities are not between 0 and 1 or do not sum to 1, or if the temperature is
// negative, infinite or not a number.
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

// checkDistribution returns an error if the values are not between 0 and 1, or do not sum to 1. A difference that comes
// from rounding to float32 is allowed.
func checkDistribution(probabilities []float64) error {
	const rounding = 1e-4
	if len(probabilities) == 0 {
		return errors.New("no probabilities: a distribution needs at least one")
	}
	sum := 0.0
	for i, p := range probabilities {
		if !(p >= 0 && p <= 1+rounding) { // true for NaN too
			return fmt.Errorf("probability %d is %g: it must be between 0 and 1 "+
				"(Softmax turns logits into probabilities)", i, p)
		}
		sum += p
	}
	if math.Abs(sum-1) > rounding {
		return fmt.Errorf("the probabilities sum to %.4g: they must sum to 1", sum)
	}
	return nil
}
