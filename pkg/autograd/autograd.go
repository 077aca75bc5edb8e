// Package autograd finds gradients by backpropagation, for one number at a time.
//
// A Value is a number that knows from which numbers it was computed, and how steeply it changes with each of them.
// Backward goes from the result back to the inputs, and multiplies these slopes along the way: the chain rule.
//
//	w, x := autograd.New(3), autograd.New(2)
//	y := w.Mul(x).Tanh()
//	y.Backward() // now w.Grad is the slope of y by w
//
// Notebook 04 writes the same code; a test compares the two. The idea is that of micrograd (Andrej Karpathy, 2020,
// https://github.com/karpathy/micrograd). The package is for learning: it keeps every number of a computation in memory.
package autograd

import (
	"math"
	"slices"
)

// Value is a number, with what is needed to find its gradient.
type Value struct {
	Data    float64   // the number
	Grad    float64   // after y.Backward(): the slope of y by this number, ∂y/∂v
	parents []*Value  // the numbers that it was computed from
	slopes  []float64 // its slope by each parent
}

// New returns a number that was not computed from others: an input, or a parameter.
func New(x float64) *Value { return &Value{Data: x} }

// from returns a number that was computed from others. slopes: [parents].
func from(x float64, parents []*Value, slopes ...float64) *Value {
	return &Value{Data: x, parents: parents, slopes: slopes}
}

// Add returns a + b. Its slope is 1 by both.
func (a *Value) Add(b *Value) *Value { return from(a.Data+b.Data, []*Value{a, b}, 1, 1) }

// Mul returns a · b. Its slope is b by a, and a by b.
func (a *Value) Mul(b *Value) *Value {
	return from(a.Data*b.Data, []*Value{a, b}, b.Data, a.Data)
}

// Tanh returns tanh a. Its slope is 1 − tanh² a.
func (a *Value) Tanh() *Value {
	h := math.Tanh(a.Data)
	return from(h, []*Value{a}, 1-h*h)
}

// Exp returns eᵃ. Its slope is eᵃ, too. It is +Inf from a = 710 on.
func (a *Value) Exp() *Value {
	e := math.Exp(a.Data)
	return from(e, []*Value{a}, e)
}

// Log returns ln a. Its slope is 1/a. It is −Inf for 0 and NaN for a negative number.
func (a *Value) Log() *Value { return from(math.Log(a.Data), []*Value{a}, 1/a.Data) }

// Backward sets Grad of v, and of every number that v was computed from, to the slope of v by that number. A number
// that was used more than once gets the sum of the slopes along all ways to it.
func (v *Value) Backward() {
	order := v.after(map[*Value]bool{}, nil)
	for _, u := range order {
		u.Grad = 0
	}
	v.Grad = 1
	for _, u := range slices.Backward(order) {
		for i, parent := range u.parents {
			parent.Grad += u.Grad * u.slopes[i]
		}
	}
}

// after appends v to a list, after all numbers that it was computed from: a topological order. It leaves out those in
// seen, which are in the list already.
func (v *Value) after(seen map[*Value]bool, list []*Value) []*Value {
	if seen[v] {
		return list
	}
	seen[v] = true
	for _, parent := range v.parents {
		list = parent.after(seen, list)
	}
	return append(list, v)
}
