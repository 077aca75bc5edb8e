package training

import (
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"
)

// fingerprintOf returns the fingerprint of a training, and its key.
func fingerprintOf(t *testing.T, config Config) (fingerprint, string) {
	t.Helper()
	run, err := newRun(config)
	if err != nil {
		t.Fatal(err)
	}
	if run.origin.fingerprint.Graphs != "go" {
		t.Fatalf("its graphs were built on %s", run.origin.fingerprint.Graphs)
	}
	return run.origin.fingerprint, run.origin.key
}

// with returns the toy model with a change of its logits.
func with(change func(scope *model.Scope, logits *Node) *Node) Model {
	return func(scope *model.Scope, inputs *Node) *Node { return change(scope, toyModel(Tanh)(scope, inputs)) }
}

// onlyEvaluating scales the logits, but not while the model trains.
func onlyEvaluating(factor float64) Model {
	return with(func(scope *model.Scope, logits *Node) *Node {
		if scope.IsTraining(logits.Graph()) {
			return logits
		}
		return MulScalar(logits, factor)
	})
}

// counting computes a new value of a variable, and stores it or does not.
func counting(stored bool) Model {
	return with(func(scope *model.Scope, logits *Node) *Node {
		counter := scope.VariableWithValue("counter", float32(0)).SetTrainable(false)
		if next := AddScalar(counter.NodeValue(logits.Graph()), 1); stored {
			counter.SetNodeValue(next)
		}
		return logits
	})
}

// Constants in closures are made by Const: GoMLX's Scalar keeps those of a graph, and a closure's cannot be used
// outside of it.

// branching adds one of two numbers to the logits, by the sign of their sum.
func branching(positive, negative float32) Model {
	return with(func(_ *model.Scope, logits *Node) *Node {
		g := StopGradient(logits).Graph()
		branch := func(value float32) *Function {
			return NewClosure(g, func(g *Graph) []*Node { return []*Node{Const(g, value)} })
		}
		chosen := If(GreaterThan(ReduceAllSum(logits), Const(g, float32(0))), branch(positive), branch(negative))[0]
		return Add(logits, StopGradient(chosen))
	})
}

// looping adds a number that a loop computes: it doubles 1, or multiplies it by another factor, until it is above 100.
func looping(parameter string, factor float32) Model {
	return with(func(_ *model.Scope, logits *Node) *Node {
		g, scalar := logits.Graph(), shapes.Make(dtypes.Float32)
		below := NewClosure(g, func(g *Graph) []*Node {
			return []*Node{LessThan(Parameter(g, parameter, scalar), Const(g, float32(100)))}
		})
		more := NewClosure(g, func(g *Graph) []*Node {
			return []*Node{Mul(Parameter(g, parameter, scalar),
				Const(g, factor))}
		})
		return Add(logits, StopGradient(While(below, more, Const(g, float32(1)))[0]))
	})
}

func squaredError(labels, logits *Node) *Node {
	return ReduceAllMean(Square(Sub(logits, ConvertDType(labels, logits.DType()))))
}

func TestWhateverDecidesTheResultTrainsANewModel(t *testing.T) {
	toy := toyModel(Tanh)
	for _, test := range []struct {
		name          string
		before, after func(*Config) // before nil: the toy
	}{
		{"activation", nil, func(c *Config) { c.Model = toyModel(Sigmoid) }},
		{"a constant", nil, func(c *Config) {
			c.Model = toyModel(func(x *Node) *Node {
				return Tanh(MulScalar(x,
					1.01))
			})
		}},
		{"loss", nil, func(c *Config) { c.Loss = squaredError }},
		{"optimizer", nil, func(c *Config) { c.Optimizer = optimizer.StochasticGradientDescent().Done() }},
		{"learning rate", nil, func(c *Config) { c.Optimizer = optimizer.Adam().LearningRate(0.002).Done() }},
		{"schedule", nil, func(c *Config) { c.Schedule = Cosine(0.001, 60) }},
		{"another rate", func(c *Config) { c.Schedule = Cosine(0.001, 60) },
			func(c *Config) { c.Schedule = Cosine(0.002, 60) }},
		{"clipping", nil, func(c *Config) { c.ClipNorm = 1 }},
		{"another norm", func(c *Config) { c.ClipNorm = 1 }, func(c *Config) { c.ClipNorm = 2 }},
		{"seed", nil, func(c *Config) { c.Seed = 8 }},
		{"batch", nil, func(c *Config) { c.Batch = 17 }},
		{"training data", nil, func(c *Config) { c.Train = toyExamples(0, 249) }},
		{"dev data", nil, func(c *Config) { c.Dev = toyExamples(249, 343) }},
		{"evaluations", nil, func(c *Config) { c.EvaluateEvery = 30 }},
		{"early stopping", nil, func(c *Config) { c.Patience = 1 }},
		{"more patience", func(c *Config) { c.Patience = 1 }, func(c *Config) { c.Patience = 2 }},
		{"the best", nil, func(c *Config) { c.KeepBest = true }},
		{"snapshots", nil, func(c *Config) { c.Snapshots = []int{10} }},
		{"evaluation only", func(c *Config) { c.Model = onlyEvaluating(1) },
			func(c *Config) { c.Model = onlyEvaluating(2) }},
		{"a value that is stored", func(c *Config) { c.Model = counting(false) },
			func(c *Config) { c.Model = counting(true) }},
		{"branches", func(c *Config) { c.Model = branching(1, 2) }, func(c *Config) { c.Model = branching(2, 1) }},
		{"body of a loop", func(c *Config) { c.Model = looping("x", 2) },
			func(c *Config) { c.Model = looping("x", 3) }},
		{"first values", nil, func(c *Config) {
			c.Model = func(scope *model.Scope, inputs *Node) *Node {
				return toy(scope.WithInitializer(func(g *Graph,
					shape shapes.Shape) *Node {
					return Ones(g, shape)
				}), inputs)
			}
		}},
		{"a first value", func(c *Config) { c.Model = starting(1) }, func(c *Config) { c.Model = starting(2) }},
	} {
		before, after := pureConfig(t), pureConfig(t)
		if test.before != nil {
			test.before(&before)
			test.before(&after)
		}
		test.after(&after)
		first, firstKey := fingerprintOf(t, before)
		second, secondKey := fingerprintOf(t, after)
		if first == second || firstKey == secondKey || first.difference(second) == "" {
			t.Errorf("%s: two trainings have the fingerprint %+v", test.name, first)
		}
	}
}

