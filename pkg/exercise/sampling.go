package exercise

// Notebook 08: the model writes.

import (
	"fmt"
	"slices"
	"strings"
)

// Cut checks a prediction: which share of the probability, from 0 to 1, is pruned from the slides' example if all
// branches below 0.05 are cut.
func Cut(share float64) Result { return cut.check(share) }

var cut = choice{
	todo:      "Predict first, then put the share in the place of the 0.",
	praise:    "d, s, n and - stay, with .78 together; .22 is pruned, and counted.",
	right:     0.22,
	tolerance: 1e-6,
	mistakes: map[float64]string{
		0.78: "That is the share that stays.",
		0.32: "n and - have exactly 0.05. Only branches below 0.05 are cut.",
		22:   "That is in percent. A share is between 0 and 1.",
		0.95: "0.05 is the limit for each branch alone, not for all together.",
		0.05: "0.05 is the limit for each branch alone. Add up the branches that are cut.",
	},
	below: addBranches,
	above: addBranches,
}

const addBranches = "Add up the branches below the limit; q has 0, and the other twelve have .04 together."

// Next is a model for these exercises: it returns the probability of each symbol after a text. "-" is the end token.
type Next = func(written string) map[string]float64

// A function that calls itself without an end must be stopped before Go's stack is full.
const (
	deep    = 50     // characters: longer than any name of the exercises
	often   = 10_000 // calls: more than any right function needs
	endless = "it found no end, so the check stopped it"
)

// limited returns the model toy, which panics after too many calls, so that a function that never ends is stopped. Each
// call of a student's function gets a new one.
func limited() Next {
	asked := 0
	return func(written string) map[string]float64 {
		if asked++; asked > often {
			panic(endless)
		}
		return toy(written)
	}
}

// toy is a model of the names ab, aba, b, …, with probabilities that can be multiplied by hand. It panics for a text
// that is too long.
func toy(written string) map[string]float64 {
	switch {
	case len(written) > deep:
		panic(endless)
	case written == "":
		return map[string]float64{"a": 0.5, "b": 0.4, "-": 0.1}
	case strings.HasSuffix(written, "a"):
		return map[string]float64{"a": 0.1, "b": 0.7, "-": 0.2}
	default:
		return map[string]float64{"a": 0.3, "b": 0.1, "-": 0.6}
	}
}

type nameOnly string

func (n nameOnly) String() string { return fmt.Sprintf("the name %q", string(n)) }

// along calls visit with the probability of each character of a text, in order.
func along(text string, visit func(p float64)) {
	for i := range len(text) {
		visit(toy(text[:i])[text[i:i+1]])
	}
}

// product returns the probability of a text: the product of its characters' probabilities.
func product(text string) float64 {
	p := 1.0
	along(text, func(factor float64) { p *= factor })
	return p
}

// NameProbability checks a function that returns the probability that a model writes a name: the product of the
// probabilities of its characters and of the end token.
func NameProbability(mine func(next Next, name string) float64) Result {
	return nameProbability.check(func(n nameOnly) float64 { return mine(limited(), string(n)) })
}

var nameProbability = task[nameOnly, float64]{
	todo:   "Your function still returns 1.",
	praise: "All characters, and then the end: the probability of exactly this name.",
	inputs: []nameOnly{"ab", "abba", "b"},
	right:  func(n nameOnly) float64 { return product(string(n) + "-") },
	stub:   func(nameOnly) float64 { return 1 },
	mistakes: []mistake[nameOnly, float64]{
		{"The end token is missing: that is the probability of all names that begin with this text.",
			func(n nameOnly) float64 { return product(string(n)) }},
		{"You added the probabilities. The probability of one character and then another is a product.",
			func(n nameOnly) float64 {
				sum := 0.0
				along(string(n)+"-", func(p float64) { sum += p })
				return sum
			}},
		{"You added the probabilities to 1. The probability of one character and then another is a product.",
			func(n nameOnly) float64 {
				sum := 1.0
				along(string(n)+"-", func(p float64) { sum += p })
				return sum
			}},
		{"You call the model with the empty text each time. Each character depends on those before it.",
			func(n nameOnly) float64 {
				p := 1.0
				for _, symbol := range string(n) + "-" {
					p *= toy("")[string(symbol)]
				}
				return p
			}},
		{"The first character is missing: it is drawn, too, after the empty text.",
			func(n nameOnly) float64 { return product(string(n)+"-") / product(string(n)[:1]) }},
		{"Only the last factor is left: multiply it with those before it.",
			func(n nameOnly) float64 { return toy(string(n))["-"] }},
	},
	hint: func(n nameOnly, got float64) string {
		if got < 0 || got > 1 {
			return "A probability is between 0 and 1."
		}
		return "Call the model with each beginning of the name: also with the empty text and the whole name."
	},
}

// dictation is a prompt, and the characters that are drawn after it.
type dictation struct{ prompt, drawn string }

func (d dictation) String() string {
	drawn := strings.Join(strings.Split(d.drawn, ""), ", ")
	return fmt.Sprintf("the prompt %q, with %s drawn after it", d.prompt, drawn)
}

// record is the result of a sampling loop: the name that it returned, and the texts with which it called the model.
type record struct {
	Name  string
	Asked []string
}

func (r record) String() string {
	if len(r.Asked) == 0 {
		return fmt.Sprintf("%q, and never calls the model", r.Name)
	}
	return fmt.Sprintf("%q, and calls the model with %q", r.Name, r.Asked)
}

// enough is how many characters a sampling loop may draw before it is stopped.
const enough = 200

// Write checks a function that returns a name with the prompt at its beginning: it draws a character and appends it
// until it draws the end token. It must call the model, next, with the whole text so far, and draw with the result.
func Write(mine func(next Next, draw func(map[string]float64) string, prompt string) string) Result {
	return write.check(func(d dictation) record {
		r, draws, model := record{}, 0, limited()
		next := func(written string) map[string]float64 {
			r.Asked = append(r.Asked, written)
			return model(written)
		}
		draw := func(map[string]float64) string {
			if draws++; draws > enough {
				panic("it drew more than 200 characters, so the check stopped it")
			}
			return d.drawn[min(draws-1, len(d.drawn)-1):][:1]
		}
		r.Name = mine(next, draw, d.prompt)
		return r
	})
}

// written returns the texts with which a right loop calls the model.
func (d dictation) written() []string {
	var asked []string
	for i := range d.drawn {
		asked = append(asked, d.prompt+d.drawn[:i])
	}
	return asked
}

func (d dictation) name() string { return d.prompt + strings.TrimSuffix(d.drawn, "-") }

func (d dictation) times(text string) []string { return slices.Repeat([]string{text}, len(d.drawn)) }

var write = task[dictation, record]{
	todo: "Your function still returns the prompt alone.",
	praise: "The model reads each character that it wrote, and writes the next one, until the end token: " +
		"autoregressive generation.",
	inputs: []dictation{{"ab", "ba-"}, {"", "b-"}, {"b", "abbab-"}, {"a", "-"}},
	right:  func(d dictation) record { return record{d.name(), d.written()} },
	stub:   func(d dictation) record { return record{d.prompt, nil} },
	mistakes: []mistake[dictation, record]{
		{"The end token is in the name. It ends the name, and is no part of it.",
			func(d dictation) record { return record{d.prompt + d.drawn, d.written()} }},
		{"You call the model with the prompt each time: it never sees the characters that it wrote.",
			func(d dictation) record { return record{d.name(), d.times(d.prompt)} }},
		{"The prompt is missing from the name.",
			func(d dictation) record { return record{strings.TrimSuffix(d.drawn, "-"), d.written()} }},
		{"Only one character is drawn: repeat it until the end token.",
			func(d dictation) record {
				return record{d.prompt + strings.TrimSuffix(d.drawn[:1], "-"), []string{d.prompt}}
			}},
		{"You call the model with the last character only. Give it the whole text so far.",
			func(d dictation) record {
				asked := d.written()
				for i, text := range asked {
					asked[i] = text[max(0, len(text)-1):]
				}
				return record{d.name(), asked}
			}},
		{"You put each character before the text. Append it to the end of the text.",
			func(d dictation) record {
				r, text := record{}, d.prompt
				for _, symbol := range strings.Split(d.drawn, "") {
					r.Asked = append(r.Asked, text)
					if symbol != "-" {
						text = symbol + text
					}
				}
				r.Name = text
				return r
			}},
	},
	hint: func(d dictation, got record) string {
		if got.Name == d.name() {
			return "The name is right; call the model once before each draw, with the whole text so far."
		}
		return "Follow your loop by hand: what is the text after each draw?"
	},
}
