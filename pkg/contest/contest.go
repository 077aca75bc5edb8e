// Package contest compares a human with a model: both predict the next character of held-out names, and the score of
// both is the loss in nats.
//
// A file keeps the first guess for each question: a second guess, made after the answer was shown, does not count. No
// guess is lost if two notebooks are open. The scores are not in the file: they are computed each time, with the given
// model.
package contest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"nexttoken/internal/atomicfile"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// Question is the beginning of a name, and the token after it: one character, or the end token.
type Question struct{ Beginning, Next string }

// Guess holds the probabilities of some symbols. All other symbols share the rest equally.
type Guess map[string]float64

// Guesses holds one guess for each beginning.
type Guesses map[string]Guess

// Questions returns up to n questions, from names at equal distances in the list. It cuts each name after two
// characters or more; names of one character are left out. No two questions have the same beginning, so there may be
// fewer than n. If n is below 1, there are none.
func Questions(names []string, n int) []Question {
	var long [][]rune
	for _, name := range names {
		if characters := []rune(name); len(characters) > 1 {
			long = append(long, characters)
		}
	}
	n = max(0, min(n, len(long)))
	var questions []Question
	asked := map[string]bool{}
	for i := range n {
		name := append(long[i*len(long)/n], vocab.End)
		at := 2 + i%(len(name)-2)
		if beginning := string(name[:at]); !asked[beginning] {
			questions = append(questions, Question{beginning, string(name[at])})
			asked[beginning] = true
		}
	}
	return questions
}

// Score is the result of a question: the losses of both players, −ln of their probability of Question.Next, in nats.
type Score struct {
	Question
	Guessed bool    // there is a guess for the question
	You     float64 // the human's loss; 0 without a guess
	Model   float64 // the model's loss
}

// Play adds new guesses to the file, and returns the scores of all questions, in their order: [questions]. A guess
// for a question that has one in the file already is ignored.
//
// The probabilities in a guess must be at least 0.001 each, and leave at least 0.01 for the symbols without one; if
// every symbol has one, they must sum to 1. The reason is that −ln 0 is infinite, and that a first guess cannot be
// changed. Sums may differ by 0.0001, because of rounding.
//
// Play returns an error, and adds no guess, if a guess breaks these rules, has a symbol that is not in the
// vocabulary, or belongs to none of the questions. It also returns an error if the model is nil or fails, if the next
// token of a question is not one symbol of the vocabulary, if the file cannot be read or written, or if a guess in
// the file breaks the rules: then delete its entry.
func Play(file string, questions []Question, guesses Guesses, model lm.Model) ([]Score, error) {
	if err := lm.Check(model); err != nil {
		return nil, err
	}
	tokenizer := model.Tokenizer()
	for _, beginning := range slices.Sorted(maps.Keys(guesses)) {
		if !slices.ContainsFunc(questions, func(q Question) bool { return q.Beginning == beginning }) {
			return nil, fmt.Errorf("%q is none of the questions: copy a beginning from the table", beginning)
		}
		if _, err := guesses[beginning].distribution(tokenizer); err != nil {
			return nil, fmt.Errorf("your guess after %q: %w", beginning, err)
		}
	}
	kept, err := keep(file, guesses)
	if err != nil {
		return nil, err
	}
	scores := make([]Score, len(questions))
	for i, question := range questions {
		if scores[i], err = score(question, file, kept, model); err != nil {
			return nil, err
		}
	}
	return scores, nil
}

// score computes the losses of the model, and of the guess in the file if there is one.
func score(question Question, file string, kept Guesses, model lm.Model) (Score, error) {
	s := Score{Question: question}
	predicted, err := sample.Next(model, question.Beginning, 1)
	if err != nil {
		return s, err
	}
	ids, err := model.Tokenizer().Encode(question.Next)
	if err != nil || len(ids) != 1 {
		return s, fmt.Errorf("%q follows %q: it must be one symbol of the vocabulary",
			question.Next, question.Beginning)
	}
	if s.Model, err = sample.CrossEntropy(predicted, ids[0]); err != nil {
		return s, err
	}
	guess, guessed := kept[question.Beginning]
	if !guessed {
		return s, nil
	}
	yours, err := guess.distribution(model.Tokenizer())
	if err != nil {
		return s, fmt.Errorf("the guess kept for %q: %w; delete its entry from %s to guess again",
			question.Beginning, err, file)
	}
	s.Guessed = true
	s.You, err = sample.CrossEntropy(yours, ids[0])
	return s, err
}

