package exercise

// Notebook 00: the first function.

import "fmt"

type number float64

func (n number) String() string { return fmt.Sprintf("%g", float64(n)) }

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
