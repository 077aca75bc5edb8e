// Package progress holds the report that a training run sends while it runs, and writes reports to a terminal.
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
	Step, Steps    int           // steps done, and steps in all
	TrainLoss      float64       // mean of the batches since the last evaluation, in nats; NaN before the first step
	DevLoss        float64       // loss on held-out data, in nats; NaN in a report without an evaluation
	StepsPerSecond float64       // steps per second since the start, without the compilation; 0 while unknown
	Remaining      time.Duration // time left at this speed
	Done           bool          // true in the last report of a run
	Opened         bool          // true in the only report of a model that was trained before
	Note           string        // a sentence for the reader, such as "interrupted: saved at step 3,000"
}

// Line returns a function that writes each report over the line before it, and ends the line after the last report.
// A report without a dev loss shows the latest one. Errors of the writer are ignored.
func Line(w io.Writer) func(Report) {
	return lineWith(w, func(Report) string { return "" })
}

// barWidth is the width of a bar, in characters.
const barWidth = 24

// Bar is Line with a bar at its beginning, filled by the share of the steps that are done: full beyond the last step,
// empty below step 0 and where Steps is not positive.
func Bar(w io.Writer) func(Report) {
	return lineWith(w, func(report Report) string {
		full := filled(report)
		return strings.Repeat("█", full) + strings.Repeat("░", barWidth-full) + " "
	})
}

// filled returns how many characters of the bar are full, 0 to barWidth.
func filled(report Report) int {
	if report.Steps <= 0 {
		return 0
	}
	share := float64(report.Step) / float64(report.Steps)
	return int(barWidth * max(0, min(1, share)))
}

// lineWith is Line with a text before each sentence.
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

// Sentence returns a report as one line of text. dev is the latest dev loss, in nats; NaN leaves it out, and so does
// whatever else is not known yet.
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
