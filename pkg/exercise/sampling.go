package exercise

// Notebook 06: the model writes.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Cut checks how much of the deck's worked example is pruned when all branches below 0.05 are cut.
func Cut(share float64) Result { return cut.check(share) }

var cut = choice{
	todo:      "Predict first, then put the share in the place of the 0.",
	praise:    "d, s, n and - stay, with .78 together; .22 is pruned, and counted.",
	right:     0.22,
	tolerance: 1e-6,
	mistakes: map[float64]string{
		0.78: "That is what stays.",
		0.32: "n and - have exactly 0.05. Cut is what lies below.",
		22:   "That is in percent. A share lies between 0 and 1.",
		0.95: "0.05 is the limit for each branch alone, not for all together.",
		0.05: "0.05 is the limit for each branch alone. Add up what is cut.",
	},
	below: "Add up the branches that lie below the limit; q has 0, and the other twelve have .04 together.",
	above: "Add up the branches that lie below the limit; q has 0, and the other twelve have .04 together.",
}

// Next is a model as these exercises see it: the probability of each symbol after what is written so far. "-" is the end.
type Next = func(written string) map[string]float64

// A function that calls itself for ever must be stopped before Go's stack is full.
const (
	deep    = 50     // more characters than any name of the exercises has
	often   = 10_000 // more questions than any function asks that comes to an end
	endless = "it goes deeper and deeper: what makes it stop?"
)

// limited returns a model that answers as toy does, and stops a function that asks for ever, be it the same question each time. Each
// call of a student's function gets one of its own.
func limited() Next {
	asked := 0
	return func(written string) map[string]float64 {
		if asked++; asked > often {
			panic(endless)
		}
		return toy(written)
	}
}

// toy writes ab, aba, b, … with probabilities that can be multiplied by hand.
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

// along calls visit with the probability of each character of a text, one after the other.
func along(text string, visit func(p float64)) {
	for i := range len(text) {
		visit(toy(text[:i])[text[i:i+1]])
	}
}

func product(text string) float64 {
	p := 1.0
	along(text, func(factor float64) { p *= factor })
	return p
}

// NameProbability checks a function that computes how likely a model writes just this name.
func NameProbability(mine func(next Next, name string) float64) Result {
	return nameProbability.check(func(n nameOnly) float64 { return mine(limited(), string(n)) })
}

var nameProbability = task[nameOnly, float64]{
	todo:   "Your function still returns 1.",
	praise: "Every character, and then the end: the probability of this name, and of no longer one.",
	inputs: []nameOnly{"ab", "abba", "b"},
	right:  func(n nameOnly) float64 { return product(string(n) + "-") },
	stub:   func(nameOnly) float64 { return 1 },
	mistakes: []mistake[nameOnly, float64]{
		{"The end token is missing: that is the probability of all names that begin like this.",
			func(n nameOnly) float64 { return product(string(n)) }},
		{"The probabilities are added. One thing and then another: multiply.",
			func(n nameOnly) float64 {
				sum := 0.0
				along(string(n)+"-", func(p float64) { sum += p })
				return sum
			}},
		{"The probabilities are added, on top of the 1. One thing and then another: multiply.",
			func(n nameOnly) float64 {
				sum := 1.0
				along(string(n)+"-", func(p float64) { sum += p })
				return sum
			}},
		{"The model is asked with the empty text each time. Each character is drawn after those before it.",
			func(n nameOnly) float64 {
				p := 1.0
				for _, symbol := range string(n) + "-" {
					p *= toy("")[string(symbol)]
				}
				return p
			}},
		{"The first character is left out: it is drawn too, after the empty text.",
			func(n nameOnly) float64 { return product(string(n)+"-") / product(string(n)[:1]) }},
		{"Only the last factor is left: multiply it with those before it.",
			func(n nameOnly) float64 { return toy(string(n))["-"] }},
	},
	hint: func(n nameOnly, got float64) string {
		if got < 0 || got > 1 {
			return "A probability lies between 0 and 1."
		}
		return "Ask the model with every beginning of the name, the empty one and the whole one too."
	},
}

// dictation is a prompt and what will be drawn after it.
type dictation struct{ prompt, drawn string }

func (d dictation) String() string {
	return fmt.Sprintf("the prompt %q, with %s drawn after it", d.prompt, strings.Join(strings.Split(d.drawn, ""), ", "))
}

// record is what a sampling loop did: the name that it returned, and the texts that it asked the model with.
type record struct {
	Name  string
	Asked []string
}

func (r record) String() string {
	if len(r.Asked) == 0 {
		return fmt.Sprintf("%q, and never asks the model", r.Name)
	}
	return fmt.Sprintf("%q, and asks the model with %q", r.Name, r.Asked)
}

// enough is how often a loop may draw before it counts as one without an end.
const enough = 200

// Write checks a function that writes a name: draw, append, repeat until the end token. It must ask the model, next, with
// all that is written so far, and hand the answer to draw.
func Write(mine func(next Next, draw func(map[string]float64) string, prompt string) string) Result {
	return write.check(func(d dictation) record {
		r, draws, model := record{}, 0, limited()
		next := func(written string) map[string]float64 {
			r.Asked = append(r.Asked, written)
			return model(written)
		}
		draw := func(map[string]float64) string {
			if draws++; draws > enough {
				panic("it draws and draws: nothing stops it")
			}
			return d.drawn[min(draws-1, len(d.drawn)-1):][:1]
		}
		r.Name = mine(next, draw, d.prompt)
		return r
	})
}