// starting adds a variable with a first value to the logits.
func starting(value float32) Model {
	return with(func(scope *model.Scope, logits *Node) *Node {
		return Add(logits, scope.VariableWithValue("offset", value).NodeValue(logits.Graph()))
	})
}

// sameAsToy is toyModel(Tanh) written in other words.
func sameAsToy(scope *model.Scope, contexts *Node) *Node {
	unused := Exp(ConvertDType(contexts, dtypes.Float32)) // which nothing needs
	_ = unused
	e := layers.Embedding(scope.In("embedding"), contexts, dtypes.Float32, toySymbols, 4)
	e = Reshape(e, -1, 12)
	h := layers.DenseWithBias(scope.In("hidden"), e, 16)
	return layers.DenseWithBias(scope.In("logits"), Tanh(h), 5)
}

// Each part is a digest of its own graph.
func TestTheLossOfAnEvaluationIsAPartOfItsOwn(t *testing.T) {
	one, two := pureConfig(t), pureConfig(t)
	one.Model, two.Model = onlyEvaluating(1), onlyEvaluating(2)
	first, _ := fingerprintOf(t, one)
	second, _ := fingerprintOf(t, two)
	if first.Evaluation == second.Evaluation || first.Prediction == second.Prediction ||
		first.Training != second.Training {
		t.Errorf("a model that differs while it does not train: %+v and %+v", first, second)
	}
}

func TestWhatDecidesNothingOpensTheOldModel(t *testing.T) {
	for name, pair := range map[string][2]func(*Config){
		"other words": {func(c *Config) {}, func(c *Config) { c.Model = sameAsToy }},
		"parameter of a closure": {func(c *Config) { c.Model = looping("x", 2) },
			func(c *Config) { c.Model = looping("state", 2) }},
		"the directory": {func(c *Config) {}, func(c *Config) { c.Directory = "elsewhere" }},
	} {
		before, after := pureConfig(t), pureConfig(t)
		pair[0](&before)
		pair[1](&after)
		first, firstKey := fingerprintOf(t, before)
		second, secondKey := fingerprintOf(t, after)
		if first != second || firstKey != secondKey {
			t.Errorf("%s: they differ in %s", name, first.difference(second))
		}
	}
}

func TestMoreStepsAreTheSameTrainingInAnotherFile(t *testing.T) {
	config := pureConfig(t)
	config.Schedule = Constant(0.01)
	first, firstKey := fingerprintOf(t, config)
	config.Steps = 120
	second, secondKey := fingerprintOf(t, config)
	if first != second || firstKey == secondKey {
		t.Errorf("fingerprints %+v and %+v, keys %s and %s", first, second, firstKey, secondKey)
	}
}

func TestEveryBackendGivesTheSameFingerprint(t *testing.T) {
	inGo, inXLA := pureConfig(t), toyConfig(t)
	inGo.Model, inXLA.Model = withDropout, withDropout
	first, firstKey := fingerprintOf(t, inGo)
	second, secondKey := fingerprintOf(t, inXLA)
	if first != second || firstKey != secondKey {
		t.Errorf("pure Go and XLA differ in %s", first.difference(second))
	}
}

// A model that the pure-Go backend cannot build, because it lacks the Fourier transform, is described by XLA's graphs.
func TestAModelThatOnlyXLACanBuild(t *testing.T) {
	config, err := toyConfig(t).complete()
	if err != nil {
		t.Fatal(err)
	}
	store, err := config.newStore()
	if err != nil {
		t.Fatal(err)
	}
	var found []fingerprint
	for _, factor := range []float64{1, 2, 1} {
		config.Model = spectrum(factor)
		f, err := config.fingerprint(store)
		if err != nil || f.Graphs != "xla" {
			t.Fatalf("its graphs are those of %+v, %v", f, err)
		}
		found = append(found, f)
	}
	if found[0].difference(found[1]) == "" || found[0] != found[2] {
		t.Errorf("the first and the third of three models are the same: %+v", found)
	}
}

// spectrum adds a part of the logits' Fourier transform to them.
func spectrum(factor float64) Model {
	return with(func(_ *model.Scope, logits *Node) *Node {
		waves := Real(FFT(ConvertDType(StopGradient(logits), dtypes.Complex64)))
		return Add(logits, MulScalar(waves, factor))
	})
}
