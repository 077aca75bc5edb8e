package exercise

// Notebook 04: slopes, the chain rule, a step to a lower loss.

import (
	"fmt"
	"math"
	"slices"
)

// Rate checks a prediction: the learning rate with which one step leads from w = 0 to the minimum of (w − 3)².
func Rate(mine float64) Result { return rate.check(mine) }

var rate = choice{
	todo: "Put another rate in the place of 0.1, until one step is enough.",
	praise: "The slope at 0 is −6, and half of 6 is 3: one step reaches the minimum. " +
		"For 2,257 numbers at once, nobody knows such a rate before training.",
	right:     0.5,
	stub:      0.1,
	tolerance: 1e-9,
	mistakes: map[float64]string{
		1: "With 1, the first step leads from 0 to 6, and the next one back to 0, without an end.",
		3: "3 is the place of the minimum. A step is the rate times the slope, and the slope at 0 is −6.",
		6: "6 is the size of the slope. Which part of it leads from 0 to 3?",
	},
	below: "The step ends before the minimum: compare the w after the first step with 3.",
	above: "The step ends after the minimum: compare the w after the first step with 3.",
}

type prediction struct {
	probabilities []float64
	answer        int
}

func (p prediction) String() string {
	return fmt.Sprintf("the probabilities %v and the right answer %d", p.probabilities, p.answer)
}

// each returns one number for each symbol; y is 1 for the right answer and 0 for the others.
func (p prediction) each(slope func(p, y float64) float64) []float64 {
	slopes := make([]float64, len(p.probabilities))
	for i, probability := range p.probabilities {
		y := 0.0
		if i == p.answer {
			y = 1
		}
		slopes[i] = slope(probability, y)
	}
	return slopes
}

// LogitGradient checks a function that returns the gradient of the cross-entropy by each logit, p − y: probabilities is
// the softmax of the logits, [symbols], and y is 1 for the right answer and 0 for the others.
func LogitGradient(mine func(probabilities []float64, answer int) []float64) Result {
	return logitGradient.check(func(p prediction) []float64 { return mine(slices.Clone(p.probabilities), p.answer) })
}

var logitGradient = task[prediction, []float64]{
	todo: "Return one number for each symbol: its probability, minus 1 for the right answer.",
	praise: "p − y. Every logit gets a gradient. A step makes the right logit larger and all others smaller. " +
		"The gradients add up to 0.",
	inputs: []prediction{{[]float64{0.7, 0.2, 0.1}, 1}, {[]float64{0.25, 0.5, 0.125, 0.125}, 3}},
	right:  func(p prediction) []float64 { return p.each(func(p, y float64) float64 { return p - y }) },
	stub:   func(p prediction) []float64 { return make([]float64, len(p.probabilities)) },
	mistakes: []mistake[prediction, []float64]{
		{"Only the right logit gets a gradient here. The others get one too: they are in the sum of the softmax.",
			func(p prediction) []float64 { return p.each(func(p, y float64) float64 { return (p - 1) * y }) }},
		{"These are the probabilities. Subtract 1 from that of the right answer.",
			func(p prediction) []float64 { return p.probabilities }},
		{"The sign is wrong: that is y − p. A larger logit of the right answer makes the loss smaller.",
			func(p prediction) []float64 { return p.each(func(p, y float64) float64 { return y - p }) }},
		{"You subtracted 1 everywhere. Only the right answer has y = 1.",
			func(p prediction) []float64 { return p.each(func(p, _ float64) float64 { return p - 1 }) }},
		{"−1/p is the gradient by the probability. Go one step further back, through the softmax.",
			func(p prediction) []float64 { return p.each(func(p, y float64) float64 { return -y / p }) }},
		{"That is y, the right answer as a list of numbers. Where is the prediction?",
			func(p prediction) []float64 { return p.each(func(_, y float64) float64 { return y }) }},
		{"You subtracted the answer's id. Subtract 1, in the place of the right answer only.",
			func(p prediction) []float64 {
				return p.each(func(x, _ float64) float64 { return x - float64(p.answer) })
			}},
	},
	hint: func(p prediction, got []float64) string {
		return "There is one number for each symbol, and together they are 0."
	},
}

type oneNeuron struct{ x, w, b, slope float64 }

func (n oneNeuron) String() string {
	return fmt.Sprintf("x = %v, w = %v, b = %v and the slope %v at the output", n.x, n.w, n.b, n.slope)
}

// output returns h = tanh(w·x + b).
func (n oneNeuron) output() float64 { return math.Tanh(n.w*n.x + n.b) }

// back returns the gradients by w, b and x; slope is the one at the sum w·x + b.
func (n oneNeuron) back(slope float64) []float64 { return []float64{slope * n.x, slope, slope * n.w} }

