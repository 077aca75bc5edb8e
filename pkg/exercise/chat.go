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
// The loop must call the model, next, with the whole text so far.
func StopAtEndOfTurn(mine func(next Next, draw func(map[string]float64) string, prompt string) string) Result {
	return endsTurn.check(func(a answered) record {
		r, draws := record{}, 0
		next := func(written string) map[string]float64 {
			r.Asked = append(r.Asked, written)
			return map[string]float64{endOfTurn: 1}
		}
		draw := func(map[string]float64) string {
			if draws++; draws > enough {
				panic("it did not stop at \"<|im_end|>\": is it spelled so, and drawn again in each round?")
			}
			if draws > len(a.drawn) {
				return "-" // ends a loop of page 08
			}
			return a.drawn[draws-1]
		}
		r.Name = mine(next, draw, a.prompt)
		return r
	})
}

// until returns the record of a loop that stops at a token, or at the others.
func (a answered) until(ends ...string) (r record) {
	r.Name = a.prompt
	for _, token := range append(slices.Clone(a.drawn), "-") {
		r.Asked = append(r.Asked, r.Name)
		if slices.Contains(ends, token) {
			break
		}
		r.Name += token
	}
	return r
}

// text returns a record with another text.
func (r record) text(change func(text string) string) record { return record{change(r.Name), r.Asked} }

var endsTurn = task[answered, record]{
	todo:   "Your function returns the prompt. Copy your loop from page 08 into it, and change the end token.",
	praise: "The same loop: only the end token has another name.",
	inputs: []answered{
		{"The", []string{" well", "-", "known", " city", endOfTurn}}, {"Hi", []string{endOfTurn}},
		{"", []string{"-", endOfTurn}}, {"A", append(slices.Repeat([]string{" ha"}, 60), endOfTurn)},
	},
	right: func(a answered) record { return a.until(endOfTurn) },
	stub:  func(a answered) record { return record{a.prompt, nil} },
	mistakes: []mistake[answered, record]{
		{`Your loop still stops at "-". In texts, a hyphen is a token like all others: stop at "<|im_end|>".`,
			func(a answered) record { return a.until("-") }},
		{`Your loop stops at "-", too. In texts, a hyphen is a token like all others.`,
			func(a answered) record { return a.until("-", endOfTurn) }},
		{"The model gets the prompt each time. Give it the whole text so far.", func(a answered) record {
			r := a.until(endOfTurn)
			for i := range r.Asked {
				r.Asked[i] = a.prompt
			}
			return r
		}},
		{"The end token is in the text: test for it before you append.",
			func(a answered) record {
				return a.until(endOfTurn).text(func(text string) string { return text + endOfTurn })
			}},
		{"The prompt is missing: begin with it.",
			func(a answered) record {
				return a.until(endOfTurn).text(func(text string) string { return text[len(a.prompt):] })
			}},
	},
	hint: func(a answered, got record) string {
		return "Draw, test for the end token, append, and repeat this for ever: `for { … }`."
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
	hint: func(s sorted, got int) string { return "The sum must be at least p: compare with >=." },
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
	todo:   "Your function still returns the empty text. Write question, answer and second question; begin the answer.",
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
		return `A turn is "<|im_start|>", its role, a new line (\n), the text, "<|im_end|>" and a new line. ` +
			`The last answer only begins: "<|im_start|>assistant" and a new line.`
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
	hint: func(r ranked, got int) string {
		return "Count only logits that are higher, not the token's own. Then add 1."
	},
}
