package exercise

// The exercises of page 11: a pretrained chat model.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// endOfTurn is the token that ends an answer of SmolLM2.
const endOfTurn = "<|im_end|>"

// answered is what a model draws after a prompt: tokens, of which the last is endOfTurn.
type answered struct {
	prompt string
	drawn  []string
}

func (a answered) String() string {
	return fmt.Sprintf("the prompt %q, with %q drawn after it", a.prompt, a.drawn)
}

// StopAtEndOfTurn checks a sampling loop as on page 08, whose end token is <|im_end|>. A hyphen is a token like others.
func StopAtEndOfTurn(mine func(next Next, draw func(map[string]float64) string, prompt string) string) Result {
	return endsTurn.check(func(a answered) string {
		draws := 0
		next := func(string) map[string]float64 { return map[string]float64{endOfTurn: 1} }
		draw := func(map[string]float64) string {
			if draws++; draws > enough {
				panic(endless)
			}
			if draws > len(a.drawn) {
				return "-" // ends a loop of page 08
			}
			return a.drawn[draws-1]
		}
		return mine(next, draw, a.prompt)
	})
}

// until returns the text of a loop that stops at a token.
func (a answered) until(end string) string {
	at := slices.Index(a.drawn, end)
	if at < 0 {
		at = len(a.drawn)
	}
	return a.prompt + strings.Join(a.drawn[:at], "")
}

var endsTurn = task[answered, string]{
	todo:   "Your function returns the prompt. Copy your loop from page 08 into it, and change the end token.",
	praise: "The same loop: only the end token has another name.",
	inputs: []answered{
		{"The", []string{" well", "-", "known", " city", endOfTurn}}, {"Hi", []string{endOfTurn}},
		{"", []string{"-", endOfTurn}},
	},
	right: func(a answered) string { return a.until(endOfTurn) },
	stub:  func(a answered) string { return a.prompt },
	mistakes: []mistake[answered, string]{
		{`Your loop still stops at "-". In texts, a hyphen is a token like all others: stop at "<|im_end|>".`,
			func(a answered) string { return a.until("-") }},
		{"The end token is in the text: test for it before you append.",
			func(a answered) string { return a.until(endOfTurn) + endOfTurn }},
		{"The prompt is missing: begin with it.",
			func(a answered) string { return a.until(endOfTurn)[len(a.prompt):] }},
	},
}

// sorted is a distribution, the highest probability first, and the p of top-p.
type sorted struct {
	probabilities []float64
	p             float64
}

func (s sorted) String() string { return fmt.Sprintf("%v and p = %g", s.probabilities, s.p) }

// first returns how many of the first probabilities are needed until stop is true for their sum.
func (s sorted) first(stop func(sum float64) bool) int {
	sum := 0.0
	for i, p := range s.probabilities {
		if sum += p; stop(sum) {
			return i + 1
		}
	}
	return len(s.probabilities)
}

// Kept checks a function that returns how many tokens top-p keeps: the fewest likeliest ones that have together at
// least p. The probabilities come sorted, the highest first.
func Kept(mine func(probabilities []float64, p float64) int) Result {
	return kept.check(func(s sorted) int { return mine(slices.Clone(s.probabilities), s.p) })
}

var kept = task[sorted, int]{
	todo:   "Your function still returns 0. Add up the probabilities until their sum is p.",
	praise: "After some texts, few tokens reach p; after others, many. Top-k always keeps k tokens.",
	inputs: []sorted{
		{[]float64{0.5, 0.25, 0.25}, 0.5}, {[]float64{0.5, 0.25, 0.25}, 0.6}, {[]float64{0.5, 0.25, 0.25}, 1},
		{[]float64{0.875, 0.0625, 0.0625}, 0.8}, {[]float64{0.25, 0.25, 0.25, 0.125, 0.125}, 0.7},
	},
	right: func(s sorted) int { return s.first(func(sum float64) bool { return sum >= s.p }) },
	stub:  func(sorted) int { return 0 },
	mistakes: []mistake[sorted, int]{
		{"You stopped before the token that reaches p. It is kept, too.",
			func(s sorted) int { return s.first(func(sum float64) bool { return sum >= s.p }) - 1 }},
		{"When the sum is exactly p, it is enough: use >=, not >.",
			func(s sorted) int { return s.first(func(sum float64) bool { return sum > s.p }) }},
		{"You compared each probability with p. Compare their sum.", func(s sorted) int {
			return len(s.probabilities) - len(slices.DeleteFunc(slices.Clone(s.probabilities),
				func(x float64) bool { return x >= s.p }))
		}},
		{"That is how many tokens there are.", func(s sorted) int { return len(s.probabilities) }},
	},
}

