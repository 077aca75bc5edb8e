package chart

import (
	"fmt"
	"slices"
	"strings"

	"nexttoken/pkg/glassbox"
)

// Vega computes the glass box with signals: names for expressions, which it computes again when a number in them
// changes. Each parameter is a signal, p0 to p63, that a student can set. This file writes the expressions of the
// others.

// Where the parameters stand in the list of all.
const (
	w1At   = glassbox.Symbols * glassbox.Embedding
	b1At   = w1At + glassbox.Hidden*glassbox.Inputs
	w2At   = b1At + glassbox.Hidden
	b2At   = w2At + glassbox.Symbols*glassbox.Hidden
	rateAt = b2At + glassbox.Symbols
)

// glassSignals returns the parameters, the way forward, the way back, and the way forward with the new parameters.
func glassSignals(n glassbox.Network, rate float64) []any {
	return slices.Concat(parameterSignals(n, rate), exampleSignals(), forwardSignals("parameters", ""),
		backwardSignals(), forwardSignals("newParameters", "New"), []any{
			computed("now", numbersOf("parameters", "")), computed("after", numbersOf("newParameters", "New")),
			computed("shown", "step == 2 ? after : now"),
			computed("lossText", "'loss = −ln ' + format(probabilities[target], '.3f') + ' = ' + format(loss, '.3f')"),
		})
}

// parameterSignals returns a signal for each parameter, which takes the slider's value while it is selected.
func parameterSignals(n glassbox.Network, rate float64) (signals []any) {
	values := slices.Concat(slices.Concat(n.Table...), slices.Concat(n.W1...), n.B1, slices.Concat(n.W2...), n.B2,
		[]float64{rate})
	for i, value := range values {
		signals = append(signals, spec{"name": fmt.Sprintf("p%d", i), "value": value, "on": []any{spec{
			"events": spec{"signal": "value"}, "update": fmt.Sprintf("selected == %d ? +value : p%d", i, i)}}})
	}
	return append(signals, spec{"name": "names", "value": parameterNames()},
		computed("parameters", list(len(values), func(i int) string { return fmt.Sprintf("p%d", i) })))
}

// exampleSignals returns the rows of the context's letters and of the letter that came next.
func exampleSignals() []any {
	return []any{
		computed("ids", strings.ReplaceAll(fmt.Sprint(glassbox.IDs()), " ", ",")),
		computed("rows", list(glassbox.Context, func(i int) string {
			return fmt.Sprintf("indexof('abiz-', substring(letters, %d, %d))", i, i+1)
		})),
		computed("target", "indexof('abiz-', came)"),
		computed("y", list(glassbox.Symbols, func(s int) string { return fmt.Sprintf("target == %d ? 1 : 0", s) })),
	}
}

func computed(name, expression string) any { return spec{"name": name, "update": expression} }

// forwardSignals computes the network with a list of parameters. The names of its signals end with a suffix.
func forwardSignals(parameters, suffix string) []any {
	return []any{
		computed("inputs"+suffix, list(glassbox.Inputs, func(i int) string {
			return fmt.Sprintf("%s[2 * rows[%d] + %d]", parameters, i/2, i%2)
		})),
		computed("sums"+suffix, list(glassbox.Hidden, func(h int) string {
			return fmt.Sprintf("%s[%d]", parameters, b1At+h) + sum(glassbox.Inputs, func(i int) string {
				return fmt.Sprintf("%s[%d] * inputs%s[%d]", parameters, w1At+glassbox.Inputs*h+i, suffix, i)
			})
		})),
		computed("hidden"+suffix, list(glassbox.Hidden, func(h int) string { // tanh, which Vega lacks
			return fmt.Sprintf("1 - 2 / (exp(2 * sums%s[%d]) + 1)", suffix, h)
		})),
		computed("logits"+suffix, list(glassbox.Symbols, func(s int) string {
			return fmt.Sprintf("%s[%d]", parameters, b2At+s) + sum(glassbox.Hidden, func(h int) string {
				return fmt.Sprintf("%s[%d] * hidden%s[%d]", parameters, w2At+glassbox.Hidden*s+h, suffix, h)
			})
		})),
		computed("powers"+suffix, list(glassbox.Symbols, func(s int) string {
			return fmt.Sprintf("exp(logits%s[%d])", suffix, s)
		})),
		computed("allPowers"+suffix, "0"+sum(glassbox.Symbols, func(s int) string {
			return fmt.Sprintf("powers%s[%d]", suffix, s)
		})),
		computed("probabilities"+suffix, list(glassbox.Symbols, func(s int) string {
			return fmt.Sprintf("powers%s[%d] / allPowers%s", suffix, s, suffix)
		})),
		computed(map[string]string{"": "loss", "New": "newLoss"}[suffix],
			fmt.Sprintf("-log(probabilities%s[target])", suffix)),
		computed("errors"+suffix, list(glassbox.Symbols, func(s int) string {
			return fmt.Sprintf("probabilities%s[%d] - y[%d]", suffix, s, s)
		})),
	}
}

