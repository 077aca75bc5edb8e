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
	leafHeight  = 26  // between two leaves, in pixels
	letterWidth = 7.5 // of the text next to a leaf, in pixels
	rootLetter  = 9.5 // of the text before the root, in pixels
	mostRoot    = 12  // characters of the text before the root
	pathLine    = 70  // characters of a line of multiplied probabilities, which is as wide as the tree
	pathHeight  = 17  // of such a line, in pixels
	alongBranch = 0.7 // the place of the probability on its branch: 0 at the beginning, 1 at the end
)

// Tree draws a generation tree with the probability of each branch. A slider hides unlikely branches, and the picture
// shows the probability of the others. A click on a character marks the branches that lead to it, and shows the product
// of their probabilities.
//
// The probabilities of the leaves and the pruned ones must sum to the root's cumulative probability, which is usually
// 1. The tree may have at most 150 leaves.
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
		return picture{}, fmt.Errorf("the tree has %d leaves, and %d can be drawn: prune more",
			drawing.lines, mostLines)
	}
	text := fmt.Sprintf("A tree from %q; leaves: %d; %.1f %% of the probability is pruned. The likeliest leaves: %s.",
		root.Text, len(drawing.leaves), 100*drawing.pruned, drawing.likeliest(5))
	p, err := load("tree", title, text, drawing.rows)
	if err != nil {
		return picture{}, err
	}
	drawing.frame(p.spec, root)
	return p, nil
}

// frame sets the subtitle, the size and the axes.
func (t *treeDrawing) frame(filled spec, root *sample.Branch) {
	set(filled, []string{
		"number on a branch: its own probability; number beside a leaf, and width of a branch: that of the whole path",
		fmt.Sprintf("%.1f %% of all is pruned; click a character to follow its path", 100*t.pruned),
	}, "title", "subtitle")
	filled["height"] = leafHeight * (t.lines + 1)
	filled["padding"] = spec{"left": 12, "top": 12, "right": 12, "bottom": 8 + pathHeight*t.pathLines}
	left, right := t.sides()
	y := []float64{-1, float64(t.lines)}
	set(filled, spec{"domain": []float64{left, right}, "nice": false}, "encoding", "x", "scale")
	set(filled, steps(t.depth), "encoding", "x", "axis", "values")
	set(filled, spec{"domain": y, "nice": false, "reverse": true}, "encoding", "y", "scale")
}

// treeDrawing places the nodes of a tree: each leaf below the last one, each other node in the middle of its children.
type treeDrawing struct {
	rows      []row
	leaves    []leaf
	lines     int // leaves, and nodes whose branches are all pruned
	depth     int
	longest   int // characters of the longest text next to a leaf
	pathLines int // lines of the longest product of probabilities
	pruned    float64
}

// leaf is a leaf with the text next to it.
type leaf struct {
	outcome    string
	cumulative float64
}

// complete returns an error if the leaves and the pruned probability do not sum to the probability of the root.
func (t *treeDrawing) complete(whole float64) error {
	sum := t.pruned
	for _, leaf := range t.leaves {
		sum += leaf.cumulative
	}
	if math.Abs(sum-whole) > 1e-4 {
		return fmt.Errorf("leaves and Pruned sum to %.4f, not %.4f: "+
			"add the probabilities of missing branches to Pruned", sum, whole)
	}
	return nil
}

// add adds a branch and all branches after it, and returns its row. Factors are the probabilities of the branches that
// lead to it.
func (t *treeDrawing) add(branch *sample.Branch, depth int, factors []string) (row, error) {
	if err := drawable(branch); err != nil {
		return nil, err
	}
	if depth > 0 {
		factors = append(slices.Clone(factors), percent(branch.Probability))
	}
	node := nodeRow(branch, depth)
	lines := pathTo(branch, factors)
	node["path"] = strings.Join(lines, "\n")
	t.pathLines = max(t.pathLines, len(lines))
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

// drawable returns an error if a branch is nil or has a probability that is not finite.
func drawable(branch *sample.Branch) error {
	if branch == nil {
		return errors.New("the tree has a branch that is nil: leave it out")
	}
	return finite(fmt.Sprintf("the branch %q", branch.Text), branch.Probability, branch.Cumulative, branch.Pruned)
}

// nodeRow returns the row of a branch, without its y.
func nodeRow(branch *sample.Branch, depth int) row {
	label := branch.Token
	if depth == 0 {
		label = rootLabel(branch.Text)
	}
	return row{
		"x": depth, "label": label, "text": branch.Text, "kind": kind(branch), "leaf": 0.0,
		"probability": rounded(branch.Probability), "cumulative": rounded(branch.Cumulative),
		"pruned": rounded(branch.Pruned),
	}
}

// rootLabel returns the prompt, of a long one its end.
func rootLabel(prompt string) string {
	letters := []rune(prompt)
	switch {
	case len(letters) == 0:
		return "start"
	case len(letters) > mostRoot:
		return "…" + string(letters[len(letters)-mostRoot+1:])
	default:
		return prompt
	}
}

// pathTo returns the product of the probabilities that lead to a branch, in lines that are not wider than the tree.
func pathTo(branch *sample.Branch, factors []string) (lines []string) {
	line := branch.Text + ":"
	for i, factor := range append(slices.Clone(factors), percent(branch.Cumulative)) {
		sign := []string{" ", " × "}[min(i, 1)]
		if i == len(factors) {
			sign = " = "
		}
		if utf8.RuneCountInString(line+sign+factor) > pathLine {
			lines, line = append(lines, line), ""
		}
		line += sign + factor
	}
	return append(lines, line)
}

// steps returns 0, 1, … depth.
func steps(depth int) (whole []int) {
	for step := range depth + 1 {
		whole = append(whole, step)
	}
	return whole
}

func percent(p float64) string { return fmt.Sprintf("%.1f %%", 100*p) }

// stops reports whether all branches after this one are pruned. Then it counts as pruned, not as a leaf.
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

// join adds to a child's row the line from its parent, and the place of the probability on it.
func join(node, child row) {
	fromY, y := node["y"].(float64), child["y"].(float64)
	child["fromX"], child["fromY"] = node["x"], fromY
	child["numberX"] = rounded(float64(node["x"].(int)) + alongBranch)
	child["numberY"] = rounded(fromY + alongBranch*(y-fromY))
}

// addLeaf places a branch without children on the next line.
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

// sides returns the ends of the x axis: the texts before the root and next to the deepest leaf must fit.
func (t *treeDrawing) sides() (left, right float64) {
	before := 15 + rootLetter*float64(utf8.RuneCountInString(t.rows[0]["label"].(string)))
	beside := min(14+letterWidth*float64(t.longest), treeWidth/2)
	perStep := (treeWidth - before - beside) / float64(t.depth)
	return rounded(-before / perStep), rounded(float64(t.depth) + beside/perStep)
}

// likeliest returns the n likeliest leaves as text.
func (t *treeDrawing) likeliest(n int) string {
	sorted := slices.Clone(t.leaves)
	slices.SortStableFunc(sorted, func(a, b leaf) int { return cmp.Compare(b.cumulative, a.cumulative) })
	var parts []string
	for _, leaf := range sorted[:min(n, len(sorted))] {
		parts = append(parts, leaf.outcome)
	}
	return strings.Join(parts, ", ")
}