// turns are a question, the answer to it, and a second question.
type turns struct{ question, answer, second string }

func (t turns) String() string {
	return fmt.Sprintf("the question %q, the answer %q and the question %q", t.question, t.answer, t.second)
}

func turn(role, text string) string { return "<|im_start|>" + role + "\n" + text + endOfTurn + "\n" }

const assistant = "<|im_start|>assistant\n"

// TwoTurns checks a function that returns the text of a chat before its second answer, in the template of SmolLM2.
func TwoTurns(mine func(question, answer, second string) string) Result {
	return twoTurns.check(func(t turns) string { return mine(t.question, t.answer, t.second) })
}

var twoTurns = task[turns, string]{
	todo:   "Your function still returns the empty text. Write the three turns, and the beginning of the fourth.",
	praise: "The model has no other memory: each answer reads the whole conversation again, as one text.",
	inputs: []turns{{"Hi", "Hello!", "Who are you?"}, {"What is 2 + 2?", "4", "And 4 + 4?"}},
	right: func(t turns) string {
		return turn("user", t.question) + turn("assistant", t.answer) + turn("user", t.second) + assistant
	},
	stub: func(turns) string { return "" },
	mistakes: []mistake[turns, string]{
		{`The last line is missing: the model answers after "<|im_start|>assistant" and a new line.`,
			func(t turns) string {
				return turn("user", t.question) + turn("assistant", t.answer) + turn("user", t.second)
			}},
		{"The first question and its answer are missing. Without them, the model does not know what you talked about.",
			func(t turns) string { return turn("user", t.second) + assistant }},
		{"The answer is missing: it is a turn of the assistant.",
			func(t turns) string { return turn("user", t.question) + turn("user", t.second) + assistant }},
		{"The answer is the assistant's turn, not the user's.", func(t turns) string {
			return turn("user", t.question) + turn("user", t.answer) + turn("user", t.second) + assistant
		}},
		{"A new line is missing after <|im_end|>.", func(t turns) string {
			return strings.ReplaceAll(turn("user", t.question)+turn("assistant", t.answer)+turn("user", t.second),
				endOfTurn+"\n", endOfTurn) + assistant
		}},
	},
	hint: func(t turns, got string) string {
		return `A turn is "<|im_start|>user", a new line (\n), the text, "<|im_end|>" and a new line.`
	},
}

// ranked are logits, and the id of a token.
type ranked struct {
	logits []float64
	id     int
}

func (r ranked) String() string { return fmt.Sprintf("the logits %v and the id %d", r.logits, r.id) }

// count returns for how many logits a comparison with the token's logit holds.
func (r ranked) count(holds func(order int) bool) (n int) {
	for _, z := range r.logits {
		if holds(cmp.Compare(z, r.logits[r.id])) {
			n++
		}
	}
	return n
}

// Rank checks a function that returns the rank of a token: 1 for the one with the highest logit. logits: [vocabulary].
func Rank(mine func(logits []float64, id int) int) Result {
	return rank.check(func(r ranked) int { return mine(slices.Clone(r.logits), r.id) })
}

var rank = task[ranked, int]{
	todo:   "Your function still returns 0. Count the logits that are higher than the token's.",
	praise: "Rank 1 is the likeliest token. A softmax does not change the order, so logits are enough.",
	inputs: []ranked{{[]float64{1.5, 3, -2, 0}, 1}, {[]float64{1.5, 3, -2, 0}, 2}, {[]float64{5, 4, 3}, 1},
		{[]float64{1, 2}, 0}},
	right: func(r ranked) int { return r.count(func(order int) bool { return order > 0 }) + 1 },
	stub:  func(ranked) int { return 0 },
	mistakes: []mistake[ranked, int]{
		{"That is the number of tokens above it. The likeliest token has the rank 1: add 1.",
			func(r ranked) int { return r.count(func(order int) bool { return order > 0 }) }},
		{"You counted from below: the lowest logit got the rank 1.",
			func(r ranked) int { return r.count(func(order int) bool { return order < 0 }) + 1 }},
		{"That is the id of the token. An id is no rank.", func(r ranked) int { return r.id }},
	},
}
