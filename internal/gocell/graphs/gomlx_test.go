package graphs_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/gobackend"
	. "github.com/gomlx/gomlx/core/graph"

	"nexttoken/internal/gocell"
	"nexttoken/pkg/backend"
)

func different(x, y *Node) *Node { return Add(x, y) }
func product(x, y *Node) *Node   { return Dot(x, y).Product() }
func reshaped(x *Node) *Node     { return Reshape(x, 7) }
func asserted(x *Node) *Node     { x.AssertDims(3, 2); return x }
func joined(x, y *Node) *Node    { return Concatenate([]*Node{x, y}, 0) }

// A new version of GoMLX may say other things: then the table's chapter on graphs needs new patterns.
func TestGoMLXStillSaysWhatTheTableExpects(t *testing.T) {
	for _, engine := range engines(t) {
		t.Run(engine.Name(), func(t *testing.T) { explainsGraphs(t, engine) })
	}
}

// engines are the pure-Go backend and, where its plugin is, XLA.
func engines(t *testing.T) []compute.Backend {
	t.Helper()
	pureGo, err := gobackend.New("")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := backend.Open()
	if err != nil {
		t.Fatal(err)
	}
	if !backend.IsXLA(ours) {
		return []compute.Backend{pureGo}
	}
	return []compute.Backend{pureGo, ours}
}

func explainsGraphs(t *testing.T, engine compute.Backend) {
	floats, three, ints := []float32{1, 2}, []float32{1, 2, 3}, []int32{1, 2}
	matrix := [][]float32{{1, 2}}
	for want, text := range map[string]string{
		"In `different`, `Add` got the shapes [2] and [3]":                  panicOf(engine, different, floats, three),
		"In `different`, `Add` got numbers of two types, Float32 and Int32": panicOf(engine, different, floats, ints),
		"In `product`, a product does not fit: axis 1 of the first matrix":  panicOf(engine, product, matrix, matrix),
		"In `reshaped`, `Reshape` cannot make the shape [7] of [2]":         panicOf(engine, reshaped, floats),
		"In `asserted`, the shape is [2], and `AssertDims` wants [3 2]":     panicOf(engine, asserted, floats),
		"The graph of `joined` cannot be built: Concatenate operand":        panicOf(engine, joined, matrix, floats),
		"`reshaped` takes another number of inputs: 1, and the":             panicOf(engine, reshaped, floats, floats),
		"Inputs that `reshaped` needs: 1. The call gives none:":             panicOf(engine, reshaped),
	} {
		text = strings.ReplaceAll(text, "nexttoken/internal/gocell/graphs_test.", "main.")
		e := gocell.ExplainRun("panic: "+text+"\n\ngoroutine 1 [running]:\nmain.main()\n", 2)
		checked := gocell.ExplainRun("✗ "+text+"\nexit status 1\n", 1) // cell.Must writes it so
		if !strings.HasPrefix(e.Sentence, want) || checked.Sentence != e.Sentence {
			t.Errorf("%q, want %q: %s", e.Sentence, want, text)
		}
	}
}

// panicOf calls a graph and returns what it panics with.
func panicOf[F ExecGraphFn](engine compute.Backend, graph F, inputs ...any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	MustNewExec(engine, graph).MustCall(inputs...)
	return ""
}
