package training

import (
	"fmt"
	"strings"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/blueprint"
)

// describer returns the text of the graph that a function builds, whose outputs the function returns.
type describer func(build func(g *Graph) []*Node) (string, error)

// graphs describes the graphs on the pure-Go backend, whatever backend trains.
func (c Config) graphs() (f fingerprint, err error) {
	recorder, err := blueprint.New()
	if err != nil {
		return f, err
	}
	store := model.NewStore()
	if err := store.SetRNGStateFromSeed(c.Seed); err != nil {
		return f, err
	}
	if err := c.describe(&f, store, onRecorder(recorder, store)); err != nil {
		return f, err
	}
	f.Graphs = shortName(recorder.Backend)
	text, err := describeVariables(store)
	if err != nil {
		return f, err
	}
	if withoutValue(store) {
		first, err := recorder.Describe(func() error { return store.InitializeVariables(recorder, nil) })
		if err != nil {
			return f, err
		}
		text += first
	}
	f.Initial = digest(text)
	return f, nil
}

// graphsOfBackend describes a model that the pure-Go backend cannot build, by the text of its graphs on the backend
// that trains, and by the first values themselves. This is weaker: it does not see into While, If and Call, and
// another backend gives another fingerprint.
func (c Config) graphsOfBackend(store *model.Store) (f fingerprint, err error) {
	f.Graphs = shortName(c.Backend)
	if err := c.initialise(store); err != nil {
		return f, err
	}
	if err := c.describe(&f, store, onBackend(c, store)); err != nil {
		return f, err
	}
	text, err := describeVariables(store)
	f.Initial = digest(text)
	return f, err
}

// describe fills in the parts of a fingerprint that are graphs. The first builds the store's variables.
func (c Config) describe(f *fingerprint, store *model.Store, text describer) error {
	for _, graph := range []struct {
		digest *string
		build  func(g *Graph) []*Node
	}{
		{&f.Training, func(g *Graph) []*Node { return c.trainingOutputs(g, store) }},
		{&f.Evaluation, func(g *Graph) []*Node { return c.evaluationOutputs(g, store) }},
		{&f.Prediction, func(g *Graph) []*Node { return predictionOutputs(g, store, c.Model, c.Train.Inputs.Shape()) }},
	} {
		described, err := text(graph.build)
		if err != nil {
			return err
		}
		*graph.digest = digest(described)
	}
	return nil
}

// onRecorder describes graphs that a Recorder builds.
func onRecorder(recorder *blueprint.Recorder, store *model.Store) describer {
	return func(build func(g *Graph) []*Node) (string, error) {
		return recorder.Describe(func() error {
			g := NewGraph(recorder, "blueprint")
			model.SetStore(g, store)
			return g.Compile(build(g)...)
		})
	}
}

// onBackend describes graphs that the training's own backend builds.
func onBackend(c Config, store *model.Store) describer {
	return func(build func(g *Graph) []*Node) (text string, err error) {
		err = building("the model", func() {
			g := NewGraph(c.Backend, "blueprint")
			defer g.Finalize()
			model.SetStore(g, store)
			outputs := build(g)
			text = textOf(g.Nodes(), outputs)
		})
		return text, err
	}
}

// textOf writes every operation with its inputs, shapes and settings, every constant's value, and which nodes are
// the outputs.
func textOf(nodes, outputs []*Node) string {
	var text strings.Builder
	for _, node := range nodes {
		fmt.Fprintln(&text, node)
		if node.Type() == NodeTypeConstant {
			if data, err := bytesOf(node.ConstantValue()); err == nil {
				fmt.Fprintf(&text, "%x\n", data)
			}
		}
	}
	for _, output := range outputs {
		fmt.Fprintln(&text, "output", output.Id())
	}
	return text.String()
}

// trainingOutputs builds one step and returns its loss and the value that each variable ends with.
func (c Config) trainingOutputs(g *Graph, store *model.Store) []*Node {
	outputs := []*Node{c.step(store.RootScope(), parameters(g, c.Train, c.Train.Len()))}
	for _, variable := range variables(store) {
		outputs = append(outputs, variable.NodeValue(g))
	}
	return outputs
}

// evaluationOutputs builds the loss of one example, as an evaluation does.
func (c Config) evaluationOutputs(g *Graph, store *model.Store) []*Node {
	data := parameters(g, c.Train, 1)
	return []*Node{c.lossOf(store.RootScope(), data.Inputs, data.Labels)}
}

// predictionOutputs builds the model's predictions for one example.
func predictionOutputs(g *Graph, store *model.Store, build Model, inputs shapes.Shape) []*Node {
	return []*Node{build(store.RootScope(), Parameter(g, "inputs", withRows(inputs, 1)))}
}

// describeVariables lists a store's variables with those values that they have.
func describeVariables(store *model.Store) (string, error) {
	var text strings.Builder
	for _, variable := range variables(store) {
		fmt.Fprintln(&text, variable.Path(), variable.Shape(), variable.Trainable)
		if !variable.HasValue() {
			continue
		}
		value, err := variable.Value()
		if err == nil {
			err = digestTensor(&text, "value", value)
		}
		if err != nil {
			return "", err
		}
	}
	return text.String(), nil
}

func withoutValue(store *model.Store) bool {
	for _, variable := range variables(store) {
		if !variable.HasValue() {
			return true
		}
	}
	return false
}

// predictionOf returns the part of a fingerprint that Open knows: how the model predicts. It is empty where the
// pure-Go backend cannot build the model.
func predictionOf(build Model, inputs shapes.Shape) fingerprint {
	recorder, err := blueprint.New()
	if err != nil {
		return fingerprint{}
	}
	store := model.NewStore()
	text, err := onRecorder(recorder, store)(func(g *Graph) []*Node {
		return predictionOutputs(g, store, build,
			inputs)
	})
	if err != nil {
		return fingerprint{}
	}
	return fingerprint{Prediction: digest(text), Graphs: shortName(recorder.Backend)}
}

// withRows returns a shape with another number of rows.
func withRows(shape shapes.Shape, rows int) shapes.Shape {
	return shapes.Make(shape.DType, append([]int{rows}, shape.Dimensions[1:]...)...)
}
