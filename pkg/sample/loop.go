package sample

// A sampling loop that a student wrote drives any model.

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// Sampler is a sampling loop, as students write it on page 08: it draws a token from the distribution after the text,
// appends it, and repeats this until the end token. It returns the whole text, with the prompt at its beginning.
//
//	next: the probability of each token after a text
//	draw: a token from these probabilities
type Sampler = func(next func(written string) map[string]float64, draw func(map[string]float64) string,
	prompt string) string

// Loop connects a sampling loop to a model.
type Loop struct {
	Model   lm.Model
	Options                    // MaxTokens stops a loop that does not stop; the seed decides the random numbers
	NoCache bool               // compute the whole text again for each token
	OnToken func(token string) // if not nil, gets each token that is drawn before the end
}

// Run continues the prompt with a sampling loop. After MaxTokens tokens, draw returns the end token.
//
// It returns an error if an option is wrong, if the model fails, or if the loop draws on after the end token: its error
// names the token.
func (l Loop) Run(mine Sampler, prompt string) (text string, err error) {
	if mine == nil {
		return "", errors.New("the loop is nil: give a function")
	}
	if _, err := l.check(l.Model, prompt, 1); err != nil { // sets MaxTokens, too
		return "", err
	}
	tokens, err := vocab.TokensOf(l.Model.Tokenizer())
	if err != nil {
		return "", err
	}
	r := &loopRun{Loop: l, random: Random(l.Seed, 0), tokens: tokens}
	defer func() {
		switch stopped := recover().(type) {
		case nil:
		case loopError:
			text, err = "", stopped.error
		default:
			panic(stopped)
		}
	}()
	return mine(r.next, r.draw, prompt), nil
}

// loopRun is one text of a loop.
type loopRun struct {
	Loop
	random  *rand.Rand
	tokens  []string // [vocabulary]
	session lm.Session
	ids     []int  // of the text
	written string // the text
	drawn   int
	ended   bool
}

// loopError stops a student's loop: it is recovered in Run. Other panics go on.
type loopError struct{ error }

// next returns the probability of each token after a text.
func (r *loopRun) next(written string) map[string]float64 {
	probabilities, err := r.distribution(written)
	if err != nil {
		panic(loopError{err})
	}
	next := make(map[string]float64, len(probabilities))
	for id, p := range probabilities {
		next[r.tokens[id]] = p
	}
	return next
}

func (r *loopRun) distribution(written string) ([]float64, error) {
	if r.ids == nil || !r.follow(written) {
		ids, err := r.check(r.Model, written, 1)
		if err != nil {
			return nil, err
		}
		r.ids, r.session = append([]int{}, ids...), nil
	}
	r.written = written
	logits, err := r.logits()
	if err != nil {
		return nil, err
	}
	return r.probabilities(logits)
}

// follow appends what the loop has appended to the text, if that is one token, and returns whether it is. So the tokens
// stay those that were drawn: encoded again, the text can have others.
func (r *loopRun) follow(written string) bool {
	added, goesOn := strings.CutPrefix(written, r.written)
	if !goesOn || added == "" {
		return goesOn
	}
	id := slices.Index(r.tokens, added)
	if id < 0 {
		return false
	}
	r.ids = append(r.ids, id)
	return true
}

// logits returns the logits after the ids, from the session if there may be one.
func (r *loopRun) logits() ([]float64, error) {
	if r.NoCache {
		logits, err := lm.Logits(r.Model, [][]int{r.ids})
		if err != nil {
			return nil, err
		}
		return logits[0], nil
	}
	if r.session == nil {
		var err error
		if r.session, err = lm.Start(r.Model, r.ids); err != nil {
			return nil, err
		}
	}
	for _, id := range r.ids[len(r.session.IDs()):] {
		if err := r.session.Append(id); err != nil {
			return nil, err
		}
	}
	return r.session.Logits()
}

// draw draws a token; after MaxTokens of them, the end token.
func (r *loopRun) draw(next map[string]float64) string {
	end := r.tokens[r.Model.Tokenizer().End()]
	if r.ended && r.drawn > r.MaxTokens {
		panic(loopError{fmt.Errorf("after %d tokens, draw returns %q: the loop must stop there", r.MaxTokens, end)})
	}
	if r.ended {
		panic(loopError{fmt.Errorf("the loop drew on after the end token: it must stop at %q", end)})
	}
	probabilities := make([]float64, len(r.tokens))
	for id, token := range r.tokens {
		probabilities[id] = next[token]
	}
	id := Draw(probabilities, r.random)
	if id < 0 {
		panic(loopError{errNothingToDraw})
	}
	if r.drawn++; r.drawn > r.MaxTokens || r.tokens[id] == end {
		r.ended = true
		return end
	}
	if r.OnToken != nil {
		r.OnToken(r.tokens[id])
	}
	return r.tokens[id]
}

// Write runs a sampling loop, and writes each token when it is drawn, then the speed. Ours takes the place of a loop
// that draws nothing, as before a student has written one. A loop that goes on without drawing gets a hint.
//
// It returns an error for what Run returns one for, and if writing fails.
func (l Loop) Write(w io.Writer, mine Sampler, prompt string) error {
	out := &sharedWriter{w: w}
	count, start := 0, time.Now()
	l.OnToken = func(token string) {
		if count++; count == 1 {
			start = time.Now()
		}
		out.printf("%s", token)
	}
	if mine == nil {
		_, err := l.Run(nil, prompt)
		return err
	}
	whose, drew := "your loop", false
	_, err := l.Run(watched(mine, func() { drew = true }, func() { out.printf("\n%s\n", stalled) }), prompt)
	if err == nil && !drew {
		whose = "our loop"
		_, err = l.Run(l.Ours(), prompt)
	}
	speed := float64(max(0, count-1)) / time.Since(start).Seconds()
	out.printf("\n%d tokens, %.1f tokens/s (%s)\n", count, speed, whose)
	return errors.Join(err, out.failed)
}

// patience is how long a loop may run without a call of next or draw.
const patience = 5 * time.Second

const stalled = "Your loop goes on without drawing: call draw in each round, and compare that token with the " +
	"end token. ■ stops the cell."

// watched returns a loop that calls drew at each draw, and stalls when mine has called neither next nor draw for
// patience.
func watched(mine Sampler, drew, stalls func()) Sampler {
	return func(next func(string) map[string]float64, draw func(map[string]float64) string,
		prompt string) string {
		own := time.AfterFunc(patience, stalls) // it runs while the student's own code does
		defer own.Stop()
		return mine(func(written string) map[string]float64 {
			own.Stop()
			defer own.Reset(patience)
			return next(written)
		}, func(probabilities map[string]float64) string {
			drew()
			own.Stop()
			defer own.Reset(patience)
			return draw(probabilities)
		}, prompt)
	}
}

// sharedWriter is a writer for several goroutines, which keeps the errors.
type sharedWriter struct {
	w      io.Writer
	mutex  sync.Mutex
	failed error
}

func (s *sharedWriter) printf(format string, values ...any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	_, err := fmt.Fprintf(s.w, format, values...)
	s.failed = errors.Join(s.failed, err)
}

// Ours returns a right loop for the model.
func (l Loop) Ours() Sampler {
	return func(next func(string) map[string]float64, draw func(map[string]float64) string, prompt string) string {
		end, _ := l.Model.Tokenizer().Token(l.Model.Tokenizer().End())
		for {
			token := draw(next(prompt))
			if token == end {
				return prompt
			}
			prompt += token
		}
	}
}
