package neural

// Look-ups of ids that are outside their embedding table. The backend gives no error for them: it takes the nearest
// row.

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// span is the smallest and the largest value that the integers of a node can have.
type span struct{ low, high int }

// lookUps checks every Gather whose indices are computed from the ids: its table must have a row for each of them.
func (c graphCheck) lookUps(_ *model.Scope, ids, _ *Node) error {
	spans := map[*Node]span{ids: {0, c.vocabulary - 1}}
	for _, node := range ids.Graph().Nodes() { // the inputs of a node come before the node
		if s, known := c.spanOf(node, spans); known {
			spans[node] = s
		}
		if node.Type() != NodeTypeGather || len(node.Inputs()) < 2 {
			continue
		}
		table := node.Inputs()[0]
		s, known := spans[node.Inputs()[1]]
		if !known || table.Rank() != 2 {
			continue
		}
		if rows := table.Shape().Dimensions[0]; s.high >= rows || s.low < 0 {
			return fmt.Errorf("the embedding table has %d rows, and ids from %d to %d are looked up in it: "+
				"it needs %d rows%s", rows, s.low, s.high, c.vocabulary, offset(s))
		}
	}
	return nil
}

// offset returns what the message adds if the ids were changed before the look-up.
func offset(s span) string {
	if s.low == 0 {
		return ""
	}
	return fmt.Sprintf(", and ids that begin with 0, not %d", s.low)
}

// spanOf returns the span of a node, and whether it is known: it is for a constant, and for a node that moves or copies
// ids, or adds a constant to them.
func (c graphCheck) spanOf(node *Node, spans map[*Node]span) (span, bool) {
	inputs := node.Inputs()
	if s, done := spans[node]; done {
		return s, true
	}
	switch node.Type() {
	case NodeTypeReshape, NodeTypeSlice, NodeTypeTranspose,
		NodeTypeBroadcastInDim, NodeTypeConvertDType, NodeTypeIdentity:
		s, known := spans[inputs[0]]
		return s, known
	case NodeTypeConstant:
		return constant(node.ConstantValue())
	case NodeTypeAdd, NodeTypeSub:
		a, knownA := spans[inputs[0]]
		b, knownB := spans[inputs[1]]
		if node.Type() == NodeTypeSub {
			b = span{-b.high, -b.low}
		}
		return span{a.low + b.low, a.high + b.high}, knownA && knownB
	}
	return span{}, false
}

// constant returns the span of a constant, and whether it is known: it is if the constant is one integer.
func constant(value *tensors.Tensor) (span, bool) {
	if value == nil || !value.Shape().IsScalar() || !value.DType().IsInt() {
		return span{}, false
	}
	var number int
	switch x := value.Value().(type) {
	case int32:
		number = int(x)
	case int64:
		number = int(x)
	default:
		return span{}, false
	}
	return span{number, number}, true
}
