// Package contest lets a human predict the next character of held-out names against a model, both scored in nats.
//
// What was guessed first is kept in a file: a second guess, after the answer was seen, does not count, and nothing that was
// guessed is lost, also where two notebooks are open. Scores are computed each time, so they are always those of the given
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

// Question is the beginning of a name, and what follows it: a letter, or the end token.
type Question struct{ Beginning, Next string }

// Guess gives symbols probabilities. What is left over is shared equally by the symbols that it does not name.
type Guess map[string]float64

// Guesses holds a guess for each beginning.
type Guesses map[string]Guess

// Questions cuts n of the names, taken evenly from the list, each after two characters or more; fewer if there are fewer names
// that have two. No two have the same beginning.
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

// Score is how a question went, in nats: −ln of the probability of what came.
type Score struct {
	Question
	Guessed bool
	You     float64 // if guessed
	Model   float64
}

// Play keeps the guesses that are new in the file, and returns the scores of all questions, in their order.
//
// It returns an error, and keeps nothing, if a guess is for none of the questions, names a symbol that is not in the
// vocabulary, is no distribution, gives less than 0.001 to a symbol that it names, or leaves less than 1 % for what it does not
// name: −ln 0 is infinite, and a first guess stays. Sums may be off by 0.0001, from rounding. It also returns an error if the file
// cannot be read or written, or if a guess that an earlier version kept there breaks these rules: its entry can be deleted.
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

// score scores the model's guess, and the one that the file keeps, if there is one.
func score(question Question, file string, kept Guesses, model lm.Model) (Score, error) {
	s := Score{Question: question}
	predicted, err := sample.Next(model, question.Beginning, 1)
	if err != nil {
		return s, err
	}
	ids, err := model.Tokenizer().Encode(question.Next)
	if err != nil {
		return s, err
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
		return s, fmt.Errorf("the guess kept for %q: %w; delete its entry from %s to guess again", question.Beginning, err, file)
	}
	s.Guessed = true
	s.You, err = sample.CrossEntropy(yours, ids[0])
	return s, err
}

const (
	leastNamed  = 0.001 // what a guess must give each symbol that it names
	leastOthers = 0.01  // what it must leave to all that it does not name
	rounding    = 1e-4  // how far sums may be off
)

// distribution returns the probabilities of all symbols: [vocabulary].
func (g Guess) distribution(t vocab.Tokenizer) ([]float64, error) {
	left := 1.0
	for _, symbol := range slices.Sorted(maps.Keys(g)) {
		if ids, err := t.Encode(symbol); err != nil || len(ids) != 1 {
			return nil, fmt.Errorf("%q is no symbol of the vocabulary: take one letter, or %q for the end", symbol, vocab.End)
		}
		switch p := g[symbol]; {
		case !(p >= 0 && p <= 1):
			return nil, fmt.Errorf("%s has the probability %g: it must lie between 0 and 1 (50 %% is 0.5)", symbol, p)
		case p < leastNamed:
			return nil, fmt.Errorf("%s has the probability %g, and −ln 0 is infinite: give it 0.001 at least, or leave it out, and it shares in the rest", symbol, p)
		}
		left -= g[symbol]
	}
	others, sum := t.Size()-len(g), 1.0
	switch {
	case left < -rounding:
		return nil, fmt.Errorf("the probabilities sum to %.6g: they must not be more than 1 together", 1-left)
	case others > 0 && left < leastOthers-rounding:
		return nil, fmt.Errorf("only %.4f is left for the %d symbols that you do not name, and −ln 0 is infinite: leave 0.01 at least", max(left, 0), others)
	case others == 0 && left > rounding:
		return nil, fmt.Errorf("the probabilities sum to %.6g, and no symbol is left for the rest: they must sum to 1", 1-left)
	case others == 0:
		sum = 1 - left
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

// keep adds to the file the guesses for beginnings that it does not have, and returns all it has. One notebook at a time does
// so: two that read, add and write at once would each lose what the other adds.
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

// read returns the guesses that a file holds; none where there is no file, or where it holds null.
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
		return nil, fmt.Errorf("%s holds no guesses that can be read (%v): move it away to begin again", filepath.Base(file), err)
	}
	if kept == nil {
		kept = Guesses{}
	}
	return kept, nil
}
