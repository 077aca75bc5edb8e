package exercise

// Notebook 08: the generation tree.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Pruned is a pruned generation tree: the names that are left with their probabilities, and the probability that was
// cut.
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

// String returns the names in alphabetical order, and the probability that was cut.
func (p Pruned) String() string {
	parts := []string{}
	for _, name := range slices.Sorted(maps.Keys(p.Names)) {
		parts = append(parts, fmt.Sprintf("%q %.4g", name, p.Names[name]))
	}
	return fmt.Sprintf("the names [%s] and %.4g cut", strings.Join(parts, ", "), p.Cut)
}

// Tree checks a function that follows all branches of a generation tree after a text, and prunes it. Cumulative is the
// probability of the text. The function cuts each branch whose cumulative probability is below the minimum, and returns
// the sum of the probabilities that it cut. It puts each name that ends, without the end token, into names with its
// probability.
func Tree(
	mine func(next Next, written string, cumulative, minimum float64, names map[string]float64) (cut float64),
) Result {
	return tree.check(func(t treeInput) Pruned {
		names := map[string]float64{}
		return Pruned{names, mine(limited(), t.written, 1, t.minimum, names)}
	})
}

// gardener prunes a tree as the exercise asks for it, or with a mistake.
type gardener struct {
	own     bool // prunes by the probability of the last character only
	noCut   bool // does not add up what it cuts
	noEnd   bool // continues names after their end
	noSteps bool // gives names the probability of their end token only
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
		{"You prune by the probability of the last character. After an unlikely beginning, a likely character " +
			"still makes an unlikely text: multiply the probabilities.",
			gardener{own: true}.grow},
		{"You do not add up what you cut: then the tree does not sum to 1.", gardener{noCut: true}.grow},
		{"There is no name in the result. At the end token, the name is finished, and its branch ends.",
			gardener{noEnd: true}.grow},
		{"The names have the probability of their last character only: multiply those of all characters.",
			gardener{noSteps: true}.grow},
	},
	hint: func(t treeInput, got Pruned) string {
		total := got.Cut
		for _, p := range got.Names {
			total += p
		}
		if !near(total, 1) {
			return fmt.Sprintf("The names and the cut sum to %.4g; they should sum to 1.", total)
		}
		return "They sum to 1, but a branch is cut that should stay, or stays although it should be cut."
	},
}