// NeuronBackward checks a function that goes backward through one neuron, h = tanh(w·x + b). slope is that of the loss
// by h; the results are the slopes of the loss by w, b and x: slope · (1 − h²) times x, 1 and w.
func NeuronBackward(mine func(x, w, b, slope float64) (byW, byB, byX float64)) Result {
	return neuronBackward.check(func(n oneNeuron) []float64 {
		byW, byB, byX := mine(n.x, n.w, n.b, n.slope)
		return []float64{byW, byB, byX}
	})
}

var neuronBackward = task[oneNeuron, []float64]{
	todo:   "Multiply the slopes on the way back: slope, then that of tanh, then x, 1 or w.",
	praise: "The slope at the output, times 1 − h², times x, 1 or w: the chain rule. GoMLX does this for every neuron.",
	inputs: []oneNeuron{{2, 0.5, -0.3, 1.5}, {-1, 0.4, 0.2, -0.7}, {0.5, -1.2, 0.9, 2}},
	right:  func(n oneNeuron) []float64 { return n.back(n.slope * (1 - n.output()*n.output())) },
	stub:   func(oneNeuron) []float64 { return []float64{0, 0, 0} },
	mistakes: []mistake[oneNeuron, []float64]{
		{"The slope of tanh is missing: 1 − h², where h is the output.",
			func(n oneNeuron) []float64 { return n.back(n.slope) }},
		{"The slope at the output is missing: everything on the way back is multiplied with it.",
			func(n oneNeuron) []float64 { return n.back(1 - n.output()*n.output()) }},
		{"You multiplied with h. The slope of tanh is 1 − h².",
			func(n oneNeuron) []float64 { return n.back(n.slope * n.output()) }},
		{"You used 1 − h. The slope of tanh is 1 − h².",
			func(n oneNeuron) []float64 { return n.back(n.slope * (1 - n.output())) }},
		{"You used the sum w·x + b in 1 − h². There, h is the output: tanh of the sum.",
			func(n oneNeuron) []float64 { return n.back(n.slope * (1 - (n.w*n.x+n.b)*(n.w*n.x+n.b))) }},
		{"w and x have changed places: w is multiplied with x, so the slope by w is x.",
			func(n oneNeuron) []float64 {
				slope := n.slope * (1 - n.output()*n.output())
				return []float64{slope * n.w, slope, slope * n.x}
			}},
		{"The bias is added, not multiplied: its slope is 1, not b.",
			func(n oneNeuron) []float64 {
				slope := n.slope * (1 - n.output()*n.output())
				return []float64{slope * n.x, slope * n.b, slope * n.w}
			}},
		{"You computed forward. Return the slopes, not the values.",
			func(n oneNeuron) []float64 { return []float64{n.w * n.x, n.b, n.output()} }},
	},
	hint: func(n oneNeuron, got []float64) string {
		return fmt.Sprintf("Here h = %.4f: compute the slope by b first.", n.output())
	},
}

type descent struct {
	parameters, gradient []float64
	rate                 float64
}

func (d descent) String() string {
	return fmt.Sprintf("the parameters %v, the gradient %v and the rate %v", d.parameters, d.gradient, d.rate)
}

func (d descent) each(change func(w, slope float64) float64) []float64 {
	changed := make([]float64, len(d.parameters))
	for i, w := range d.parameters {
		changed[i] = change(w, d.gradient[i])
	}
	return changed
}

// Step checks a function that returns the parameters after a step of gradient descent: parameters − rate × gradient;
// all are [parameters].
func Step(mine func(parameters, gradient []float64, rate float64) []float64) Result {
	return step.check(func(d descent) []float64 {
		return mine(slices.Clone(d.parameters), slices.Clone(d.gradient), d.rate)
	})
}

var step = task[descent, []float64]{
	todo:   "Change every parameter a little, against its slope.",
	praise: "A step changes every parameter at once: against its slope, by rate × slope.",
	inputs: []descent{{[]float64{0, 5}, []float64{-6, 4}, 0.1}, {[]float64{1, 2, 3}, []float64{1, -1, 0.5}, 0.5}},
	right:  func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - d.rate*slope }) },
	stub:   func(d descent) []float64 { return d.parameters },
	mistakes: []mistake[descent, []float64]{
		{"That is uphill: the loss grows in the direction of the slope. Go against it.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w + d.rate*slope }) }},
		{"The rate is missing: such steps are far too long.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope }) }},
		{"The slope is missing: every parameter changes by the same number.",
			func(d descent) []float64 { return d.each(func(w, _ float64) float64 { return w - d.rate }) }},
		{"That is only the change. The step starts from the parameters.",
			func(d descent) []float64 { return d.each(func(_, slope float64) float64 { return -d.rate * slope }) }},
		{"You divided by the rate: then a small rate makes large steps.",
			func(d descent) []float64 { return d.each(func(w, slope float64) float64 { return w - slope/d.rate }) }},
		{"Only the first parameter has changed: a step changes all of them.",
			func(d descent) []float64 {
				changed := slices.Clone(d.parameters)
				changed[0] -= d.rate * d.gradient[0]
				return changed
			}},
	},
	hint: func(d descent, got []float64) string { return "Compute the new value of the first parameter by hand." },
}
