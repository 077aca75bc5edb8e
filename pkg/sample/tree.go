package sample

// The generation tree: every text that a model may generate, each branch with its probability.

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// maxBranches is the largest number of branches of a tree: a larger tree needs much memory, and nobody can read it.
const maxBranches = 100_000

// Branch is a node of the generation tree: the beginning of a text, and its probability.
//
// If a branch has children or pruned ones, its Cumulative is the sum of the children's Cumulative and of Pruned.
type Branch struct {
	Token       string    // the token of this branch, or the end token; "" at the root
	Text        string    // the prompt and all tokens up to this one: "abid-"
	Probability float64   // of this token, given the text before it; 1 at the root
	Cumulative  float64   // of all tokens after the prompt: the product of their probabilities
	Ended       bool      // the token is the end token: nothing follows
	Children    []*Branch // the likeliest first
	Pruned      float64   // sum of the cumulative probabilities of the children that were left out
}

// Tree returns all texts that a model may generate after the prompt, as a tree whose root is the prompt.
//
//	temperature: as for Softmax
//	minimum:     a branch with a smaller cumulative probability is pruned: it is left out
//	depth:       largest number of tokens after the prompt
//
// No branch follows the end token. The cumulative probabilities of all Leaves, plus PrunedTotal, sum to 1.
//
// Tree returns an error if the prompt or the temperature is wrong (see Generate), if minimum is not between 0 and 1, if
// depth is below 1, if the tree has over 100,000 branches, or if the model is nil or fails.
func Tree(m lm.Model, prompt string, temperature, minimum float64, depth int) (*Branch, error) {
	if !(minimum >= 0 && minimum <= 1) {
		return nil, fmt.Errorf("minimum %g: it must be a probability between 0 and 1", minimum)
	}
	if depth < 1 {
		return nil, fmt.Errorf("depth %d: it must be at least 1", depth)
	}
	o := Options{Temperature: temperature}
	session, _, err := o.start(m, prompt)
	if err != nil {
		return nil, err
	}
	root := &Branch{Text: prompt, Probability: 1, Cumulative: 1}
	grower := grower{tokenizer: m.Tokenizer(), temperature: temperature, minimum: minimum}
	if err := grower.grow(root, session, depth); err != nil {
		return nil, err
	}
	return root, nil
}

// grower holds what stays the same while a tree grows.
type grower struct {
	tokenizer            vocab.Tokenizer
	temperature, minimum float64
	branches             int
}

// grow adds the children of a branch, and their children, down to the depth.
func (g *grower) grow(branch *Branch, session lm.Session, depth int) error {
	if depth == 0 || branch.Ended {
		return nil
	}
	logits, err := session.Logits()
	if err != nil {
		return err
	}
	probabilities, err := Softmax(logits, g.temperature)
	if err != nil {
		return err
	}
	for id, probability := range probabilities {
		if err := g.add(branch, id, probability, session, depth); err != nil {
			return err
		}
	}
	slices.SortStableFunc(branch.Children, func(a, b *Branch) int { return cmp.Compare(b.Probability, a.Probability) })
	return nil
}

// add adds the child with the given id and grows it, or adds its probability to Pruned.
func (g *grower) add(branch *Branch, id int, probability float64, session lm.Session, depth int) error {
	cumulative := branch.Cumulative * probability
	if cumulative < g.minimum || cumulative == 0 {
		branch.Pruned += cumulative
		return nil
	}
	if g.branches++; g.branches > maxBranches {
		return errors.New("the tree has over 100,000 branches: take a larger minimum or a smaller depth")
	}
	token, err := g.tokenizer.Token(id)
	if err != nil {
		return err
	}
	child := &Branch{
		Token:       token,
		Text:        branch.Text + token,
		Probability: probability,
		Cumulative:  cumulative,
		Ended:       id == g.tokenizer.End(),
	}
	branch.Children = append(branch.Children, child)
	if depth == 1 || child.Ended {
		return nil
	}
	next := session.Copy()
	if err := next.Append(id); err != nil {
		return err
	}
	return g.grow(child, next, depth-1)
}

// Leaves returns the branches without children, in the order of the tree: texts that ended, and texts that are as
// long as the depth allows. A branch whose children were all pruned is no leaf: its probability is in PrunedTotal.
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

// PrunedTotal returns the sum of Pruned over this branch and all branches below it: a probability, at most 1.
func (b *Branch) PrunedTotal() float64 {
	total := b.Pruned
	for _, child := range b.Children {
		total += child.PrunedTotal()
	}
	return math.Min(total, 1)
}
