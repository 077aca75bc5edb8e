package chart

// A generation tree with ways that are marked, for instance those of two searches.

import (
	"encoding/json"
	"fmt"
	"strings"

	"nexttoken/pkg/sample"
)

// Way is a text of a generation tree whose branches, from the root on, are marked.
type Way struct {
	Name string // for the legend, for instance "greedy"
	Text string // of a branch; "abin-" for a way to the end token
}

// TreeWays draws a generation tree as Tree does, and marks up to three ways in it. Where two of them share a branch,
// it has the colour of the first.
//
// A way to a text that the tree does not hold is an error.
func TreeWays(title string, root *sample.Branch, ways ...Way) { show(treeWays(title, root, ways)) }

func treeWays(title string, root *sample.Branch, ways []Way) (picture, error) {
	const most = 3 // colours of specs/treeways.json
	if len(ways) == 0 || len(ways) > most {
		return picture{}, fmt.Errorf("%d ways are marked: it must be 1 to %d", len(ways), most)
	}
	p, err := tree(title, root)
	if err != nil {
		return picture{}, err
	}
	rows := p.spec["data"].(spec)["values"].([]row)
	var marked []string
	for _, way := range ways {
		end, err := markWay(rows, root.Text, way)
		if err != nil {
			return picture{}, err
		}
		marked = append(marked, fmt.Sprintf("%s: %s, %s", way.Name, way.Text, percent(end["cumulative"].(float64))))
	}
	layer, err := waysLayer()
	if err != nil {
		return picture{}, err
	}
	p.spec["layer"] = append([]any{layer}, p.spec["layer"].([]any)...)
	more := " Marked ways: " + strings.Join(marked, "; ") + "."
	p.spec["description"] = p.spec["description"].(string) + more
	p.text += more
	return p, nil
}

// markWay marks the rows of a way, and returns that of its end.
func markWay(rows []row, prompt string, way Way) (end row, err error) {
	for _, node := range rows {
		text := node["text"].(string)
		if !strings.HasPrefix(way.Text, text) || text == prompt {
			continue
		}
		if _, taken := node["way_of"]; !taken {
			node["way_of"] = way.Name
		}
		if text == way.Text {
			end = node
		}
	}
	if end == nil {
		return nil, fmt.Errorf("the tree has no branch %q: prune less, or mark another way", way.Text)
	}
	return end, nil
}

// waysLayer returns the layer with the marks, which lies below all others.
func waysLayer() (layer spec, err error) {
	content, err := specs.ReadFile("specs/treeways.json")
	if err != nil {
		return nil, err
	}
	return layer, json.Unmarshal(content, &layer)
}
