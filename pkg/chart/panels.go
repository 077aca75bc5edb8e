package chart

// Several distributions below each other, with one axis, so that the heights of their bars can be compared.

import (
	"fmt"
	"slices"
	"strings"
)

// Panel is one distribution of a picture that compares several.
type Panel struct {
	Title         string    // for instance "T = 0.5"; each panel has its own
	Probabilities []float64 // [vocabulary], which sum to 1
	Kept          []float64 // [vocabulary], the result of top-k or top-p: bars of symbols with 0 are grey; nil: none is
}

// Panels draws distributions below each other. They share the axis of the probability. A dashed line shows where all
// bars would end if all symbols were equally likely: at 1/27 for 27 symbols.
//
//	symbols: [vocabulary]
func Panels(title string, symbols []string, panels ...Panel) {
	show(panelsPicture(title, symbols, panels))
}

func panelsPicture(title string, symbols []string, panels []Panel) (picture, error) {
	if len(panels) == 0 {
		return picture{}, fmt.Errorf("no panels: give one distribution at least")
	}
	var rows []row
	parts := make([]string, len(panels))
	for i, panel := range panels {
		added, err := panel.rows(symbols)
		if err != nil {
			return picture{}, fmt.Errorf("%s: %w", panel.Title, err)
		}
		rows = append(rows, added...)
		parts[i] = panel.Title + ": " + panel.text(symbols)
	}
	rows[0]["line"] = fmt.Sprintf("1/%d", len(symbols))
	text := fmt.Sprintf("Bars, with a line at 1/%d. %s", len(symbols), strings.Join(parts, " "))
	p, err := load("panels", title, text, rows)
	if err != nil {
		return picture{}, err
	}
	for _, layer := range []int{1, 2} {
		set(p.spec, rounded(1/float64(len(symbols))), "spec", "layer", layer, "encoding", "y", "datum")
	}
	if !slices.ContainsFunc(panels, func(p Panel) bool { return p.Kept != nil }) {
		set(p.spec, nil, "spec", "layer", 0, "encoding", "color", "legend")
	}
	return p, nil
}

// rows returns a row for each symbol.
func (p Panel) rows(symbols []string) ([]row, error) {
	if p.Kept != nil && len(p.Kept) != len(symbols) {
		return nil, fmt.Errorf("what is kept has %d numbers: there are %d symbols", len(p.Kept), len(symbols))
	}
	rows, err := bars(symbols, p.Probabilities, row{"panel": p.Title})
	for id := range rows {
		rows[id]["state"] = "kept"
		if p.Kept != nil && p.Kept[id] == 0 {
			rows[id]["state"] = "cut"
		}
	}
	return rows, err
}

// text returns the highest bars, and how many are kept.
func (p Panel) text(symbols []string) string {
	text := likeliest(symbols, p.Probabilities)
	if p.Kept == nil {
		return text
	}
	kept := 0
	for _, share := range p.Kept {
		if share > 0 {
			kept++
		}
	}
	return fmt.Sprintf("%s Kept: %d of %d.", text, kept, len(symbols))
}
