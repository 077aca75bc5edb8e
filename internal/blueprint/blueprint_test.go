package blueprint

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

var vector = shapes.Make(dtypes.Float32, 4)

// text describes a function of one vector.
func text(t *testing.T, build func(x *Node) []*Node) string {
	t.Helper()
	recorder, err := New()
	if err != nil {
		t.Fatal(err)
	}
	described, err := recorder.Describe(func() error {
		g := NewGraph(recorder, "any name")
		return g.Compile(build(Parameter(g, "x", vector))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	return described
}

func one(build func(x *Node) *Node) func(x *Node) []*Node {
	return func(x *Node) []*Node { return []*Node{build(x)} }
}

// closure makes a function of one vector inside a graph, whose parameter has a name.
func closure(g *Graph, name string, body func(x *Node) *Node) *Function {
	return NewClosure(g, func(g *Graph) []*Node { return []*Node{body(Parameter(g, name, vector))} })
}

// loop doubles a vector while its sum is below a limit.
func loop(name string, limit, factor float64) func(x *Node) *Node {
	return func(x *Node) *Node {
		condition := closure(x.Graph(), name, func(x *Node) *Node {
			return LessThan(ReduceAllSum(x), Scalar(x.Graph(), dtypes.Float32, limit))
		})
		return While(condition, closure(x.Graph(), name, func(x *Node) *Node { return MulScalar(x, factor) }), x)[0]
	}
}

func branches(yes, no float64) func(x *Node) *Node {
	return func(x *Node) *Node {
		g := x.Graph()
		branch := func(value float64) *Function {
			return NewClosure(g, func(g *Graph) []*Node { return []*Node{Scalar(g, dtypes.Float32, value)} })
		}
		return If(GreaterThan(ReduceAllSum(x), ScalarZero(g, dtypes.Float32)), branch(yes), branch(no))[0]
	}
}

func named(name string, factor float64) func(x *Node) *Node {
	return func(x *Node) *Node {
		scale := NewFunction(x.Graph(), name, func(g *Graph) []*Node {
			return []*Node{MulScalar(Parameter(g, name, vector), factor)}
		})
		return scale.Call(x)[0]
	}
}

// state swaps two values while their sum is below a limit, and returns one of them.
func state(output int) func(x *Node) *Node {
	return func(x *Node) *Node {
		pair := func(build func(a, b *Node) []*Node) *Function {
			return NewClosure(x.Graph(), func(g *Graph) []*Node {
				return build(Parameter(g, "a", vector), Parameter(g, "b", vector))
			})
		}
		condition := pair(func(a, b *Node) []*Node { return []*Node{LessThan(ReduceAllSum(a), ReduceAllSum(b))} })
		return While(condition, pair(func(a, b *Node) []*Node { return []*Node{b, a} }), x, Tanh(x))[output]
	}
}

// random returns the state of random numbers after some were drawn, which nothing uses.
func random(n int) func(x *Node) *Node {
	return func(x *Node) *Node {
		after, _ := RandomUniform(Const(x.Graph(), []uint64{1, 2, 3}), shapes.Make(dtypes.Float32, n))
		return after
	}
}

// capturing returns a value from outside of a branch, from inside of it.
func capturing(f func(x *Node) *Node) func(x *Node) *Node {
	return func(x *Node) *Node {
		y := f(x)
		branch := func(value *Node) *Function {
			return NewClosure(x.Graph(), func(g *Graph) []*Node { return []*Node{value} })
		}
		return If(LessThan(ReduceAllSum(x), ReduceAllMax(x)), branch(x), branch(y))[0]
	}
}

func TestWhatDecidesTheOutputIsSeen(t *testing.T) {
	for name, pair := range map[string][2]func(x *Node) *Node{
		"operation": {Tanh, Sigmoid},
		"constant": {func(x *Node) *Node { return MulScalar(x, 2) },
			func(x *Node) *Node { return MulScalar(x, 3) }},
		"constants": {func(x *Node) *Node { return Add(x, Const(x.Graph(), []float32{1, 2, 3, 4})) },
			func(x *Node) *Node { return Add(x, Const(x.Graph(), []float32{1, 2, 4, 3})) }},
		"order of inputs": {func(x *Node) *Node { return Sub(x, Tanh(x)) },
			func(x *Node) *Node { return Sub(Tanh(x), x) }},
		"shape": {func(x *Node) *Node { return Reshape(x, 2, 2) },
			func(x *Node) *Node { return Reshape(x, 4, 1) }},
		"type": {func(x *Node) *Node { return ConvertDType(x, dtypes.Int32) },
			func(x *Node) *Node { return ConvertDType(x, dtypes.Int64) }},
		"slice": {func(x *Node) *Node { return Slice(x, AxisRange(0, 2)) },
			func(x *Node) *Node { return Slice(x, AxisRange(1, 3)) }},
		"axes": {func(x *Node) *Node { return ReduceSum(Reshape(x, 2, 2), 0) },
			func(x *Node) *Node { return ReduceSum(Reshape(x, 2, 2), 1) }},
		"axis": {func(x *Node) *Node { return Iota(x.Graph(), shapes.Make(dtypes.Int32, 2, 2), 0) },
			func(x *Node) *Node { return Iota(x.Graph(), shapes.Make(dtypes.Int32, 2, 2), 1) }},
		"product": {func(x *Node) *Node { return MatMul(Reshape(x, 2, 2), Reshape(x, 2, 2)) },
			func(x *Node) *Node { return MatMul(Reshape(x, 2, 2), Transpose(Reshape(x, 2, 2), 0, 1)) }},
		"softmax": {func(x *Node) *Node { return Softmax(Reshape(x, 2, 2), 0) },
			func(x *Node) *Node { return Softmax(Reshape(x, 2, 2), 1) }},
		"loop's body":      {loop("x", 10, 2), loop("x", 10, 3)},
		"loop's end":       {loop("x", 10, 2), loop("x", 11, 2)},
		"branches":         {branches(1, 2), branches(2, 1)},
		"function called":  {named("scale", 2), named("scale", 3)},
		"least or largest": {func(x *Node) *Node { return ArgMax(x, 0) }, func(x *Node) *Node { return ArgMin(x, 0) }},
		"output":           {state(0), state(1)},
		"random numbers":   {random(4), random(5)},
		"captured":         {capturing(Tanh), capturing(Sigmoid)},
		"order of sort": {func(x *Node) *Node { return Sort(x, 0, true) },
			func(x *Node) *Node { return Sort(x, 0, false) }},
	} {
		if first, second := text(t, one(pair[0])), text(t, one(pair[1])); first == second {
			t.Errorf("%s: two graphs have one text:\n%s", name, first)
		}
	}
}

func TestWhatDecidesNothingIsNotSeen(t *testing.T) {
	for name, pair := range map[string][2]func(x *Node) *Node{
		"parameter of a closure": {loop("x", 10, 2), loop("state", 10, 2)},
		"function's name":        {named("scale", 2), named("times", 2)},
		"an unused operation":    {Tanh, func(x *Node) *Node { Sigmoid(x); return Tanh(x) }},
		"order of building": {
			func(x *Node) *Node { a, b := Tanh(x), Sigmoid(x); return Sub(a, b) },
			func(x *Node) *Node { b, a := Sigmoid(x), Tanh(x); return Sub(a, b) },
		},
	} {
		if first, second := text(t, one(pair[0])), text(t, one(pair[1])); first != second {
			t.Errorf("%s: one computation has two texts:\n%s\n%s", name, first, second)
		}
	}
}

func TestOutputsAreSeenByPlace(t *testing.T) {
	ab := text(t, func(x *Node) []*Node { return []*Node{Tanh(x), Sigmoid(x)} })
	ba := text(t, func(x *Node) []*Node { return []*Node{Sigmoid(x), Tanh(x)} })
	aa := text(t, func(x *Node) []*Node { a := Tanh(x); return []*Node{a, a} })
	if ab == ba || ab == aa {
		t.Errorf("outputs changed place unseen:\n%s\n%s\n%s", ab, ba, aa)
	}
}

// A small graph by hand: tanh of x, times two.
func TestTheTextOfASmallGraph(t *testing.T) {
	got := text(t, one(func(x *Node) *Node { return MulScalar(Tanh(x), 2) }))
	for _, want := range []string{`Parameter (Float32)[4] [] "x"`, "#1 Tanh (Float32)[4] [#0]", "0x1p+01",
		"function0 [] ->"} {
		if !strings.Contains(got, want) {
			t.Errorf("the text lacks %q:\n%s", want, got)
		}
	}
	product := text(t, one(func(x *Node) *Node { return MatMul(Reshape(x, 2, 2), Reshape(x, 2, 2)) }))
	if !strings.Contains(product, "implementation:-}") || strings.Contains(got, "RawBytes") {
		t.Errorf("the text holds what depends on the processor:\n%s%s", product, got)
	}
	if strings.Contains(got, "0xc0") || strings.Contains(got, "any name") {
		t.Errorf("the text holds an address or the graph's name:\n%s", got)
	}
}

// Every bit of a number is in the text, and each kind of setting that an operation may have is known.
func TestSettingsAreWritten(t *testing.T) {
	negative := math.Copysign(0, -1)
	for want, setting := range map[string]any{
		"-3": int8(-3), "200": uint8(200), "true": true, `"a\nb"`: "a\nb",
		"0x1.8p+00": 1.5, "-0x0p+00": negative, "NaN": float32(math.NaN()), "(0x1p+00-0x0p+00i)": complex(1, negative),
	} {
		if got := scalar(reflect.ValueOf(setting)); got != want {
			t.Errorf("%v is written %s, want %s", setting, got, want)
		}
	}
	defer func() {
		if p := recover(); fmt.Sprint(p) != "an operation has a setting of type map[string]int" {
			t.Errorf("a map: %v", p)
		}
	}()
	scalar(reflect.ValueOf(map[string]int{}))
}

func TestAGraphThatDoesNotBuildIsAnError(t *testing.T) {
	recorder, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, compile := range map[string]func() error{
		"nothing": func() error { return nil },
		"shapes": func() error {
			g := NewGraph(recorder, "")
			return g.Compile(Add(Ones(g, vector), Ones(g, shapes.Make(dtypes.Float32, 3))))
		},
		"other operands": func() error { g := NewGraph(recorder, ""); return g.Compile(Reshape(Ones(g, vector), 3)) },
	} {
		if described, err := recorder.Describe(compile); err == nil || described != "" {
			t.Errorf("%s: %q, %v", name, described, err)
		}
	}
}
