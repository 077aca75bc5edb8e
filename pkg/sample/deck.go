package sample

import "nexttoken/pkg/vocab"

// DeckAbi returns the deck's worked example of what follows "abi" at temperature 1: the 27 symbols in the vocabulary's
// order, and their probabilities.
//
// The deck gives 15 of the probabilities, 60 % to d among them, and 4 % to the other twelve symbols together, which share
// it equally here. It is made up for explaining: what the names and a trained model say is something else.
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
