// Package progress is what a training run tells of itself while it runs: to a chart, to a terminal, to a test.
package progress

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// Report is the state of a training run after a step.
type Report struct {
	Step, Steps    int           // steps done, and to do in all
	TrainLoss      float64       // mean cross-entropy of the batches since the last evaluation, in nats; NaN before the first step
	DevLoss        float64       // loss on held-out data, in nats; NaN where this report carries no evaluation
	StepsPerSecond float64       // steps a second since the start, compilation not counted
	Remaining      time.Duration // time left at this speed
	Done           bool          // true in the last report of a run
	Opened         bool          // the model was trained before: this one report tells what was reached
	Note           string        // a sentence for the reader, such as "interrupted: saved at step 3,000"
}

// Line returns a listener that rewrites one line of a terminal with each report, and ends it after the last.
func Line(w io.Writer) func(Report) {
	return lineWith(w, func(Report) string { return "" })
}

// barWidth is how many characters the bar of Bar takes.
const barWidth = 24

// Bar returns a listener that does as Line does, with a bar that fills up before the line.
func Bar(w io.Writer) func(Report) {
	return lineWith(w, func(report Report) string {
		full := barWidth * report.Step / max(1, report.Steps)
		return strings.Repeat("█", full) + strings.Repeat("░", barWidth-full) + " "
	})
}

// lineWith is Line with something before the sentence. It remembers the dev loss, which not every report carries.
func lineWith(w io.Writer, before func(Report) string) func(Report) {
	dev := math.NaN()
	return func(report Report) {
		if !math.IsNaN(report.DevLoss) {
			dev = report.DevLoss
		}
		fmt.Fprintf(w, "\r\033[K%s%s", before(report), Sentence(report, dev))
		if report.Done {
			fmt.Fprintln(w)
		}
	}
}

// Sentence says a report in one line. The dev loss is given apart, since not every report carries one.
func Sentence(report Report, dev float64) string {
	parts := []string{fmt.Sprintf("step %d of %d", report.Step, report.Steps)}
	add := func(show bool, format string, value any) {
		if show {
			parts = append(parts, fmt.Sprintf(format, value))
		}
	}
	add(!math.IsNaN(report.TrainLoss), "train loss %.3f", report.TrainLoss)
	add(!math.IsNaN(dev), "dev loss %.3f", dev)
	add(report.StepsPerSecond > 0, "%.0f steps/s", report.StepsPerSecond)
	add(!report.Done && report.StepsPerSecond > 0, "%s left", report.Remaining.Round(time.Second))
	add(report.Note != "", "%s", report.Note)
	return strings.Join(parts, " · ")
}
