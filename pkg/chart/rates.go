package chart

// The loss after a training, by its learning rate.

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// rateOf is a learning rate with the loss that it leads to.
type rateOf struct{ rate, loss float64 }

// LossByRate draws the loss that each learning rate leads to, with its number, on a logarithmic axis of rates. The
// baselines are thin lines with names. A loss far above them is drawn at the top with an arrow. A loss that is not
// finite is only in the text.
//
//	rates, losses: [rates]; a rate is above 0
func LossByRate(title string, rates, losses []float64, baselines ...Baseline) {
	show(lossByRate(title, rates, losses, baselines))
}

func lossByRate(title string, rates, losses []float64, baselines []Baseline) (picture, error) {
	sorted, err := ratesOf(rates, losses)
	if err != nil {
		return picture{}, err
	}
	p, err := load("rates", title, ratesText(sorted), nil)
	if err != nil {
		return p, err
	}
	drawn := slices.DeleteFunc(slices.Clone(sorted), func(r rateOf) bool { return finite("", r.loss) != nil })
	f, top := ratesFrame(p.spec, sorted, drawn, baselines)
	curve := &lossCurve{baselines: baselines}
	lines, names := curve.baselineRows(f)
	taken := append(curve.drawnAreas(f), f.walls()...)
	points, numbers := rateRows(f, drawn, top, taken)
	p.spec["data"] = spec{"values": points}
	for layer, rows := range map[int][]row{0: lines, 1: names, 3: numbers} {
		if len(rows) > 0 {
			set(p.spec, rows, "layer", layer, "data", "values")
		}
	}
	return p, nil
}

// ratesOf returns the rates in order, with their losses.
func ratesOf(rates, losses []float64) (sorted []rateOf, err error) {
	if err := sameLength("rates", len(rates), "losses", len(losses)); err != nil {
		return nil, err
	}
	for i, rate := range rates {
		if !(rate > 0) || math.IsInf(rate, 0) {
			return nil, fmt.Errorf("rate %d is %v: it must be above 0, because the axis is logarithmic", i+1, rate)
		}
		sorted = append(sorted, rateOf{rate, losses[i]})
	}
	slices.SortFunc(sorted, func(a, b rateOf) int { return cmp.Compare(a.rate, b.rate) })
	return sorted, nil
}

func ratesText(sorted []rateOf) string {
	var parts []string
	for _, r := range sorted {
		parts = append(parts, fmt.Sprintf("%g: %.3f", r.rate, r.loss))
	}
	return "A line: the loss by learning rate. " + strings.Join(parts, ", ") + "."
}

// ratesFrame sets the axes, and returns them with the highest loss that is drawn as it is.
func ratesFrame(filled spec, all, drawn []rateOf, baselines []Baseline) (f lossFrame, top float64) {
	var losses []float64
	top = math.Inf(1)
	for _, b := range baselines {
		losses = append(losses, b.Loss)
	}
	if len(losses) > 0 {
		top = 1.2 * slices.Max(losses)
	}
	for _, r := range drawn {
		losses = append(losses, min(r.loss, top))
	}
	low, high := ends(losses)
	low = rounded(low - 0.06*(high-low)) // for a number below the lowest point
	left, right := rounded(all[0].rate/1.5), rounded(all[len(all)-1].rate*1.5)
	f = lossFrame{width: filled["width"].(float64), height: filled["height"].(float64)}
	f.x, f.y = logarithmic(left, right, 0, f.width), linear(low, high, f.height, 0)
	across := spec{"type": "log", "domain": []float64{left, right}, "nice": false}
	set(filled, across, "layer", 2, "encoding", "x", "scale")
	set(filled, spec{"domain": []float64{low, high}, "nice": false, "zero": false}, "encoding", "y", "scale")
	var ticks []float64
	for _, r := range all {
		ticks = append(ticks, rounded(r.rate))
	}
	set(filled, ticks, "layer", 2, "encoding", "x", "axis", "values")
	return f, top
}

// rateRows returns a row for each point, and one for its number, which is where nothing else is.
func rateRows(f lossFrame, drawn []rateOf, top float64, taken []area) (points, numbers []row) {
	var labels []label
	var before spot
	best := slices.MinFunc(append([]rateOf{{0, math.Inf(1)}}, drawn...), func(a, b rateOf) int {
		return cmp.Compare(a.loss, b.loss)
	})
	for i, r := range drawn {
		shown := min(r.loss, top)
		at := spot{f.x.pixel(r.rate), f.y.pixel(shown)}
		if i > 0 {
			taken = append(taken, along(before, at)...)
		}
		before, taken = at, append(taken, area{at, 6, 6})
		text := fmt.Sprintf("%.3f", r.loss)
		points = append(points, row{"rate": rounded(r.rate), "loss": rounded(shown), "true": text})
		if shown < r.loss {
			text = "↑ " + text
		}
		labels = append(labels, label{text, at, 12})
	}
	for i, at := range placed(labels, taken) {
		colour := "#555555"
		if drawn[i] == best {
			colour = "#d55e00"
		}
		numbers = append(numbers, row{"rate": rounded(f.x.number(at.x)), "loss": rounded(f.y.number(at.y)),
			"label": labels[i].text, "colour": colour})
	}
	return points, numbers
}
