package sample

// The generation tree: every name a model may write, each branch with its probability.

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"nexttoken/pkg/vocab"
)

// maxBranches keeps a tree within what memory and a reader can hold.
const maxBranches = 100_000

// Branch is a node of the generation tree: a beginning of names, and how likely it is.
//
// Where the tree goes on after a branch, its Cumulative is the sum of its children's and of what was Pruned.
type Branch struct {
	Symbol      string    // the character drawn here, the end token among them; "" at the root
	Text        string    // the prompt and all that was drawn so far: "abid-"
	Probability float64   // of this symbol, given the text before it; 1 at the root
	Cumulative  float64   // of everything drawn since the prompt: the product of the probabilities on the way here
	Children    []*Branch // the likeliest first
	Pruned      float64   // the cumulative probability of the children that were left out
}

// Tree returns what the generator may write after the prompt, as a tree whose root is the prompt.
//
// Branches with a cumulative probability below minimum are pruned, and after depth characters the tree stops; nothing
// follows the end token. The cumulative probabilities of all Leaves and the pruned probability, PrunedTotal, sum to 1. It returns an error
// for what Name returns one for, if minimum is not between 0 and 1, if depth is below 1, or if the tree has over 100,000 branches.
func (g Generator) Tree(prompt string, temperature, minimum float64, depth int) (*Branch, error) {
	if !(minimum >= 0 && minimum <= 1) {
		return nil, fmt.Errorf("minimum %g: it must be a probability between 0 and 1", minimum)
	}
	if depth < 1 {
		return nil, fmt.Errorf("depth %d: the tree needs at least one character", depth)
	}
	context, err := g.context(prompt)
	if err != nil {
		return nil, err
	}
	root := &Branch{Text: prompt, Probability: 1, Cumulative: 1}
	grower := grower{Generator: g, temperature: temperature, minimum: minimum}
	if err := grower.grow(root, context, depth); err != nil {
		return nil, err
	}
	return root, nil
}

// grower holds what stays the same while a tree grows.
type grower struct {
	Generator
	temperature, minimum float64
	branches             int
}

// grow adds the children of a branch, and theirs, down to the depth.
func (g *grower) grow(branch *Branch, context []int, depth int) error {
	if depth == 0 || branch.Ended() {
		return nil
	}
	probabilities, err := g.next(context, g.temperature)
	if err != nil {
		return err
	}
	for id, probability := range probabilities {
		if err := g.add(branch, id, probability, context, depth); err != nil {
			return err
		}
	}
	slices.SortStableFunc(branch.Children, func(a, b *Branch) int { return cmp.Compare(b.Probability, a.Probability) })
	return nil
}

// add grows the child with the given id, or counts it as pruned.
func (g *grower) add(branch *Branch, id int, probability float64, context []int, depth int) error {
	cumulative := branch.Cumulative * probability
	if cumulative < g.minimum || cumulative == 0 {
		branch.Pruned += cumulative
		return nil
	}
	if g.branches++; g.branches > maxBranches {
		return errors.New("the tree has over 100,000 branches: take a larger minimum or a smaller depth")
	}
	symbol, err := g.Vocabulary.Symbol(id)
	if err != nil {
		return err
	}
	child := &Branch{Symbol: symbol, Text: branch.Text + symbol, Probability: probability, Cumulative: cumulative}
	branch.Children = append(branch.Children, child)
	return g.grow(child, append(slices.Clone(context[1:]), id), depth-1)
}

// Ended reports whether the branch is the end of a name.
func (b *Branch) Ended() bool { return b.Symbol == string(vocab.End) }

// Leaves returns the branches after which the tree does not go on: names that ended, and those cut at the depth.
func (b *Branch) Leaves() []*Branch {
	if len(b.Children) == 0 && b.Pruned == 0 {
		return []*Branch{b}
	}
	var leaves []*Branch
	for _, child := range b.Children {
		leaves = append(leaves, child.Leaves()...)
	}
	return leaves
}

// PrunedTotal returns the probability of all that was pruned from this branch on.
func (b *Branch) PrunedTotal() float64 {
	total := b.Pruned
	for _, child := range b.Children {
		total += child.PrunedTotal()
	}
	return math.Min(total, 1)
}
