package chart

import (
	"fmt"
	"strings"
)

// Compare draws distributions over the same symbols below each other, on one axis, so that heights can be compared. A
// dashed line shows equal probabilities, as in Distribution.
//
//	symbols: [vocabulary]
//	names: [distributions]
//	probabilities: [distributions][vocabulary], from 0 to 1
func Compare(title string, symbols, names []string, probabilities [][]float64) {
	show(compare(title, symbols, names, probabilities))
}

func compare(title string, symbols, names []string, probabilities [][]float64) (picture, error) {
	if err := sameLength("names", len(names), "distributions", len(probabilities)); err != nil {
		return picture{}, err
	}
	var rows []row
	var texts []string
	for i, name := range names {
		more, err := bars(symbols, probabilities[i], row{"source": name})
		if err != nil {
			return picture{}, fmt.Errorf("%s: %w", name, err)
		}
		rows = append(rows, more...)
		texts = append(texts, name+": "+likeliest(symbols, probabilities[i]))
	}
	lines, more := even(probabilities[0])
	p, err := load("compare", title, "Bars. "+strings.Join(texts, " ")+more, rows)
	if err == nil {
		set(p.spec, names, "facet", "sort")
		single := p.spec["spec"].(spec)
		single["layer"] = append(single["layer"].([]any), lines...)
	}
	return p, err
}
