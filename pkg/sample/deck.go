package sample

import "nexttoken/pkg/vocab"

// DeckAbi returns the deck's worked example: the 27 symbols in the order of vocab.Letters, and their probabilities
// after "abi" at temperature 1.
//
//	symbols: [27]; probabilities: [27], which sum to 1
//
// The deck gives 15 of the probabilities, for instance 60 % for d, and 4 % for the other twelve symbols together; here
// each of the twelve gets the same share of the 4 %. The author of the deck chose these numbers to explain temperature.
// They are neither counted in the names nor computed by a trained model.
//
// Source: Nipun Batra, Next Token Generation, lecture deck, IIT Gandhinagar, 1 August 2025.
func DeckAbi() (symbols []string, probabilities []float64) {
	given := map[string]float64{
		"a": .01, "b": .01, "c": .03, "d": .60, "e": .02, "f": .01, "h": .03, "n": .05, "o": .02,
		"p": .01, "q": .00, "r": .03, "s": .08, "z": .01, "-": .05,
	}
	symbols = vocab.Letters().Tokens()
	for _, symbol := range symbols {
		probability, found := given[symbol]
		if !found {
			probability = .04 / float64(len(symbols)-len(given))
		}
		probabilities = append(probabilities, probability)
	}
	return symbols, probabilities
}
