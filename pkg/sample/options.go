package sample

// From logits to the distribution that a token is drawn from: softmax, temperature, top-k and top-p.

import (
	"fmt"
	"slices"
)

// probabilities returns the distribution that the next token is drawn from.
//
//	logits, returns: [vocabulary]
func (o Options) probabilities(logits []float64) ([]float64, error) {
	probabilities, err := o.softmax(logits)
	if err == nil && o.TopK > 0 {
		probabilities, err = KeepTopK(probabilities, o.TopK)
	}
	if err == nil && o.TopP > 0 {
		probabilities, err = KeepTopP(probabilities, o.TopP)
	}
	return probabilities, err
}

// softmax calls the function Softmax, or the one of the options, and checks what that one returns.
func (o Options) softmax(logits []float64) ([]float64, error) {
	if o.Softmax == nil {
		return Softmax(logits, o.Temperature)
	}
	probabilities := o.Softmax(slices.Clone(logits), o.Temperature)
	if len(probabilities) != len(logits) {
		return nil, fmt.Errorf("the softmax in the options gave %d probabilities for %d logits",
			len(probabilities), len(logits))
	}
	if err := checkDistribution(probabilities); err != nil {
		return nil, fmt.Errorf("the softmax in the options: %w", err)
	}
	return probabilities, nil
}

// checkKept returns an error if TopK or TopP is wrong.
func (o Options) checkKept() error {
	if o.TopK < 0 {
		return fmt.Errorf("TopK %d: it must be 1 or more, or 0 for all tokens", o.TopK)
	}
	if !(o.TopP >= 0 && o.TopP <= 1) {
		return fmt.Errorf("TopP %g: it must be above 0 and at most 1, or 0 for all tokens", o.TopP)
	}
	return nil
}