// backwardSignals computes the gradient of each number by the chain rule, and the parameters after one update.
func backwardSignals() []any {
	return []any{
		computed("slopeW2", list(glassbox.Symbols*glassbox.Hidden, func(i int) string {
			return fmt.Sprintf("errors[%d] * hidden[%d]", i/glassbox.Hidden, i%glassbox.Hidden)
		})),
		computed("slopeHidden", list(glassbox.Hidden, func(h int) string {
			return "0" + sum(glassbox.Symbols, func(s int) string {
				return fmt.Sprintf("errors[%d] * parameters[%d]", s, w2At+glassbox.Hidden*s+h)
			})
		})),
		computed("slopeSums", list(glassbox.Hidden, func(h int) string {
			return fmt.Sprintf("slopeHidden[%d] * (1 - hidden[%d] * hidden[%d])", h, h, h)
		})),
		computed("slopeW1", list(glassbox.Hidden*glassbox.Inputs, func(i int) string {
			return fmt.Sprintf("slopeSums[%d] * inputs[%d]", i/glassbox.Inputs, i%glassbox.Inputs)
		})),
		computed("slopeInputs", list(glassbox.Inputs, func(i int) string {
			return "0" + sum(glassbox.Hidden, func(h int) string {
				return fmt.Sprintf("slopeSums[%d] * parameters[%d]", h, w1At+glassbox.Inputs*h+i)
			})
		})),
		computed("slopeTable", list(w1At, func(i int) string { // a letter that stands twice gets both parts
			return "0" + sum(glassbox.Context, func(c int) string {
				return fmt.Sprintf("(rows[%d] == %d ? slopeInputs[%d] : 0)", c, i/2, 2*c+i%2)
			})
		})),
		computed("slopes", "{table: slopeTable, inputs: slopeInputs, w1: slopeW1, b1: slopeSums, sums: slopeSums, "+
			"hidden: slopeHidden, across: slopeHidden, w2: slopeW2, b2: errors, logits: errors}"),
		computed("newParameters", list(rateAt, func(i int) string {
			return fmt.Sprintf("parameters[%d] - parameters[%d] * %s", i, rateAt, slopeOf(i))
		})),
	}
}

// slopeOf returns the expression of a parameter's gradient.
func slopeOf(parameter int) string {
	for _, part := range []struct {
		name  string
		first int
	}{{"errors", b2At}, {"slopeW2", w2At}, {"slopeSums", b1At}, {"slopeW1", w1At}, {"slopeTable", 0}} {
		if parameter >= part.first {
			return fmt.Sprintf("%s[%d]", part.name, parameter-part.first)
		}
	}
	return ""
}

// numbersOf returns an expression for all numbers of the picture, by their part of it. The names of the signals end
// with a suffix.
func numbersOf(parameters, suffix string) string {
	from := func(first, end int) string { return fmt.Sprintf("slice(%s, %d, %d)", parameters, first, end) }
	return fmt.Sprintf("{table: %s, w1: %s, b1: %s, w2: %s, b2: %s, rate: [p%d], y: y, ", from(0, w1At),
		from(w1At, b1At), from(b1At, w2At), from(w2At, b2At), from(b2At, rateAt), rateAt) +
		strings.ReplaceAll("inputs: inputs*, sums: sums*, hidden: hidden*, across: hidden*, logits: logits*, "+
			"powers: powers*, probabilities: probabilities*, errors: errors*}", "*", suffix)
}

// list returns the expression of a list of n numbers.
func list(n int, number func(i int) string) string {
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = number(i)
	}
	return "[" + strings.Join(numbers, ", ") + "]"
}

// sum returns " + a + b …" for n expressions.
func sum(n int, number func(i int) string) string {
	text := ""
	for i := range n {
		text += " + " + number(i)
	}
	return text
}

// parameterNames returns what each parameter is called, the learning rate at the end.
func parameterNames() (names []string) {
	letters := glassbox.Letters()
	for i := range w1At {
		names = append(names, fmt.Sprintf("number %d of the embedding of %s", i%2+1, letters[i/2]))
	}
	for i := range glassbox.Hidden * glassbox.Inputs {
		names = append(names, fmt.Sprintf("weight of input %d for hidden %d", i%glassbox.Inputs+1, i/glassbox.Inputs+1))
	}
	for h := range glassbox.Hidden {
		names = append(names, fmt.Sprintf("bias of hidden %d", h+1))
	}
	for i := range glassbox.Symbols * glassbox.Hidden {
		names = append(names, fmt.Sprintf("weight of hidden %d for the logit of %s", i%glassbox.Hidden+1,
			letters[i/glassbox.Hidden]))
	}
	for _, letter := range letters {
		names = append(names, "bias of the logit of "+letter)
	}
	return append(names, "learning rate")
}
