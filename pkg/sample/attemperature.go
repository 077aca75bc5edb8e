package sample

import (
	"errors"

	"nexttoken/pkg/lm"
)

var errDivideByZero = errors.New("temperature 0: logits cannot be divided by it; take one above 0")

// AtTemperature returns a model whose logits are those of m, divided by the temperature. So the loss of a model can be
// measured at any temperature, with lm.Loss.
//
// It returns an error if the model is nil, or if the temperature is not a number above 0.
func AtTemperature(m lm.Model, temperature float64) (lm.Model, error) {
	if err := lm.Check(m); err != nil {
		return nil, err
	}
	if err := checkTemperature(temperature); err != nil {
		return nil, err
	}
	if temperature == 0 {
		return nil, errDivideByZero
	}
	return divided{m, temperature}, nil
}

// divided is a model with divided logits.
type divided struct {
	lm.Model
	temperature float64
}

func (d divided) Logits(contexts [][]int) ([][]float64, error) {
	logits, err := lm.Logits(d.Model, contexts)
	if err != nil {
		return nil, err
	}
	rows := make([][]float64, len(logits))
	for i, row := range logits {
		for _, z := range row {
			rows[i] = append(rows[i], z/d.temperature)
		}
	}
	return rows, nil
}
