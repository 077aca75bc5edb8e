package training

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/trainloop"
	"nexttoken/pkg/backend"
)

// newStepper returns the fastest stepper that the backend can run, or one with the update rule of Descend.
func (c Config) newStepper(store *model.Store) (trainloop.Stepper, error) {
	if c.rule != nil {
		return c.newOpenLoop(store)
	}
	if backend.IsXLA(c.Backend) {
		return c.newDeviceLoop(store)
	}
	return c.newHostLoop(store)
}

// deviceLoop takes many steps in one call to the device: a While loop whose state are all the model's variables.
// The number of steps is an input of the compiled program, so that one compilation serves every call.
type deviceLoop struct {
	program *model.Exec
	data    Examples
}

func (c Config) newDeviceLoop(store *model.Store) (trainloop.Stepper, error) {
	l := loopBuilder{config: c, store: store, variables: variables(store)}
	program, err := model.NewExec(c.Backend, store, l.build)
	if err != nil {
		return nil, fmt.Errorf("the training loop does not build: %s", sentence(err))
	}
	return &deviceLoop{program, c.Train}, nil
}

// Steps implements trainloop.Stepper.
func (d *deviceLoop) Steps(n int, sum float32) (int, float32, error) {
	results, err := d.program.Call(int32(n), sum, d.data.Inputs, d.data.Labels)
	if err != nil {
		return 0, 0, fmt.Errorf("training stopped: %s", sentence(err))
	}
	return int(tensors.ToScalar[int32](results[0])), tensors.ToScalar[float32](results[1]), nil
}

// loopBuilder builds the graph of a deviceLoop. The data are part of the loop's state, and come out of it unchanged,
// because operations in a loop's body refuse nodes from outside of it.
type loopBuilder struct {
	config    Config
	store     *model.Store
	variables []*model.Variable
}

// loopState is what the loop carries from step to step.
type loopState struct {
	step, limit, sum *Node
	data             exampleNodes
	variables        []*Node
}

// fixed is the number of nodes in a loopState before the variables.
const fixed = 5

func (s loopState) nodes() []*Node {
	return append([]*Node{s.step, s.limit, s.sum, s.data.Inputs, s.data.Labels}, s.variables...)
}

func stateOf(nodes []*Node) loopState {
	return loopState{nodes[0], nodes[1], nodes[2], exampleNodes{nodes[3], nodes[4]}, nodes[fixed:]}
}

func (l loopBuilder) build(scope *model.Scope, limit, sum, inputs, labels *Node) (taken, newSum *Node) {
	g := limit.Graph()
	l.store.SetTraining(g, true)
	start := loopState{Const(g, int32(0)), limit, sum, exampleNodes{inputs, labels}, nil}
	for _, variable := range l.variables {
		start.variables = append(start.variables, variable.NodeValue(g))
	}
	like := start.nodes()
	condition := NewClosure(g, func(g *Graph) []*Node {
		state := stateOf(stateParameters(g, like))
		return []*Node{LogicalAnd(LessThan(state.step, state.limit), IsFinite(state.sum))}
	})
	body := NewClosure(g, func(g *Graph) []*Node {
		return l.body(g, scope, stateOf(stateParameters(g, like))).nodes()
	})
	end := stateOf(While(condition, body, like...))
	for i, variable := range l.variables {
		variable.SetNodeValue(end.variables[i])
	}
	return end.step, end.sum
}

// body builds one step: the variables take their values from the state, and the state takes the variables' new ones.
func (l loopBuilder) body(g *Graph, scope *model.Scope, state loopState) loopState {
	for i, variable := range l.variables {
		variable.SetNodeValue(state.variables[i])
	}
	mean := l.config.step(scope, state.data)
	state.step, state.sum = AddScalar(state.step, 1), Add(state.sum, mean)
	for i, variable := range l.variables {
		state.variables[i] = variable.NodeValue(g)
	}
	return state
}

// stateParameters declares a closure's parameters, one for each node of the state.
func stateParameters(g *Graph, like []*Node) []*Node {
	nodes := make([]*Node, len(like))
	for i, node := range like {
		nodes[i] = Parameter(g, fmt.Sprint("state", i), shapes.Make(node.DType(), node.Shape().Dimensions...))
	}
	return nodes
}

// hostLoop takes one step a call, for the pure-Go backend, which cannot train inside a While loop.
type hostLoop struct {
	program *model.Exec
	data    Examples
}

func (c Config) newHostLoop(store *model.Store) (trainloop.Stepper, error) {
	program, err := model.NewExec(c.Backend, store, func(scope *model.Scope, inputs, labels *Node) *Node {
		return c.step(scope, exampleNodes{inputs, labels})
	})
	if err != nil {
		return nil, fmt.Errorf("the training step does not build: %s", sentence(err))
	}
	return &hostLoop{program, c.Train}, nil
}

// Steps implements trainloop.Stepper.
func (h *hostLoop) Steps(n int, sum float32) (int, float32, error) {
	if n == 0 {
		return 0, sum, compile(h.program, h.data)
	}
	for taken := range n {
		result, err := h.program.Call1(h.data.Inputs, h.data.Labels)
		if err != nil {
			return taken, sum, fmt.Errorf("training stopped: %s", sentence(err))
		}
		if sum += tensors.ToScalar[float32](result); !finite(sum) {
			return taken + 1, sum, nil
		}
	}
	return n, sum, nil
}

// compile compiles a program of one step, before the first step is timed.
func compile(program *model.Exec, data Examples) error {
	if _, err := program.Compile(data.Inputs.Shape(), data.Labels.Shape()); err != nil {
		return fmt.Errorf("the training step does not build: %s", sentence(err))
	}
	return nil
}

func finite(x float32) bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }
