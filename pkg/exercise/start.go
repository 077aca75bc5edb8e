package exercise

// Notebook 00: the first functions.

import "fmt"

type number float64

func (n number) String() string { return fmt.Sprintf("%g", float64(n)) }

// Nested checks a prediction: what double(double(double(1))) is, where double returns twice its argument.
func Nested(prediction int) Result { return nested.check(float64(prediction)) }

var nested = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "double(1) is 2, double(2) is 4, and double(4) is 8: Go begins with the inner brackets.",
	right:  8,
	mistakes: map[float64]string{
		2:  "That is double(1), the inner brackets. Two more double stand around it.",
		4:  "That is double(double(1)). There is one double more.",
		6:  "That is 2 + 2 + 2, or 3 times 2. Each double gets the result of the one inside it.",
		3:  "3 is how often double is called. Each of them doubles a number.",
		16: "That is one double too many: the first number is 1, not 2.",
	},
	below: innerFirst,
	above: innerFirst,
}

const innerFirst = "Begin with double(1), and put its result in the place of double(1)."

// Triple checks a function that should return 3x.
func Triple(mine func(x float64) float64) Result {
	return triple.check(func(n number) float64 { return mine(float64(n)) })
}

var triple = task[number, float64]{
	todo:   "Change what stands after return, run that cell, and then this one again.",
	praise: "You have written a function in Go, and a program has checked it.",
	inputs: []number{2, 5, -1},
	right:  func(n number) float64 { return 3 * float64(n) },
	stub:   func(n number) float64 { return float64(n) },
	mistakes: []mistake[number, float64]{
		{"That is twice the argument, as double does.", func(n number) float64 { return 2 * float64(n) }},
		{"That is the argument plus 3. It should be the argument times 3.",
			func(n number) float64 { return float64(n) + 3 }},
		{"That is x · x · x, the third power. It should be 3 times x.",
			func(n number) float64 { return float64(n * n * n) }},
		{"That is the same number for every argument: use the argument, x.", func(n number) float64 { return 3 }},
	},
}
