package chart

import (
	"fmt"
	"slices"
	"strings"

	"nexttoken/pkg/sample"
)

// Distribution draws a bar for the probability of each symbol. Where they sum to 1, a dashed line shows 1/vocabulary,
// equal probabilities.
//
//	symbols: [vocabulary]
//	probabilities: [vocabulary], from 0 to 1
func Distribution(title string, symbols []string, probabilities []float64) {
	show(distribution(title, symbols, probabilities))
}

func distribution(title string, symbols []string, probabilities []float64) (picture, error) {
	rows, err := bars(symbols, probabilities, nil)
	if err != nil {
		return picture{}, err
	}
	lines, more := even(probabilities)
	p, err := load("distribution", title, "Bars: "+likeliest(symbols, probabilities)+more, rows)
	if err == nil {
		p.spec["layer"] = append(p.spec["layer"].([]any), lines...)
	}
	return p, err
}

// distributionBySteps draws distributions with a slider over the steps, which stands at the last, next to the
// distribution in the data, and a line where all symbols are equally likely.
//
//	steps: [moments]; probabilities: [moments][vocabulary]; observed: [vocabulary]
func distributionBySteps(
	title string, symbols []string, steps []int, probabilities [][]float64, observed []float64,
) (picture, error) {
	if err := sameLength("steps", len(steps), "distributions", len(probabilities)); err != nil {
		return picture{}, err
	}
	rows, err := bars(symbols, observed, row{"source": "the names", "moment": -1, "step": 0})
	if err != nil {
		return picture{}, err
	}
	for moment, step := range steps {
		more, err := bars(symbols, probabilities[moment], row{"source": "the model", "moment": moment, "step": step})
		if err != nil {
			return picture{}, err
		}
		rows = append(rows, more...)
	}
	last := len(steps) - 1
	text := fmt.Sprintf("Bars with a slider over training, at steps %v, and a line at 1/%d. "+
		"At the end, the model: %s The names: %s",
		steps, len(symbols), likeliest(symbols, probabilities[last]), likeliest(symbols, observed))
	p, err := load("bysteps", title, text, rows)
	if err == nil {
		lastStep(p.spec, last)
		set(p.spec, last, "params", 0, "value") // a picture that does not move shows what was learned
		for _, layer := range []int{1, 2} {     // the line of equal probabilities, and its name
			set(p.spec, rounded(1/float64(len(symbols))), "layer", layer, "encoding", "y", "datum")
		}
		set(p.spec, fmt.Sprintf("1/%d", len(symbols)), "layer", 2, "mark", "text")
		top := rounded(min(1, 1.05*highest(append(slices.Clone(probabilities), observed))))
		set(p.spec, spec{"domain": []float64{0, top}}, "layer", 0, "encoding", "y", "scale") // the same at all steps
	}
	return p, err
}

// highest returns the largest number of a table.
func highest(table [][]float64) float64 {
	top := 0.0
	for _, numbers := range table {
		top = max(top, slices.Max(numbers))
	}
	return top
}

// impossible is a logit for −Inf, which JSON lacks: at every temperature of the slider its probability is 0.
const impossible = -1e6

// temperature draws the softmax of logits with a slider for T. Symbols and logits are [vocabulary].
func temperature(title string, symbols []string, logits []float64) (picture, error) {
	if err := sameLength("symbols", len(symbols), "logits", len(logits)); err != nil {
		return picture{}, err
	}
	var rows []row
	for i, symbol := range symbols {
		rows = append(rows, row{"symbol": symbol, "logit": rounded(max(logits[i], impossible))})
	}
	text := "Bars of the softmax, with a slider for the temperature T."
	for _, t := range []float64{0.5, 1, 2} {
		probabilities, err := sample.Softmax(logits, t)
		if err != nil {
			return picture{}, err
		}
		text += fmt.Sprintf(" At T = %g: %s", t, likeliest(symbols, probabilities))
	}
	rows[0]["line"] = fmt.Sprintf("1/%d", len(symbols))
	p, err := load("temperature", title, text, rows)
	if err == nil {
		set(p.spec, []string{"black ticks: at T = 1; dashed line: all symbols alike"}, "title", "subtitle")
		for _, layer := range []int{2, 3} {
			set(p.spec, rounded(1/float64(len(symbols))), "layer", 0, "layer", layer, "encoding", "y", "datum")
		}
	}
	return p, err
}

// bars returns a row for each symbol, with the columns of more, which may be nil.
func bars(symbols []string, probabilities []float64, more row) ([]row, error) {
	if err := sameLength("symbols", len(symbols), "probabilities", len(probabilities)); err != nil {
		return nil, err
	}
	if err := probable(probabilities); err != nil {
		return nil, err
	}
	rows := make([]row, len(symbols))
	for i, symbol := range symbols {
		rows[i] = row{"symbol": symbol, "probability": rounded(probabilities[i])}
		for column, value := range more {
			rows[i][column] = value
		}
	}
	return rows, nil
}

// probable returns an error if a number is not a probability, for instance a logit.
func probable(probabilities []float64) error {
	for i, p := range probabilities {
		if !(p >= 0 && p <= 1+1e-6) {
			return fmt.Errorf("number %d is %.4g, which is not a probability: it must be between 0 and 1 "+
				"(is the softmax missing?)", i+1, p)
		}
	}
	return nil
}

// likeliest returns the five highest bars as text.
func likeliest(symbols []string, probabilities []float64) string {
	var parts []string
	for _, i := range sample.TopK(probabilities, 5) {
		parts = append(parts, fmt.Sprintf("%s %.1f %%", symbols[i], 100*probabilities[i]))
	}
	return strings.Join(parts, ", ") + "."
}
