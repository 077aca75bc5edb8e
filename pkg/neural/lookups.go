package neural

// Look-ups that would miss their table. The device does not complain: it takes the nearest row that there is.

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// span is the smallest and the largest value that whole numbers of a graph can have.
type span struct{ low, high int }

// lookUps checks that every Gather whose rows come from the ids has a row for each of them.
func (c graphCheck) lookUps(_ *model.Scope, ids, _ *Node) error {
	spans := map[*Node]span{ids: {0, c.vocabulary - 1}}
	for _, node := range ids.Graph().Nodes() { // inputs come before what uses them
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
			return fmt.Errorf("the embedding table has %d rows, and ids from %d to %d are looked up in it: it needs %d rows%s",
				rows, s.low, s.high, c.vocabulary, offset(s))
		}
	}
	return nil
}

// offset says that ids were changed before the look-up.
func offset(s span) string {
	if s.low == 0 {
		return ""
	}
	return fmt.Sprintf(", and ids that begin with 0, not %d", s.low)
}

// spanOf returns the span of a node whose values follow from the ids by moving, copying, or adding a constant.
func (c graphCheck) spanOf(node *Node, spans map[*Node]span) (span, bool) {
	inputs := node.Inputs()
	if s, done := spans[node]; done {
		return s, true
	}
	switch node.Type() {
	case NodeTypeReshape, NodeTypeSlice, NodeTypeTranspose, NodeTypeBroadcastInDim, NodeTypeConvertDType, NodeTypeIdentity:
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

// constant returns the span of a whole number that stands in the graph.
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