const (
	leastNamed  = 0.001 // smallest probability that a guess may give a symbol
	leastOthers = 0.01  // smallest sum that a guess may leave for all other symbols
	rounding    = 1e-4  // largest error of a sum
)

// distribution returns the probabilities of all symbols: [vocabulary], which sum to 1.
func (g Guess) distribution(t vocab.Tokenizer) ([]float64, error) {
	left, others := 1.0, t.Size()-len(g)
	for _, symbol := range slices.Sorted(maps.Keys(g)) {
		if err := g.checkSymbol(t, symbol); err != nil {
			return nil, err
		}
		left -= g[symbol]
	}
	if err := checkRest(left, others); err != nil {
		return nil, err
	}
	sum := 1.0
	if others == 0 {
		sum = 1 - left // 1, up to rounding
	}
	probabilities := make([]float64, t.Size())
	for id := range probabilities {
		symbol, err := t.Token(id)
		if err != nil {
			return nil, err
		}
		if p, named := g[symbol]; named {
			probabilities[id] = p / sum
		} else {
			probabilities[id] = left / float64(others)
		}
	}
	return probabilities, nil
}

// checkSymbol checks one symbol of a guess, and its probability.
func (g Guess) checkSymbol(t vocab.Tokenizer, symbol string) error {
	if ids, err := t.Encode(symbol); err != nil || len(ids) != 1 {
		return fmt.Errorf("%q is no symbol of the vocabulary: take one letter, or %q for the end", symbol, vocab.End)
	}
	switch p := g[symbol]; {
	case !(p >= 0 && p <= 1): // true for NaN too
		return fmt.Errorf("%s has the probability %g: it must be between 0 and 1 (50 %% is 0.5)", symbol, p)
	case p < leastNamed:
		return fmt.Errorf("%s has the probability %g, which is too small: give it at least %g, "+
			"or leave it out, and it gets a share of the rest", symbol, p, leastNamed)
	}
	return nil
}

// checkRest checks the probability that a guess leaves for the symbols that it does not name; others is their number.
func checkRest(left float64, others int) error {
	switch {
	case left < -rounding:
		return fmt.Errorf("the probabilities sum to %.6g: together they must not be more than 1", 1-left)
	case others > 0 && left < leastOthers-rounding:
		return fmt.Errorf("only %.4f is left for the %d symbols that you do not name, which is too little: "+
			"leave at least %g", max(left, 0), others, leastOthers)
	case others == 0 && left > rounding:
		return fmt.Errorf("the probabilities sum to %.6g, and no symbol is left for the rest: they must sum to 1",
			1-left)
	}
	return nil
}

// keep adds the guesses for new beginnings to the file, and returns all guesses in the file. It locks the file: if two
// notebooks read, added and wrote at the same time, guesses would be lost.
func keep(file string, guesses Guesses) (Guesses, error) {
	if len(guesses) == 0 {
		return read(file)
	}
	unlock, err := atomicfile.Lock(file)
	if err != nil {
		return nil, err
	}
	defer unlock()
	kept, err := read(file)
	if err != nil {
		return nil, err
	}
	before := len(kept)
	for beginning, guess := range guesses {
		if _, found := kept[beginning]; !found {
			kept[beginning] = guess
		}
	}
	if len(kept) == before {
		return kept, nil
	}
	content, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return nil, err
	}
	return kept, atomicfile.Write(file, content)
}

// read returns the guesses in a file. There are none if there is no file, or if it holds null.
func read(file string) (Guesses, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return Guesses{}, nil
	}
	if err != nil {
		return nil, err
	}
	var kept Guesses
	if err := json.Unmarshal(content, &kept); err != nil {
		return nil, fmt.Errorf("%s holds no guesses that can be read (%v): move it away to begin again",
			filepath.Base(file), err)
	}
	if kept == nil {
		kept = Guesses{}
	}
	return kept, nil
}
