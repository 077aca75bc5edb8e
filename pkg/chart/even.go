package chart

// The line at equal probabilities, 1/27 for 27 symbols. A bar above it shows that the model knows something.

import (
	"fmt"
	"math"
)

// even returns the layers of a dashed line at 1/n with its name, and a sentence for the text alternative. They are
// empty where the probabilities do not sum to 1: then some symbols are not in the picture, and n is unknown.
//
//	probabilities: [symbols]
func even(probabilities []float64) (layers []any, text string) {
	sum := 0.0
	for _, p := range probabilities {
		sum += p
	}
	if math.Abs(sum-1) > 1e-3 {
		return nil, ""
	}
	name := fmt.Sprintf("1/%d", len(probabilities))
	level := spec{"datum": rounded(1 / float64(len(probabilities)))}
	once := []any{spec{"aggregate": []any{spec{"op": "count", "as": "symbols"}}}} // not for each symbol
	line := spec{"type": "rule", "color": "#222222", "strokeDash": []int{4, 3}}
	label := spec{"type": "text", "text": name, "dx": 6, "align": "left", "fontSize": 12}
	return []any{
		spec{"transform": once, "mark": line, "encoding": spec{"y": level}},
		spec{"transform": once, "mark": label, "encoding": spec{"x": spec{"value": "width"}, "y": level}},
	}, " The dashed line is at " + name + ": equal probabilities."
}
