package chart

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// bins is the number of bars of a histogram, if all values are between the ends of the axis.
const bins = 30

// Histogram draws how often values occur, in bars of equal width, and a vertical line at one more value, with its name.
// Bars up to this line are darker.
//
//	values: [any number, at least one]
func Histogram(title, xTitle string, values []float64, marked float64, name string) {
	show(histogram(title, xTitle, values, marked, name))
}

func histogram(title, xTitle string, values []float64, marked float64, name string) (picture, error) {
	if len(values) == 0 {
		return picture{}, errors.New("there are no values to draw: give at least one")
	}
	if err := finite("the values and the marked one", append(slices.Clone(values), marked)...); err != nil {
		return picture{}, err
	}
	low, high := min(slices.Min(values), marked), max(slices.Max(values), marked)
	if low == high {
		low, high = low-0.5, high+0.5
	}
	width := (high - low) / bins
	rows := []row{{"marked": rounded(marked), "name": name}}
	for bin, count := range counted(values, low, width) {
		if count > 0 {
			from := low + float64(bin)*width
			rows = append(rows, row{"from": rounded(from), "to": rounded(from + width), "count": count,
				"reached": from <= marked})
		}
	}
	p, err := load("histogram", title, histogramText(values, marked, name), rows)
	if err == nil {
		ends := []float64{rounded(low - width), rounded(high + width)}
		set(p.spec, spec{"domain": ends, "nice": false}, "encoding", "x", "scale")
		set(p.spec, xTitle, "encoding", "x", "title")
		if marked > (low+high)/2 { // the name stands to the left of its line
			set(p.spec, "right", "layer", 2, "mark", "align")
			set(p.spec, -6, "layer", 2, "mark", "dx")
		}
	}
	return p, err
}

// counted returns how many values are in each bin, from low on. The last bin holds its upper end, too.
func counted(values []float64, low, width float64) []int {
	counts := make([]int, bins)
	for _, value := range values {
		counts[min(int((value-low)/width), bins-1)]++
	}
	return counts
}

func histogramText(values []float64, marked float64, name string) string {
	sorted := slices.Sorted(slices.Values(values))
	below := 0
	for _, value := range sorted {
		if value <= marked {
			below++
		}
	}
	at := func(share float64) float64 { return sorted[int(math.Round(share*float64(len(sorted)-1)))] }
	return fmt.Sprintf("A histogram of %d values from %.2f to %.2f; half of them are between %.2f and %.2f. "+
		"Marked: %s, %.2f; %d of the values are not larger.", len(sorted), sorted[0], at(1), at(0.25), at(0.75),
		name, marked, below)
}
