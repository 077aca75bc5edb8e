package autograd_test

import (
	"fmt"

	"nexttoken/pkg/autograd"
)

// A neuron, h = tanh(w·x + b), and how steeply h changes with each of the three.
func Example() {
	w, x, b := autograd.New(0.5), autograd.New(2), autograd.New(-1)
	h := w.Mul(x).Add(b).Tanh() // w·x + b = 0, where tanh is steepest: 1
	h.Backward()
	fmt.Println("h =", h.Data)
	fmt.Println("by w", w.Grad, "by x", x.Grad, "by b", b.Grad)
	// Output:
	// h = 0
	// by w 2 by x 0.5 by b 1
}

// A number that is used twice gets both slopes: a² + a has the slope 2a + 1.
func ExampleValue_Backward() {
	a := autograd.New(3)
	a.Mul(a).Add(a).Backward()
	fmt.Println(a.Grad)
	// Output: 7
}
