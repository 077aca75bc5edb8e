package sample

import (
	"slices"

	"nexttoken/pkg/vocab"
)

// DeckTemperatures returns the deck's table of temperature: what comes after "abi" at three temperatures, as the deck
// has it.
//
//	symbols: [rows]; the last row, "others", is all other symbols of the vocabulary together
//	temperatures: [columns]; probabilities: [rows][columns]
//
// The author of the deck rounded the columns by eye, so that of T = 0.5 sums to 1.001, and they are not what
// ApplyTemperature computes from the column of T = 1: for a at T = 2, that is .029, and the deck has .08.
//
// Source: Nipun Batra, Next Token Generation, lecture deck, IIT Gandhinagar, 1 August 2025.
func DeckTemperatures() (symbols []string, temperatures []float64, probabilities [][]float64) {
	return []string{"a", "d", "s", "h", "-", "others"}, []float64{0.5, 1, 2}, [][]float64{
		{.001, .01, .08}, {.95, .60, .25}, {.01, .08, .12}, {.005, .03, .09}, {.02, .05, .11}, {.015, .23, .35},
	}
}

// DeckRows returns the rows of the deck's table for any distribution of the 27 symbols: the probabilities of a, d, s, h
// and -, and that of all others together.
//
//	probabilities: [27], in the order of vocab.Letters; returns: [6], nil for another number of probabilities
func DeckRows(probabilities []float64) []float64 {
	letters := vocab.Letters().Tokens()
	if len(probabilities) != len(letters) {
		return nil
	}
	symbols, _, _ := DeckTemperatures()
	rows, others := make([]float64, len(symbols)), len(symbols)-1
	for id, p := range probabilities {
		row := slices.Index(symbols, letters[id])
		if row < 0 {
			row = others
		}
		rows[row] += p
	}
	return rows
}
