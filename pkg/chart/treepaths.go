package chart

// A generation tree with paths that are marked, for instance those of two searches.

import (
	"encoding/json"
	"fmt"
	"strings"

	"nexttoken/pkg/sample"
)

// TreePath is a text of a generation tree whose branches, from the root on, are marked.
type TreePath struct {
	Name string // for the legend, for instance "greedy"
	Text string // of a branch; "abin-" for a path to the end token
}

// TreePaths draws a generation tree as Tree does, and marks up to three paths in it. Where two of them share a branch,
// it has the colour of the first.
//
// A path to a text that the tree does not hold is an error.
func TreePaths(title string, root *sample.Branch, paths ...TreePath) {
	show(treePaths(title, root, paths))
}

func treePaths(title string, root *sample.Branch, paths []TreePath) (picture, error) {
	const most = 3 // colours of specs/treepaths.json
	if len(paths) == 0 || len(paths) > most {
		return picture{}, fmt.Errorf("%d paths are marked: it must be 1 to %d", len(paths), most)
	}
	p, err := tree(title, root)
	if err != nil {
		return picture{}, err
	}
	rows := p.spec["data"].(spec)["values"].([]row)
	var marked []string
	for _, path := range paths {
		end, err := markPath(rows, root.Text, path)
		if err != nil {
			return picture{}, err
		}
		marked = append(marked, fmt.Sprintf("%s: %s, %s", path.Name, path.Text, percent(end["cumulative"].(float64))))
	}
	layer, err := pathsLayer()
	if err != nil {
		return picture{}, err
	}
	p.spec["layer"] = append([]any{layer}, p.spec["layer"].([]any)...)
	more := " Marked paths: " + strings.Join(marked, "; ") + "."
	p.spec["description"] = p.spec["description"].(string) + more
	p.text += more
	return p, nil
}

// markPath marks the rows of a path, and returns that of its end.
func markPath(rows []row, prompt string, path TreePath) (end row, err error) {
	for _, node := range rows {
		text := node["text"].(string)
		if !strings.HasPrefix(path.Text, text) || text == prompt {
			continue
		}
		if _, taken := node["path_of"]; !taken {
			node["path_of"] = path.Name
		}
		if text == path.Text {
			end = node
		}
	}
	if end == nil {
		return nil, fmt.Errorf("the tree has no branch %q: prune less, or mark another path", path.Text)
	}
	return end, nil
}

// pathsLayer returns the layer with the marks, which lies below all others.
func pathsLayer() (layer spec, err error) {
	content, err := specs.ReadFile("specs/treepaths.json")
	if err != nil {
		return nil, err
	}
	return layer, json.Unmarshal(content, &layer)
}
