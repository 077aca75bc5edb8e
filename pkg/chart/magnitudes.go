package chart

import (
	"fmt"
	"math"
	"strings"
)

// Magnitudes draws numbers of very different sizes as points on a logarithmic axis, one under the other, each with its
// name and its number. xTitle says what the numbers are.
//
//	names: [numbers], all different; numbers: at least 1
func Magnitudes(title, xTitle string, names []string, numbers []float64) {
	show(magnitudes(title, xTitle, names, numbers))
}

func magnitudes(title, xTitle string, names []string, numbers []float64) (picture, error) {
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
	ends := []float64{math.Pow(10, math.Floor(math.Log10(least))), most * 1000} // room for the last label
	rows := make([]row, len(names))
	for i, x := range numbers {
		rows[i] = row{"name": names[i], "number": x, "least": ends[0], "label": inWords(x)}
	}
	p, err := load("magnitudes", title, "Points on a logarithmic axis, "+xTitle+": "+strings.Join(parts, ", ")+".", rows)
	if err == nil {
		p.spec["height"] = 30 * len(names)
		set(p.spec, xTitle, "layer", 0, "encoding", "x", "title")
		set(p.spec, ends, "layer", 0, "encoding", "x", "scale", "domain")
		set(p.spec, xTitle, "encoding", "tooltip", 1, "title")
	}
	return p, err
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
