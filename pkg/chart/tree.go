package chart

import (
	"errors"
	"fmt"
	"strings"
)

// Branch is a node of a generation tree: a character, and how likely it is.
type Branch struct {
	Symbol      string    // the character drawn here; "" at the root
	Text        string    // the prompt and all drawn so far
	Probability float64   // of this character after the text before it
	Cumulative  float64   // of everything drawn since the prompt
	Children    []*Branch //
	Pruned      float64   // probability of the children that were left out
}

// leafHeight is the room between two leaves, in pixels.
const leafHeight = 26

// Tree draws a generation tree, with the probability of every branch, and a slider that hides unlikely ones.
func Tree(title string, root *Branch) { show(tree(title, root)) }

func tree(title string, root *Branch) (picture, error) {
	if root == nil || len(root.Children) == 0 {
		return picture{}, errors.New("the tree has no branches: prune less")
	}
	drawing := &treeDrawing{}
	drawing.add(root, nil, 0)
	text := fmt.Sprintf("A tree from %q with %d leaves; %.1f %% of the probability is pruned. Its likeliest names: %s.",
		root.Text, drawing.leaves, 100*drawing.pruned, strings.Join(drawing.outcomes, ", "))
	p, err := load("tree", title, text, drawing.rows)
	if err != nil {
		return picture{}, err
	}
	set(p.spec, fmt.Sprintf("the number at a branch is its probability; %.1f %% of all is pruned", 100*drawing.pruned), "title", "subtitle")
	p.spec["height"] = max(160, leafHeight*drawing.leaves)
	set(p.spec, spec{"domain": []float64{0, float64(drawing.depth) + 0.9}}, "encoding", "x", "scale")
	return p, nil
}

// treeDrawing lays a tree out: leaves one below the other, every other node in the middle of its children.
type treeDrawing struct {
	rows          []row
	outcomes      []string
	leaves, depth int
	pruned        float64
}

// add adds a branch and all that follows, and returns its row.
func (t *treeDrawing) add(branch *Branch, from row, depth int) row {
	node := t.node(branch, depth)
	t.rows = append(t.rows, node)
	t.depth, t.pruned = max(t.depth, depth), t.pruned+branch.Pruned
	if len(branch.Children) == 0 {
		t.addLeaf(branch, node)
		return node
	}
	sum := 0.0
	children := make([]row, len(branch.Children))
	for i, child := range branch.Children {
		children[i] = t.add(child, node, depth+1)
		sum += children[i]["y"].(float64)
	}
	node["y"] = sum / float64(len(children))
	for _, child := range children {
		child["fromX"], child["fromY"] = node["x"], node["y"]
	}
	return node
}

func (t *treeDrawing) node(branch *Branch, depth int) row {
	kind, label := "goes on", branch.Symbol
	if strings.HasSuffix(branch.Symbol, "-") {
		kind = "the name ends"
	}
	if depth == 0 {
		label = "•"
	}
	return row{"x": depth, "depth": depth, "label": label, "text": branch.Text, "kind": kind, "leaf": false,
		"probability": rounded(branch.Probability), "cumulative": rounded(branch.Cumulative), "pruned": rounded(branch.Pruned)}
}

func (t *treeDrawing) addLeaf(branch *Branch, node row) {
	node["y"], node["leaf"] = float64(t.leaves), true
	t.leaves++
	outcome := fmt.Sprintf("%s  %.1f %%", strings.TrimSuffix(branch.Text, "-"), 100*branch.Cumulative)
	if node["kind"] == "goes on" {
		outcome = fmt.Sprintf("%s…  %.1f %%", branch.Text, 100*branch.Cumulative)
	}
	node["outcome"] = outcome
	if len(t.outcomes) < 5 {
		t.outcomes = append(t.outcomes, outcome)
	}
}
