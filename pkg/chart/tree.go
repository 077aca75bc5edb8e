package chart

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"nexttoken/pkg/sample"
)

const (
	treeWidth   = 550
	mostLines   = 150
	leafHeight  = 26  // the room between two leaves, in pixels
	letterWidth = 7.5 // of what stands beside a leaf, in pixels
	alongBranch = 0.7 // where on a branch its probability stands: 0 at its beginning, 1 at its end
)

// Tree draws a generation tree, with the probability of every branch. A slider hides unlikely ones, and the picture says how much
// is left; a click on a character lights up the way to it, and multiplies the probabilities along it. It needs no kernel.
//
// The leaves and what was pruned must sum to the root's cumulative probability, 1 as a rule.
func Tree(title string, root *sample.Branch) { show(tree(title, root)) }

func tree(title string, root *sample.Branch) (picture, error) {
	if root == nil || len(root.Children) == 0 {
		return picture{}, errors.New("the tree has no branches: prune less")
	}
	drawing := &treeDrawing{}
	if _, err := drawing.add(root, 0, nil); err != nil {
		return picture{}, err
	}
	if err := drawing.complete(root.Cumulative); err != nil {
		return picture{}, err
	}
	if drawing.lines > mostLines {
		return picture{}, fmt.Errorf("the tree has %d leaves, and %d can be drawn: prune more", drawing.lines, mostLines)
	}
	text := fmt.Sprintf("A tree from %q; leaves: %d; %.1f %% of the probability is pruned. The likeliest leaves: %s.",
		root.Text, len(drawing.leaves), 100*drawing.pruned, drawing.likeliest(5))
	p, err := load("tree", title, text, drawing.rows)
	if err != nil {
		return picture{}, err
	}
	set(p.spec, []string{
		fmt.Sprintf("from %q; on a branch stands its own probability, beside a leaf that of the whole way", root.Text),
		fmt.Sprintf("%.1f %% of all is pruned; click a character to follow its way", 100*drawing.pruned)}, "title", "subtitle")
	p.spec["height"] = leafHeight * (drawing.lines + 1)
	set(p.spec, spec{"domain": []float64{-0.2, drawing.right()}, "nice": false}, "encoding", "x", "scale")
	set(p.spec, spec{"domain": []float64{-1, float64(drawing.lines)}, "nice": false, "reverse": true}, "encoding", "y", "scale")
	return p, nil
}

// treeDrawing lays a tree out: leaves one below the other, every other node in the middle of its children.
type treeDrawing struct {
	rows    []row
	leaves  []leaf
	lines   int // leaves, and where all that follows is pruned
	depth   int
	longest int // characters beside a line
	pruned  float64
}

type leaf struct {
	outcome    string
	cumulative float64
}

// complete returns an error if leaves and pruned do not sum to what the root has: something was forgotten.
func (t *treeDrawing) complete(whole float64) error {
	sum := t.pruned
	for _, leaf := range t.leaves {
		sum += leaf.cumulative
	}
	if math.Abs(sum-whole) > 1e-4 {
		return fmt.Errorf("leaves and pruned sum to %.4f, not %.4f: give what was left out as Pruned", sum, whole)
	}
	return nil
}

// add adds a branch and all that follows, and returns its row; factors are the probabilities on the way to it.
func (t *treeDrawing) add(branch *sample.Branch, depth int, factors []string) (row, error) {
	if err := drawable(branch); err != nil {
		return nil, err
	}
	if depth > 0 {
		factors = append(slices.Clone(factors), percent(branch.Probability))
	}
	node := nodeRow(branch, depth)
	node["way"] = fmt.Sprintf("%s: %s = %s", branch.Text, strings.Join(factors, " × "), percent(branch.Cumulative))
	t.rows = append(t.rows, node)
	t.depth, t.pruned = max(t.depth, depth), t.pruned+branch.Pruned
	if len(branch.Children) == 0 {
		t.addLeaf(branch, node)
		return node, nil
	}
	children := make([]row, len(branch.Children))
	for i, child := range branch.Children {
		var err error
		if children[i], err = t.add(child, depth+1, factors); err != nil {
			return nil, err
		}
	}
	node["y"] = (children[0]["y"].(float64) + children[len(children)-1]["y"].(float64)) / 2
	for _, child := range children {
		join(node, child)
	}
	return node, nil
}

func drawable(branch *sample.Branch) error {
	if branch == nil {
		return errors.New("the tree has a branch that is nil: leave it out")
	}
	return finite(fmt.Sprintf("the branch %q", branch.Text), branch.Probability, branch.Cumulative, branch.Pruned)
}

func nodeRow(branch *sample.Branch, depth int) row {
	label := branch.Token
	if depth == 0 {
		label = "•"
	}
	return row{"x": depth, "label": label, "text": branch.Text, "kind": kind(branch),
		"probability": rounded(branch.Probability), "cumulative": rounded(branch.Cumulative), "pruned": rounded(branch.Pruned), "leaf": 0.0}
}

func percent(p float64) string { return fmt.Sprintf("%.1f %%", 100*p) }

// stops says whether all that follows a branch was left out: its probability counts as pruned then.
func stops(branch *sample.Branch) bool { return len(branch.Children) == 0 && branch.Pruned > 0 }

func kind(branch *sample.Branch) string {
	switch {
	case branch.Ended:
		return "the name ends"
	case stops(branch):
		return "what follows is pruned"
	default:
		return "the name goes on"
	}
}

// join draws the line from a node to its child, and the child's probability on it.
func join(node, child row) {
	fromY, y := node["y"].(float64), child["y"].(float64)
	child["fromX"], child["fromY"] = node["x"], fromY
	child["numberX"] = rounded(float64(node["x"].(int)) + alongBranch)
	child["numberY"] = rounded(fromY + alongBranch*(y-fromY))
}

func (t *treeDrawing) addLeaf(branch *sample.Branch, node row) {
	written := branch.Text + "…"
	if branch.Ended {
		written = strings.TrimSuffix(branch.Text, branch.Token)
	}
	outcome := strings.TrimSpace(fmt.Sprintf("%s %.1f %%", written, 100*branch.Cumulative))
	node["y"], node["outcome"] = float64(t.lines), outcome
	t.lines, t.longest = t.lines+1, max(t.longest, utf8.RuneCountInString(outcome))
	if !stops(branch) {
		t.leaves = append(t.leaves, leaf{outcome, branch.Cumulative})
		node["leaf"] = node["cumulative"]
	}
}

// right returns where the x axis ends, so that what stands beside the deepest leaves fits.
func (t *treeDrawing) right() float64 {
	beside := min(14+letterWidth*float64(t.longest), treeWidth/2)
	perStep := (treeWidth - beside) / (float64(t.depth) + 0.2)
	return rounded(float64(t.depth) + beside/perStep)
}

// likeliest names the n likeliest leaves.
func (t *treeDrawing) likeliest(n int) string {
	sorted := slices.Clone(t.leaves)
	slices.SortStableFunc(sorted, func(a, b leaf) int { return cmp.Compare(b.cumulative, a.cumulative) })
	var parts []string
	for _, leaf := range sorted[:min(n, len(sorted))] {
		parts = append(parts, leaf.outcome)
	}
	return strings.Join(parts, ", ")
}
