package exercise_test

import (
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

type (
	next = func(written string) map[string]float64
	draw = func(next map[string]float64) string
)

// loop returns a sampling loop that stops at a token, before or after it is appended.
func loop(end string, append bool) func(next, draw, string) string {
	return func(next next, draw draw, written string) string {
		for {
			token := draw(next(written))
			if token == end && !append {
				return written
			}
			if written += token; token == end {
				return written
			}
		}
	}
}

func sumTo(enough func(sum, p float64) bool, add int) exercise.Result {
	return exercise.Kept(func(probabilities []float64, p float64) int {
		sum := 0.0
		for i, x := range probabilities {
			if sum += x; enough(sum, p) {
				return i + 1 + add
			}
		}
		return len(probabilities) + add
	})
}

func side(role, text string) string { return "<|im_start|>" + role + "\n" + text + "<|im_end|>\n" }

func above(than func(z, mine float64) bool, add int) exercise.Result {
	return exercise.Rank(func(logits []float64, id int) int {
		n := add
		for _, z := range logits {
			if than(z, logits[id]) {
				n++
			}
		}
		return n
	})
}

func TestAnswersToTheExercisesOfTheChatModel(t *testing.T) {
	const begin = "<|im_start|>assistant\n"
	larger := func(a, b float64) bool { return a > b }
	reached := func(sum, p float64) bool { return sum >= p }
	for i, test := range []struct {
		result exercise.Result
		state  exercise.State
		want   string
	}{
		{exercise.StopAtEndOfTurn(loop("<|im_end|>", false)), exercise.Right, "The same loop"},
		{exercise.StopAtEndOfTurn(func(_ next, _ draw, p string) string { return p }), exercise.NotDone, "Copy"},
		{exercise.StopAtEndOfTurn(loop("-", false)), exercise.Wrong, "hyphen is a token"},
		{exercise.StopAtEndOfTurn(loop("<|im_end|>", true)), exercise.Wrong, "before you append"},
		{exercise.StopAtEndOfTurn(loop("never", false)), exercise.Wrong, "is it spelled so"},
		{exercise.StopAtEndOfTurn(func(n next, d draw, _ string) string {
			return loop("<|im_end|>", false)(n, d, "")
		}), exercise.Wrong, "which is not right"},
		{exercise.StopAtEndOfTurn(func(n next, d draw, p string) string {
			text := ""
			for token := d(n(p)); token != "<|im_end|>"; token = d(n(p + text)) {
				text += token
			}
			return text
		}), exercise.Wrong, "prompt is missing"},
		{exercise.StopAtEndOfTurn(func(n next, d draw, p string) string {
			text := p
			for token := d(n(p)); token != "<|im_end|>"; token = d(n(p)) {
				text += token
			}
			return text
		}), exercise.Wrong, "whole text so far"},
		{exercise.StopAtEndOfTurn(func(n next, d draw, p string) string {
			for token := d(n(p)); token != "<|im_end|>" && token != "-"; token = d(n(p)) {
				p += token
			}
			return p
		}), exercise.Wrong, "too. In texts"},
		{exercise.StopAtEndOfTurn(func(n next, d draw, p string) string {
			for range 30 {
				token := d(n(p))
				if token == "<|im_end|>" {
					break
				}
				p += token
			}
			return p
		}), exercise.Wrong, "for ever"},

		{sumTo(reached, 0), exercise.Right, "always keeps k"},
		{exercise.Kept(func([]float64, float64) int { return 0 }), exercise.NotDone, "Add up"},
		{sumTo(reached, -1), exercise.Wrong, "before the token that reaches"},
		{sumTo(larger, 0), exercise.Wrong, "exactly p"},
		{exercise.Kept(func(p []float64, _ float64) int { return len(p) }), exercise.Wrong, "how many tokens"},
		{exercise.Kept(func(p []float64, least float64) (n int) {
			for _, x := range p {
				if x >= least {
					n++
				}
			}
			return n
		}), exercise.Wrong, "Compare their sum"},

		{exercise.TwoTurns(func(q, a, s string) string {
			return side("user", q) + side("assistant", a) + side("user", s) + begin
		}), exercise.Right, "no other memory"},
		{exercise.TwoTurns(func(q, a, s string) string { return "" }), exercise.NotDone, "second question"},
		{exercise.TwoTurns(func(q, a, s string) string {
			return side("user", q) + side("assistant", a) + side("user", s)
		}), exercise.Wrong, "last line"},
		{exercise.TwoTurns(func(_, _, s string) string { return side("user", s) + begin }), exercise.Wrong,
			"first question"},
		{exercise.TwoTurns(func(q, a, s string) string {
			return side("user", q) + side("user", s) + begin
		}), exercise.Wrong, "The answer is missing"},
		{exercise.TwoTurns(func(q, a, s string) string {
			return side("user", q) + side("user", a) + side("user", s) + begin
		}), exercise.Wrong, "assistant's turn"},
		{exercise.TwoTurns(func(q, a, s string) string {
			turns := side("user", q) + side("assistant", a) + side("user", s)
			return strings.ReplaceAll(turns, "<|im_end|>\n", "<|im_end|>") + begin
		}), exercise.Wrong, "new line is missing"},
		{exercise.TwoTurns(func(q, a, s string) string { return q + a + s }), exercise.Wrong, "A turn is"},

		{above(larger, 1), exercise.Right, "Rank 1"},
		{exercise.Rank(func([]float64, int) int { return 0 }), exercise.NotDone, "Count the logits"},
		{above(larger, 0), exercise.Wrong, "add 1"},
		{above(func(a, b float64) bool { return a < b }, 1), exercise.Wrong, "from below"},
		{exercise.Rank(func(_ []float64, id int) int { return id }), exercise.Wrong, "id is no rank"},
	} {
		if test.result.State != test.state || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: %v, want %v with %q", i, test.result, test.state, test.want)
		}
	}
}
