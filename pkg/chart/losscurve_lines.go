package chart

// What stands beside the two curves of a loss curve: thin lines for losses to compare with, and a circle with a number
// at the lowest dev loss.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Baseline is a loss to compare a training with, such as that of a model that counts. A loss curve shows it as a thin
// line with its name and its number.
type Baseline struct {
	Name string
	Loss float64 // in the unit of the curve
}

// The layers of specs/losscurve.json.
const (
	baselineLayer = iota
	baselineNameLayer
	curveLayer
	lowestLayer
	lowestNumberLayer
)

// spaceForNames is how much narrower, in pixels, the plot is where the names of baselines stand beside it.
const spaceForNames = 105

// black is the colour of a number if there is only one model; modelColours are those of two models.
const black = "#222222"

var modelColours = []string{"#0072b2", "#d55e00"}

// lineHeight is the least distance of two names, in pixels.
const lineHeight = 15

// addLines puts the baselines and the lowest dev losses into the specification.
func (c *lossCurve) addLines(filled spec, f lossFrame) error {
	for _, b := range c.baselines {
		if err := finite("the baseline "+b.Name, b.Loss); err != nil {
			return err
		}
	}
	lines, names := c.baselineRows(f)
	points, numbers := c.lowestRows(f)
	for layer, rows := range map[int][]row{
		baselineLayer: lines, baselineNameLayer: names, lowestLayer: points, lowestNumberLayer: numbers,
	} {
		if len(rows) > 0 {
			set(filled, rows, "layer", layer, "data", "values")
		}
	}
	return nil
}

// baselineRows returns a row for each line, and one for each name, far enough from each other to be read.
func (c *lossCurve) baselineRows(f lossFrame) (lines, names []row) {
	sorted := slices.Clone(c.baselines)
	slices.SortFunc(sorted, func(a, b Baseline) int { return cmp.Compare(b.Loss, a.Loss) })
	var places []float64
	for _, b := range sorted {
		places = append(places, f.y.pixel(b.Loss))
	}
	for i, place := range spread(places, lineHeight, f.height) {
		label := fmt.Sprintf("%s %.3f", sorted[i].Name, sorted[i].Loss)
		lines = append(lines, row{"loss": rounded(sorted[i].Loss), "name": sorted[i].Name})
		names = append(names, row{"loss": rounded(f.y.number(place)), "label": label})
	}
	return lines, names
}

// spread moves places, which are in order, so that neighbours have a distance of at least gap and the last is at most
// at the end, if there is room for all.
func spread(places []float64, gap, end float64) []float64 {
	moved := slices.Clone(places)
	for i := 1; i < len(moved); i++ {
		moved[i] = max(moved[i], moved[i-1]+gap)
	}
	for i := len(moved) - 1; i >= 0; i-- {
		moved[i] = min(moved[i], end)
		end = moved[i] - gap
	}
	return moved
}

// lowestRows returns the points with the lowest dev loss of each model, and their numbers, where the curves are not.
func (c *lossCurve) lowestRows(f lossFrame) (points, numbers []row) {
	taken := append(c.drawnAreas(f), f.walls()...)
	var labels []label
	for _, model := range []*lossCurve{c.before, c} {
		if model == nil || len(model.rows) == 0 || model.best.Steps == 0 {
			continue
		}
		step, loss := model.best.Step, model.best.DevLoss
		points = append(points, row{"step": step, "loss": rounded(loss)})
		at := f.spot(step, loss)
		labels, taken = append(labels, label{fmt.Sprintf("%.3f", loss), at, 13}), append(taken, area{at, 7, 7})
	}
	for i, at := range placed(labels, taken) {
		colour := black
		if c.name != "" {
			colour = modelColours[i]
		}
		numbers = append(numbers, row{
			"step": rounded(f.x.number(at.x)), "loss": rounded(f.y.number(at.y)), "label": labels[i].text,
			"colour": colour,
		})
	}
	return points, numbers
}

// drawnAreas returns small areas along all curves and baselines.
func (c *lossCurve) drawnAreas(f lossFrame) (taken []area) {
	last := map[any]spot{}
	for _, r := range c.allRows() {
		here := f.spot(r["step"].(int), r["loss"].(float64))
		if before, found := last[r["names"]]; found {
			taken = append(taken, along(before, here)...)
		}
		last[r["names"]] = here
	}
	for _, b := range c.baselines {
		y := f.y.pixel(b.Loss)
		taken = append(taken, along(spot{0, y}, spot{f.width, y})...)
	}
	return taken
}

// compared returns the sentence of the text alternative about the baselines; "" if there are none.
func (c *lossCurve) compared() string {
	var parts []string
	for _, b := range c.baselines {
		parts = append(parts, fmt.Sprintf("%s %.3f", b.Name, b.Loss))
	}
	if parts == nil {
		return ""
	}
	return " For comparison: " + strings.Join(parts, ", ") + "."
}
