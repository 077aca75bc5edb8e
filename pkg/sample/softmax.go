// Package sample generates texts with a language model: it turns logits into probabilities, draws tokens with them, and
// computes the tree of all texts that a model may generate.
//
// It works with every lm.Model: a network, a table of counts, or a function that a student writes.
package sample

import (
	"errors"
	"fmt"
	"math"
)

// Softmax turns logits into probabilities at a temperature: P_i = exp(z_i/T) / Σ_j exp(z_j/T).
//
//	logits:  [vocabulary]; −Inf means probability 0
//	returns: [vocabulary], which sum to 1
//
// T = 1 gives the model's own probabilities; for T → ∞ they become equal. T = 0 gives the limit for T → 0:
// probability 1 for the largest logit (for the first, if several are equal). Softmax returns an error if T is
// negative, infinite or not a number, if a logit is +Inf or not a number, or if all logits are −Inf.
func Softmax(logits []float64, temperature float64) ([]float64, error) {
	if err := checkTemperature(temperature); err != nil {
		return nil, err
	}
	if err := checkLogits(logits); err != nil {
		return nil, err
	}
	largest := argmax(logits)
	probabilities := make([]float64, len(logits))
	if temperature == 0 {
		probabilities[largest] = 1
		return probabilities, nil
	}
	sum := 0.0
	for i, z := range logits {
		// To subtract the largest logit changes no probability, and exp cannot overflow.
		probabilities[i] = math.Exp((z - logits[largest]) / temperature)
		sum += probabilities[i]
	}
	for i := range probabilities {
		probabilities[i] /= sum
	}
	return probabilities, nil
}

// argmax returns the index of the largest value; if several are equal, the first one.
func argmax(values []float64) int {
	best := 0
	for i, value := range values {
		if value > values[best] {
			best = i
		}
	}
	return best
}

func checkTemperature(temperature float64) error {
	switch {
	case math.IsNaN(temperature) || temperature < 0:
		return fmt.Errorf("temperature %g: it must be 0 or more", temperature)
	case math.IsInf(temperature, 1):
		return fmt.Errorf("temperature %g: take a large number: at 100, all are almost equally likely", temperature)
	}
	return nil
}

func checkLogits(logits []float64) error {
	if len(logits) == 0 {
		return errors.New("no logits: softmax needs at least one")
	}
	for i, z := range logits {
		if math.IsNaN(z) || math.IsInf(z, 1) {
			return fmt.Errorf("logit %d is %g: it must be a number below infinity", i, z)
		}
	}
	if math.IsInf(logits[argmax(logits)], -1) {
		return errors.New("all logits are -Inf: at least one must be a number")
	}
	return nil
}
