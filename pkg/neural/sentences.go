package neural

// The most frequent errors that GoMLX reports for a graph, rewritten for somebody who writes a first graph.

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/gomlx/gomlx/ml/model"
)

// sentences holds what replaces an error of GoMLX. $1 and so on are the groups of its pattern.
var sentences = []struct {
	pattern  *regexp.Regexp
	sentence string
}{
	{
		regexp.MustCompile(`^shapes\.Make\(.*?(-\d+).*dimension < 0.*`),
		"a layer has the size $1: each size must be at least 1",
	},
	{
		regexp.MustCompile(`^sub-scope "(\w+)" already visited.*`),
		`two layers have the name $1: give each its own, as in scope.In("$1")`,
	},
	{
		regexp.MustCompile(`^total requested size (\d+) \(dimensions=(\[[\d ]*\])\) ` +
			`doesnt match original size (\d+) \(dimensions (\[[\d ]*\])\)`),
		"Reshape to $2 wants $1 numbers, and there are $3, $4: " +
			"give sizes whose product is the same; write −1 for the number of examples in the batch",
	},
	{
		regexp.MustCompile(`^dimension of axis #\d+ doesn't match and cannot be broadcast ` +
			`for BinaryOp \((\w+)\), got shapes (.*) and (.*)$`),
		"$1 needs two nodes of the same shape, and got $2 and $3",
	},
}

// sentenceFor turns the value that a graph function panicked with into one sentence. The sentence also names the layer
// that was built last.
func sentenceFor(problem any, scope *model.Scope) string {
	line, _, _ := strings.Cut(strings.TrimSpace(fmt.Sprint(problem)), "\n")
	for _, known := range sentences {
		if known.pattern.MatchString(line) {
			line = known.pattern.ReplaceAllString(line, known.sentence)
			break
		}
	}
	if last := lastLayer(scope); last != "" {
		line += fmt.Sprintf(" (after the layer %s)", last)
	}
	return line
}

// lastLayer returns the name of the layer that was built last, or "" if there is none yet.
func lastLayer(scope *model.Scope) (last string) {
	for variable := range scope.Store().IterVariables() {
		if variable.Trainable {
			last = layerOf(variable)
		}
	}
	return last
}

// layerOf returns the scope of a variable as the student wrote it: "hidden1" for /hidden1/dense/weights.
func layerOf(variable *model.Variable) string {
	return strings.TrimSuffix(strings.TrimPrefix(path.Dir(variable.Path()), "/"), "/dense")
}
