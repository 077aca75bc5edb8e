package sample

// Generation: draw a character, append it, repeat until the end token.

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"nexttoken/pkg/vocab"
)

// DefaultMaxLength is the most characters a Generator draws for one name if its MaxLength is 0.
const DefaultMaxLength = 40

// Generator writes names with a model.
type Generator struct {
	Logits        Logits            // the model
	Vocabulary    *vocab.Vocabulary // what the ids stand for
	ContextLength int               // how many characters the model sees
	MaxLength     int               // the most characters drawn after the prompt, so that generation ends; 0 is DefaultMaxLength
}

// Name continues the prompt until the end token, and returns the whole name without it.
//
// The empty prompt is the start of a name; of one longer than the context, the model sees the end (Note says so). At
// temperature 0 the most likely character is taken each time, and random may be nil. A name is cut after MaxLength drawn characters.
// It returns an error if the prompt has a character outside the vocabulary or the end token inside, if the temperature is none for Softmax,
// or if the model fails.
func (g Generator) Name(prompt string, temperature float64, random *rand.Rand) (string, error) {
	context, err := g.context(prompt)
	if err != nil {
		return "", err
	}
	name := prompt
	for range g.maxLength() {
		id, err := g.draw(context, temperature, random)
		if err != nil {
			return "", err
		}
		if id == g.Vocabulary.End() {
			break
		}
		context = append(context[1:], id)
		symbol, err := g.Vocabulary.Symbol(id)
		if err != nil {
			return "", err
		}
		name += symbol
	}
	return name, nil
}

// Names writes n names, the i-th with the source Random(seed, i): the same seed gives the same names.
func (g Generator) Names(prompt string, n int, temperature float64, seed int64) ([]string, error) {
	if n < 0 {
		return nil, fmt.Errorf("%d names: their number must be 0 or more", n)
	}
	var names []string
	for i := range n {
		name, err := g.Name(prompt, temperature, Random(seed, i))
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// Next returns the probabilities of the character after the prompt.
//
//	returns: [vocabulary], which sum to 1
//
// It returns an error for what Name returns one for.
func (g Generator) Next(prompt string, temperature float64) ([]float64, error) {
	context, err := g.context(prompt)
	if err != nil {
		return nil, err
	}
	return g.next(context, temperature)
}

// Note returns a sentence for the reader if the model sees only the end of the prompt, and otherwise "".
func (g Generator) Note(prompt string) string {
	characters := []rune(prompt)
	if g.ContextLength < 1 || len(characters) <= g.ContextLength {
		return ""
	}
	return fmt.Sprintf("prompt %s is longer than the context of %d: the model sees only its end, %s",
		vocab.Quote(prompt), g.ContextLength, vocab.Quote(string(characters[len(characters)-g.ContextLength:])))
}

// context returns what the model sees of the prompt, or an error if the generator or the prompt cannot be used.
func (g Generator) context(prompt string) ([]int, error) {
	if g.Logits == nil || g.Vocabulary == nil {
		return nil, errors.New("a generator needs Logits and a Vocabulary")
	}
	return g.Vocabulary.Context(prompt, g.ContextLength)
}

// next asks the model for the probabilities after a context.
func (g Generator) next(context []int, temperature float64) ([]float64, error) {
	logits, err := g.Logits(context)
	if err != nil {
		return nil, err
	}
	if len(logits) != g.Vocabulary.Size() {
		return nil, fmt.Errorf("the model gave %d logits, but the vocabulary has %d symbols", len(logits), g.Vocabulary.Size())
	}
	return Softmax(logits, temperature)
}

// draw draws the character after a context.
func (g Generator) draw(context []int, temperature float64, random *rand.Rand) (int, error) {
	probabilities, err := g.next(context, temperature)
	if err != nil {
		return 0, err
	}
	if temperature == 0 {
		return argmax(probabilities), nil
	}
	if random == nil {
		return 0, errors.New("no source of randomness: only temperature 0 needs none")
	}
	return Draw(probabilities, random), nil
}

func (g Generator) maxLength() int {
	if g.MaxLength < 1 {
		return DefaultMaxLength
	}
	return g.MaxLength
}
