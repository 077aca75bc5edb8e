package main

// What a class predicted, as bars of text: how many students gave each answer.

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	mostBars   = 8  // in a histogram
	mostBins   = 5  // of numbers; with the rows for smaller, larger and other answers, mostBars
	longestBar = 40 // characters
	longestRow = 40 // characters before a bar
)

// bar is a row of a histogram.
type bar struct {
	Label string `json:"label"`
	Count int    `json:"count"`
}

// printPredictions prints a histogram for each question.
func printPredictions(predictions []predictionCount, out io.Writer) {
	title := "\npredictions: the first that each student committed\n"
	for _, each := range predictions {
		fmt.Fprintf(out, "%s\n%s: %d committed, %d not\n", title, each.Question, each.Committed, each.Not)
		printBars(each.Answers, out)
		title = ""
	}
}

// printBars prints bars with their labels right-aligned. A character is a student, or more if a bar would be too long.
func printBars(bars []bar, out io.Writer) {
	width, most := 0, longestBar
	for _, each := range bars {
		width, most = max(width, utf8.RuneCountInString(each.Label)), max(most, each.Count)
	}
	for _, each := range bars {
		length := (each.Count*longestBar + most - 1) / most // at least 1 if there is somebody
		fmt.Fprintf(out, "  %*s  %s %d\n", width, each.Label, strings.Repeat("█", length), each.Count)
	}
}

// histogram counts answers, in at most mostBars rows: of numbers if at least half of the answers are, else of texts.
func histogram(answers []string) []bar {
	var numbers []float64
	for _, answer := range answers {
		if x, isNumber := numeric(answer); isNumber {
			numbers = append(numbers, x)
		}
	}
	if others := len(answers) - len(numbers); others <= len(numbers) {
		return withOthers(ofNumbers(numbers), others)
	}
	return ofTexts(answers)
}

// numeric reads an answer such as 2257 or 2,257, rounded to six digits. One that is too large or too small for a
// histogram is no number.
func numeric(answer string) (x float64, isNumber bool) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(answer, ",", ""), 64)
	size := math.Abs(x)
	return sixDigits(x), err == nil && (size == 0 || size > 1e-9 && size < 1e15)
}

// ofTexts counts the most frequent texts, the most frequent first. Capital letters make no difference.
func ofTexts(answers []string) []bar {
	counts := map[string]int{}
	for _, answer := range answers {
		label := []rune(strings.ToLower(answer))
		if len(label) > longestRow {
			label = append(label[:longestRow-1], '…')
		}
		counts[string(label)]++
	}
	var bars []bar
	for _, label := range slices.Sorted(maps.Keys(counts)) {
		bars = append(bars, bar{label, counts[label]})
	}
	slices.SortStableFunc(bars, func(a, b bar) int { return b.Count - a.Count })
	if len(bars) <= mostBars {
		return bars
	}
	others := 0
	for _, each := range bars[mostBars-1:] {
		others += each.Count
	}
	return withOthers(bars[:mostBars-1], others)
}

func withOthers(bars []bar, others int) []bar {
	if others > 0 {
		bars = append(bars, bar{"other answers", others})
	}
	return bars
}

// ofNumbers counts numbers: each, if there are few different ones, else in bins.
func ofNumbers(numbers []float64) (bars []bar) {
	counts := map[float64]int{}
	for _, x := range numbers {
		counts[x]++
	}
	if len(counts) >= mostBars { // one row stays for other answers
		return inBins(numbers)
	}
	for _, x := range slices.Sorted(maps.Keys(counts)) {
		bars = append(bars, bar{short(x), counts[x]})
	}
	return bars
}

// inBins counts numbers in bins that nine of ten of them are in, and the smaller and the larger ones.
func inBins(numbers []float64) (bars []bar) {
	slices.Sort(numbers)
	n := len(numbers)
	low, high := numbers[n/20], numbers[n-1-n/20]
	if low == high {
		low, high = numbers[0], numbers[n-1]
	}
	edges := edgesOf(low, high)
	counts := make([]int, len(edges)+1)
	for _, x := range numbers {
		at, found := slices.BinarySearch(edges, x)
		if found {
			at++ // a bin begins with its lower edge
		}
		counts[at]++
	}
	for i, count := range counts {
		switch last := len(edges); {
		case i == 0 && count > 0:
			bars = append(bars, bar{"below " + short(edges[0]), count})
		case i == last && count > 0:
			bars = append(bars, bar{short(edges[last-1]) + " or more", count})
		case i > 0 && i < last:
			bars = append(bars, bar{short(edges[i-1]) + " to " + short(edges[i]), count})
		}
	}
	return bars
}

// edgesOf returns the edges of at most mostBins bins that hold both numbers. They are multiples of 1, 2 or 5 times a
// power of 10; if the larger number is 50 times the smaller or more, they are powers of 10.
func edgesOf(low, high float64) []float64 {
	if low > 0 && high/low >= 50 {
		return decades(math.Floor(math.Log10(low)), math.Floor(math.Log10(high)))
	}
	for power := math.Floor(math.Log10(high-low)) - 1; ; power++ {
		for _, digit := range []float64{1, 2, 5} {
			step := digit * math.Pow(10, power)
			first, last := math.Floor(low/step), math.Floor(high/step)
			if last-first < mostBins {
				return multiples(step, first, last+1)
			}
		}
	}
}

// multiples returns from first to last times a step.
func multiples(step, first, last float64) (edges []float64) {
	for i := first; i <= last; i++ {
		edges = append(edges, sixDigits(i*step))
	}
	return edges
}

// decades returns powers of 10, from the first exponent to above the last.
func decades(first, last float64) (edges []float64) {
	step := math.Floor((last-first)/mostBins) + 1
	for edges = []float64{math.Pow(10, first)}; first <= last; {
		first += step
		edges = append(edges, math.Pow(10, first))
	}
	return edges
}

// sixDigits rounds a number.
func sixDigits(x float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 6, 64), 64)
	return rounded
}

// short writes a number with as few digits as it needs.
func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
