package gocell

// graphMistakes holds what GoMLX says when a graph cannot be built.
var graphMistakes = []mistake{
	{
		name:     "shapes that differ",
		pattern:  inGraph + `.*for BinaryOp \((\w+)\), got shapes \(\w+\)(\[.*?\]) and \(\w+\)(\[.*?\])`,
		sentence: "In `$1`, `$2` got the shapes $3 and $4, which do not fit: each axis must be equal, or 1.",
		cell:     graphCell("(x, y *Node) *Node { return Add(x, y) }", "[]float32{1, 2}, []float32{1, 2, 3}"),
	},
	{
		name: "numbers of two types", // the first is XLA's text, the second the pure-Go backend's
		pattern: inGraph + `(?:cannot broadcast (\w+) and (\w+) for "(\w+)"|` +
			`data types \(DType\) for BinaryOp (\w+) must match, got \((\w+)\)\[.*?\] and \((\w+)\))`,
		sentence: "In `$1`, `$4$5` got numbers of two types, $2$6 and $3$7: convert one with `ConvertDType`.",
		cell:     graphCell("(x, y *Node) *Node { return Add(x, y) }", "[]float32{1, 2}, []int32{1, 2}"),
	},
	{
		name: "matrices that do not fit",
		pattern: inGraph + `DotGeneral contracting dimensions (?:don't|do not) match: ` +
			`lhs\[(\d+)\]=(\d+)(?: !=|,) rhs\[(\d+)\]=(\d+)`,
		sentence: "In `$1`, a product does not fit: axis $2 of the first matrix has $3 numbers, axis $4 of " +
			"the second $5.",
		cell: graphCell("(x, y *Node) *Node { return Dot(x, y).Product() }", "[][]float32{{1, 2}}, [][]float32{{1}}"),
	},
	{
		name: "Reshape",
		pattern: inGraph + `total requested size (\d+) \(dimensions=(\[.*?\])\) doesn'?t match ` +
			`original size (\d+) \(dimensions (\[.*?\])\)`,
		sentence: "In `$1`, `Reshape` cannot make the shape $3 of $5: it needs $2 numbers, and there are $4.",
		cell:     graphCell("(x *Node) *Node { return Reshape(x, 7) }", "[]float32{1, 2}"),
	},
	{
		name:     "AssertDims",
		pattern:  inGraph + `AssertDims\((\[.*?\])\): shape \(\(\w+\)(\[.*?\])\)`,
		sentence: "In `$1`, the shape is $3, and `AssertDims` wants $2.",
		cell:     graphCell("(x *Node) *Node { x.AssertDims(3, 2); return x }", "[]float32{1, 2}"),
	},
	{
		name:     "another mistake in a graph",
		pattern:  inGraph + `(.*)$`,
		sentence: "The graph of `$1` cannot be built: $2.",
		cell: graphCell("(x, y *Node) *Node { return Concatenate([]*Node{x, y}, 0) }",
			"[][]float32{{1}}, []float32{1}"),
	},
	{
		name: "number of arguments of a graph",
		pattern: `(?:panic:|✗) # of arguments to call \(#args=(\d+).*\) don't match ` +
			`# arguments to the graph function \(#args=(\d+)\) for "(?:Exec:)?main\.(\S+)"`,
		sentence: "`$3` takes another number of inputs: $2, and the call gives $1.",
		cell:     graphCell("(x *Node) *Node { return Neg(x) }", "1.0, 2.0"),
	},
	{
		name:     "arguments of a graph",
		pattern:  `(?:panic:|✗) no arguments passed to Exec for "(?:Exec:)?main\.(\S+)", but graphFn expects (\d+)`,
		sentence: "Inputs that `$1` needs: $2. The call gives none: write them between the brackets of `MustCall(…)`.",
		cell:     graphCell("(x *Node) *Node { return Neg(x) }", ""),
	},
}

// inGraph fits the beginning of GoMLX's message; its group is the graph's function.
const inGraph = `(?:panic:|✗) .*graphFn for "(?:Exec:)?main\.(\S+)" panicked: `

// graphCell is a cell that builds and runs the graph of one function.
func graphCell(function, call string) string {
	return `import (
	. "github.com/gomlx/gomlx/core/graph"
	"nexttoken/pkg/backend"
	"nexttoken/pkg/cell"
)

func build` + function + `

%%
MustNewExec(cell.Must(backend.Open()), build).MustCall(` + call + ")"
}
