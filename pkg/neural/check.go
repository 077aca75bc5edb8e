package neural

// Checks of a model's graph while it is built. The message for a mistake is one sentence, with the layer and what it
// must be.

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/pkg/training"
)

// mostParameters is the largest number of parameters that a model may have. A larger one is a mistake, and it would
// fill the memory.
const mostParameters = 100_000_000

// graphCheck holds what a model's graph must fit.
type graphCheck struct {
	vocabulary int
	sequences  bool // logits at every position, [batch, context, vocabulary], not only after the last one
}

// checked returns a graph function that builds the same graph, and panics with one sentence if a check fails. It adds
// no node to the graph.
func checked(build training.Model, c graphCheck) training.Model {
	return func(scope *model.Scope, ids *Node) *Node {
		logits := c.build(build, scope, ids)
		for _, check := range []func(*model.Scope, *Node, *Node) error{c.variables, c.logits, c.lookUps} {
			if err := check(scope, ids, logits); err != nil {
				exceptions.Panicf("%v", err)
			}
		}
		return logits
	}
}

// build calls the graph function. If it panics, build panics with one sentence instead.
func (c graphCheck) build(build training.Model, scope *model.Scope, ids *Node) *Node {
	defer func() {
		problem := recover()
		if problem == nil {
			return
		}
		if err := c.variables(scope, nil, nil); err != nil { // a layer of size 0 makes a later operation panic
			exceptions.Panicf("%v", err)
		}
		exceptions.Panicf("%s", sentenceFor(problem, scope))
	}()
	return build(scope, ids)
}

// variables checks the type and the sizes of the trainable variables.
func (c graphCheck) variables(scope *model.Scope, _, _ *Node) error {
	total := 0
	for variable := range scope.Store().IterVariables() {
		if !variable.Trainable {
			continue
		}
		layer, shape := layerOf(variable), variable.Shape()
		for _, size := range shape.Dimensions {
			if size < 1 {
				return fmt.Errorf("the layer %s has the shape %v: each size must be at least 1",
					layer, shape.Dimensions)
			}
		}
		if shape.DType != dtypes.Float32 {
			return fmt.Errorf("the layer %s holds numbers of type %s: use dtypes.Float32", layer, shape.DType)
		}
		if total += shape.Size(); total > mostParameters {
			return fmt.Errorf("with the layer %s, %v, the model has over %d million parameters: make it smaller",
				layer, shape.Dimensions, mostParameters/1_000_000)
		}
	}
	return nil
}

// logits checks what the graph returns. Without this check, a model with too few logits would train without an error,
// because a label without a logit has the loss 0.
func (c graphCheck) logits(_ *model.Scope, ids, logits *Node) error {
	if logits == nil {
		return fmt.Errorf("the model returns nil: return the logits, %s", c.wanted())
	}
	dims, batch := logits.Shape().Dimensions, ids.Shape().Dimensions[0]
	switch {
	case isSoftmax(logits):
		return errors.New("the model returns probabilities: return the logits before Softmax, " +
			"which the loss and the sampler apply themselves")
	case logits.DType() != dtypes.Float32:
		return fmt.Errorf("the model returns numbers of type %s: logits must be dtypes.Float32", logits.DType())
	case c.sequences && len(dims) != 3, !c.sequences && len(dims) != 2:
		return fmt.Errorf("the model returns the shape %v: logits must be %s", dims, c.wanted())
	case dims[len(dims)-1] != c.vocabulary:
		return fmt.Errorf("the model gives %d logits, and the vocabulary has %d symbols: each needs one",
			dims[len(dims)-1], c.vocabulary)
	case dims[0] != batch:
		return fmt.Errorf("the model returns %d rows of logits for %d contexts: each context needs one", dims[0], batch)
	}
	return nil
}

// isSoftmax reports whether a node is a softmax: one fused operation, or exp(z) / Σ exp(z).
func isSoftmax(node *Node) bool {
	if node.Type() == NodeTypeFusedSoftmax {
		return true
	}
	return node.Type() == NodeTypeDiv && node.Inputs()[0].Type() == NodeTypeExp
}

// wanted returns the shape that the logits must have.
func (c graphCheck) wanted() string {
	if c.sequences {
		return fmt.Sprintf("[batch, context, %d]", c.vocabulary)
	}
	return fmt.Sprintf("[batch, %d]", c.vocabulary)
}