// written returns the beginnings with which the model is asked.
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
	todo:   "Your function still returns the prompt alone.",
	praise: "What it wrote becomes what it reads, until the end token: autoregressive generation.",
	inputs: []dictation{{"ab", "ba-"}, {"", "b-"}, {"b", "abbab-"}, {"a", "-"}},
	right:  func(d dictation) record { return record{d.name(), d.written()} },
	stub:   func(d dictation) record { return record{d.prompt, nil} },
	mistakes: []mistake[dictation, record]{
		{"The end token stands in the name. It says stop, and is no part of it.",
			func(d dictation) record { return record{d.prompt + d.drawn, d.written()} }},
		{"The model is asked with the prompt each time: it never sees what it wrote itself.",
			func(d dictation) record { return record{d.name(), d.times(d.prompt)} }},
		{"The prompt is missing from the name.",
			func(d dictation) record { return record{strings.TrimSuffix(d.drawn, "-"), d.written()} }},
		{"Only one character is drawn: repeat until the end token comes.",
			func(d dictation) record {
				return record{d.prompt + strings.TrimSuffix(d.drawn[:1], "-"), []string{d.prompt}}
			}},
		{"The model is asked with the last character alone. Give it all that is written so far; it takes what it can see.",
			func(d dictation) record {
				asked := d.written()
				for i, text := range asked {
					asked[i] = text[max(0, len(text)-1):]
				}
				return record{d.name(), asked}
			}},
		{"The characters are put before what is written. Append them: names grow to the right.",
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
			return "The name is right; ask the model once before each draw, with all that is written so far."
		}
		return "Follow your loop by hand: what is written after each draw?"
	},
}

// Pruned is what a pruned generation tree leaves: the names with their probabilities, and how much was cut.
type Pruned struct {
	Names map[string]float64
	Cut   float64
}

type treeInput struct {
	written string
	minimum float64
}

func (t treeInput) String() string {
	return fmt.Sprintf("the beginning %q and a minimum of %g", t.written, t.minimum)
}

func (p Pruned) String() string {
	parts := []string{}
	for _, name := range slices.Sorted(maps.Keys(p.Names)) {
		parts = append(parts, fmt.Sprintf("%q %.4g", name, p.Names[name]))
	}
	return fmt.Sprintf("the names [%s] and %.4g cut", strings.Join(parts, ", "), p.Cut)
}

// Tree checks a function that follows every branch of a generation tree after what is written, to which a probability, cumulative,
// led. It cuts the branches whose own cumulative probability is below the minimum, notes each name with its probability,
// and returns how much was cut.
func Tree(mine func(next Next, written string, cumulative, minimum float64, names map[string]float64) (cut float64)) Result {
	return tree.check(func(t treeInput) Pruned {
		names := map[string]float64{}
		return Pruned{names, mine(limited(), t.written, 1, t.minimum, names)}
	})
}

// gardener grows a tree as an exercise wants it, or with a mistake.
type gardener struct {
	own     bool // prunes by a branch's own probability
	noCut   bool // forgets what it prunes
	noEnd   bool // lets names go on after their end
	noSteps bool // gives names the probability of their end alone
}

func (g gardener) grow(t treeInput) Pruned {
	p := Pruned{Names: map[string]float64{}}
	g.follow(&p, t.written, 1, 1, t.minimum)
	return p
}

func (g gardener) follow(p *Pruned, written string, cumulative, depth, minimum float64) {
	for symbol, probability := range toy(written) {
		along, measure := cumulative*probability, cumulative*probability
		if g.own {
			measure = probability
		}
		if g.noSteps {
			along = probability
		}
		switch {
		case measure < minimum || depth > 8:
			if !g.noCut {
				p.Cut += along
			}
		case symbol == "-" && !g.noEnd:
			p.Names[written] = along
		default:
			g.follow(p, written+symbol, cumulative*probability, depth+1, minimum)
		}
	}
}

var tree = task[treeInput, Pruned]{
	todo:   "Your function still cuts nothing and notes nothing.",
	praise: "All names and what was cut sum to 1: nothing is lost.",
	inputs: []treeInput{{"a", 0.4}, {"", 0.32}, {"ab", 0.35}, {"b", 0.5}},
	right:  gardener{}.grow,
	stub:   func(treeInput) Pruned { return Pruned{} },
	mistakes: []mistake[treeInput, Pruned]{
		{"Pruned by a branch's own probability. A likely character after an unlikely beginning is unlikely: multiply along the way.",
			gardener{own: true}.grow},
		{"What is cut is not counted: then the tree does not sum to 1.", gardener{noCut: true}.grow},
		{"No name is ever noted: when the end token comes, the name is finished, and the tree does not go on there.", gardener{noEnd: true}.grow},
		{"The names have the probability of their last step alone: multiply along the way.", gardener{noSteps: true}.grow},
	},
	hint: func(t treeInput, got Pruned) string {
		total := got.Cut
		for _, p := range got.Names {
			total += p
		}
		if !near(total, 1) {
			return fmt.Sprintf("Names and what is cut sum to %.4g; they should sum to 1.", total)
		}
		return "They sum to 1, but some branches are cut that should stay, or the other way round."
	},
}
