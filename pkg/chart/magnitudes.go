package chart

import (
	"fmt"
	"math"
	"strings"
)

// Magnitudes draws numbers of very different sizes as points on a logarithmic axis, one under the other, each with its
// name and its number. yTitle says what the names are, such as "model", and xTitle what the numbers are.
//
//	names: [numbers], all different; numbers: at least 1
func Magnitudes(title, xTitle, yTitle string, names []string, numbers []float64) {
	show(magnitudes(title, xTitle, yTitle, names, numbers))
}

func magnitudes(title, xTitle, yTitle string, names []string, numbers []float64) (picture, error) {
	if err := sameLength("names", len(names), "numbers", len(numbers)); err != nil {
		return picture{}, err
	}
	if err := finite(xTitle, numbers...); err != nil {
		return picture{}, err
	}
	least, most := math.Inf(1), 0.0
	parts := make([]string, len(names))
	for i, x := range numbers {
		if x < 1 {
			return picture{}, fmt.Errorf("%s is %v: a number on this axis must be at least 1", names[i], x)
		}
		least, most = min(least, x), max(most, x)
		parts[i] = names[i] + " " + inWords(x)
	}
	ends := []float64{math.Pow(10, math.Floor(math.Log10(least))), most * 100} // room for the last label
	rows := make([]row, len(names))
	for i, x := range numbers {
		rows[i] = row{"name": names[i], "number": x, "least": ends[0], "label": inWords(x)}
	}
	text := "Points on a logarithmic axis, " + xTitle + ": " + strings.Join(parts, ", ") + "."
	p, err := load("magnitudes", title, text, rows)
	if err == nil {
		p.spec["height"] = 30 * len(names)
		set(p.spec, xTitle, "layer", 0, "encoding", "x", "title")
		set(p.spec, ends, "layer", 0, "encoding", "x", "scale", "domain")
		set(p.spec, thousands(ends), "layer", 0, "encoding", "x", "axis", "values")
		set(p.spec, yTitle, "encoding", "y", "title")
		set(p.spec, yTitle, "encoding", "tooltip", 0, "title")
		set(p.spec, xTitle, "encoding", "tooltip", 1, "title")
	}
	return p, err
}

// thousands returns the powers of 1,000 between the ends of an axis: 1, 1,000, a million, …
func thousands(ends []float64) (powers []float64) {
	for power := 1.0; power <= ends[1]; power *= 1000 {
		if power >= ends[0] {
			powers = append(powers, power)
		}
	}
	return powers
}

// inWords returns a number with three digits and its unit: 4,192, 124 million, 175 billion. Below a million, it
// returns all digits.
func inWords(x float64) string {
	switch {
	case x >= 1e9:
		return fmt.Sprintf("%.3g billion", x/1e9)
	case x >= 1e6:
		return fmt.Sprintf("%.3g million", x/1e6)
	case x >= 1e3:
		whole := int(math.Round(x))
		return fmt.Sprintf("%d,%03d", whole/1000, whole%1000)
	}
	return fmt.Sprintf("%.0f", x)
}
