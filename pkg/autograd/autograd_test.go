package autograd_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"nexttoken/pkg/autograd"
)

type (
	value     = autograd.Value
	operation = func(a, b *value) *value
)

// one makes an operation of a function of a alone.
func one(f func(a *value) *value) operation { return func(a, _ *value) *value { return f(a) } }

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b))
}

func TestSlopesByHand(t *testing.T) {
	for name, test := range map[string]struct {
		build    operation
		a, b     float64
		y        float64
		byA, byB float64
	}{
		"sum":           {build: (*value).Add, a: 2, b: -5, y: -3, byA: 1, byB: 1},
		"product":       {build: (*value).Mul, a: 2, b: -5, y: -10, byA: -5, byB: 2},
		"tanh":          {build: one((*value).Tanh), a: math.Atanh(0.6), y: 0.6, byA: 0.64},
		"exp":           {build: one((*value).Exp), a: math.Log(3), y: 3, byA: 3},
		"log":           {build: one((*value).Log), a: 4, y: math.Log(4), byA: 0.25},
		"sum of itself": {build: func(a, _ *value) *value { return a.Add(a) }, a: 7, y: 14, byA: 2},
		"square":        {build: func(a, _ *value) *value { return a.Mul(a) }, a: 7, y: 49, byA: 14},
		"(a + b)·a": {build: func(a, b *value) *value { return a.Add(b).Mul(a) },
			a: 2, b: 3, y: 10, byA: 7, byB: 2},
	} {
		a, b := autograd.New(test.a), autograd.New(test.b)
		y := test.build(a, b)
		y.Backward()
		if !near(y.Data, test.y, 1e-12) || !near(a.Grad, test.byA, 1e-12) || !near(b.Grad, test.byB, 1e-12) {
			t.Errorf("%s: %v, by a %v, by b %v; want %v, %v, %v",
				name, y.Data, a.Grad, b.Grad, test.y, test.byA, test.byB)
		}
		if y.Grad != 1 {
			t.Errorf("%s: the slope of y by itself is %v", name, y.Grad)
		}
	}
}

// random returns a computation of many steps from the inputs. Each step takes earlier numbers, so some are used often.
// All numbers stay between −2 and 20.
func random(steps int, seed uint64) func(inputs []*value) *value {
	return func(inputs []*value) *value {
		r, known := rand.New(rand.NewPCG(seed, 1)), append([]*value(nil), inputs...)
		pick := func() *value { return known[r.IntN(len(known))] }
		for range steps {
			var next *value
			switch r.IntN(5) {
			case 0:
				next = pick().Add(pick())
			case 1:
				next = pick().Mul(pick())
			case 2:
				next = pick().Exp()
			case 3:
				next = pick().Mul(pick()).Exp().Add(autograd.New(0.5)).Log()
			default:
				next = pick().Add(pick()).Tanh()
			}
			known = append(known, next.Tanh())
		}
		sum := known[len(known)-1]
		for _, v := range known {
			sum = sum.Add(v)
		}
		return sum
	}
}

func values(numbers []float64) []*value {
	made := make([]*value, len(numbers))
	for i, x := range numbers {
		made[i] = autograd.New(x)
	}
	return made
}

// By property: of any computation, the gradient is what a small change of the input says.
func TestGradientsEqualFiniteDifferences(t *testing.T) {
	const h = 1e-5
	for seed := range uint64(200) {
		build, at := random(12, seed), []float64{0.3, -0.7, 0.2}
		inputs := values(at)
		build(inputs).Backward()
		for i := range at {
			moved := func(by float64) float64 {
				there := append([]float64(nil), at...)
				there[i] += by
				return build(values(there)).Data
			}
			if want := (moved(h) - moved(-h)) / (2 * h); !near(inputs[i].Grad, want, 1e-6) {
				t.Errorf("seed %d, input %d: the slope is %v, and by a small change %v", seed, i, inputs[i].Grad, want)
			}
		}
	}
}

// Calling Backward again, or on another result of the same inputs, does not add to what was there.
func TestBackwardBeginsAtZero(t *testing.T) {
	a := autograd.New(3)
	square, double := a.Mul(a), a.Add(a)
	for range 2 {
		if square.Backward(); a.Grad != 6 {
			t.Errorf("the slope of a² at 3 is %v, want 6", a.Grad)
		}
		if double.Backward(); a.Grad != 2 {
			t.Errorf("the slope of 2a is %v, want 2", a.Grad)
		}
	}
}

// 2⁶⁰ ways lead from the result to a, but each number is visited once.
func TestEachNumberIsVisitedOnce(t *testing.T) {
	a := autograd.New(1)
	y := a
	for range 60 {
		y = y.Add(y)
	}
	if y.Backward(); a.Grad != 1<<60 {
		t.Errorf("the slope is %v, want 2⁶⁰", a.Grad)
	}
}

func TestALongChain(t *testing.T) {
	a := autograd.New(0)
	y := a
	for range 100_000 {
		y = y.Add(autograd.New(1))
	}
	if y.Backward(); a.Grad != 1 || y.Data != 100_000 {
		t.Errorf("%v with the slope %v, want 100000 and 1", y.Data, a.Grad)
	}
}

// Impossible numbers do not panic: they are what float64 says they are.
func TestImpossibleNumbers(t *testing.T) {
	zero, negative, large := autograd.New(0), autograd.New(-1), autograd.New(710)
	lowest, none, highest := zero.Log(), negative.Log(), large.Exp()
	lowest.Backward()
	if !math.IsInf(lowest.Data, -1) || !math.IsNaN(none.Data) || !math.IsInf(highest.Data, 1) {
		t.Errorf("ln 0 = %v, ln −1 = %v, e⁷¹⁰ = %v", lowest.Data, none.Data, highest.Data)
	}
	if !math.IsInf(zero.Grad, 1) {
		t.Errorf("the slope of ln at 0 is %v, want +Inf", zero.Grad)
	}
}
