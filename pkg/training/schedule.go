package training

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Schedule builds the learning rate, a float32 scalar, from the number of the step, a float32 scalar that starts
// with 0.
type Schedule func(step *Node) *Node

// Constant is a learning rate that never changes.
func Constant(rate float64) Schedule {
	return func(step *Node) *Node { return AddScalar(ZerosLike(step), rate) }
}

// Cosine falls from rate to 0 over the given number of steps along half a cosine, and stays there.
// Loshchilov and Hutter, SGDR, ICLR 2017, equation 5, without restarts.
func Cosine(rate float64, steps int) Schedule {
	return func(step *Node) *Node {
		done := MinScalar(MulScalar(step, 1/float64(max(1, steps))), 1)
		return MulScalar(AddScalar(Cos(MulScalar(done, math.Pi)), 1), rate/2)
	}
}

// WarmUp scales a schedule up from 0 over its first steps, in a straight line.
// Goyal et al., Accurate, Large Minibatch SGD, 2017, section 2.2.
func WarmUp(steps int, then Schedule) Schedule {
	return func(step *Node) *Node {
		return Mul(then(step), MinScalar(MulScalar(AddScalar(step, 1), 1/float64(max(1, steps))), 1))
	}
}
