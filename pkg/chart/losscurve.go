package chart

import (
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"nexttoken/pkg/progress"
)

// steep is by what factor a loss falls that is drawn by its logarithm: otherwise its end is flat.
const steep = 10

// redraw is the shortest time between two drawings of a live chart.
const redraw = 200 * time.Millisecond

// LossCurve returns a listener that draws the loss on train and dev while a model learns, with the speed and the time
// left. In a terminal it keeps a line up to date instead. A training that goes on is drawn from its beginning. A model that was only
// opened draws nothing, since every cell that uses it opens it; nor does a training without dev examples.
func LossCurve(title string) func(progress.Report) {
	return LossCurveIn(title, "mean cross-entropy", "nats per character")
}

// LossCurveIn is LossCurve for a loss of another kind and unit.
func LossCurveIn(title, loss, unit string) func(progress.Report) {
	if !inNotebook {
		return progress.Line(os.Stderr)
	}
	curve := &lossCurve{title: title, loss: loss, unit: unit, id: newID()}
	return curve.report
}

// LossCurves is LossCurve for two models that learn one after the other, drawn in one picture: one listener for each.
func LossCurves(title, unit, first, second string) (a, b func(progress.Report)) {
	if !inNotebook {
		return progress.Line(os.Stderr), progress.Line(os.Stderr)
	}
	one := &lossCurve{title: title, loss: "mean cross-entropy", unit: unit, id: newID(), name: first}
	other := *one
	other.name, other.before = second, one
	return one.report, other.report
}

type lossCurve struct {
	title, loss, unit, id string
	name                  string     // of the model, where there are two
	before                *lossCurve // of the model that has learned already, in the same picture
	rows                  []row
	dev, best             progress.Report // of the last evaluation, and of the best
	drawn                 time.Time
}

func (c *lossCurve) report(report progress.Report) {
	if report.Opened { // it holds what was reached, not how
		return
	}
	c.add(report)
	if c.rows == nil {
		return
	}
	if report.Done || time.Since(c.drawn) > redraw {
		p, err := c.picture(report)
		update(c.id, p, err)
		c.drawn = time.Now()
	}
}

// add keeps the points of an evaluation. A loss that is no longer a number cannot be drawn; the subtitle shows it.
func (c *lossCurve) add(report progress.Report) {
	if math.IsNaN(report.DevLoss) {
		return
	}
	c.dev = report
	c.addPoint("train", report.Step, report.TrainLoss)
	c.addPoint("dev", report.Step, report.DevLoss)
	if c.best.Steps == 0 || report.DevLoss < c.best.DevLoss {
		c.best = report
	}
}

func (c *lossCurve) addPoint(names string, step int, loss float64) {
	if c.name != "" {
		names = c.name + ", " + names
	}
	if finite(names, loss) == nil {
		c.rows = append(c.rows, row{"step": step, "names": names, "loss": rounded(loss)})
	}
}

func (c *lossCurve) picture(report progress.Report) (picture, error) {
	rows := c.allRows()
	p, err := load("losscurve", c.title, c.text(), rows)
	if err == nil {
		c.nameCurves(p.spec)
		set(p.spec, c.subtitle(report), "title", "subtitle")
		set(p.spec, fmt.Sprintf("loss (%s, %s)", c.loss, c.unit), "encoding", "y", "title")
		if falls(rows) > steep {
			set(p.spec, spec{"type": "log", "nice": false}, "encoding", "y", "scale")
		}
		set(p.spec, c.unit, "encoding", "tooltip", 2, "title")
		set(p.spec, spec{"domain": []int{0, max(report.Steps, 1)}, "nice": false}, "encoding", "x", "scale") // the curve grows into its place
	}
	return p, err
}

// falls returns how many times as high as the lowest point the highest is.
func falls(rows []row) float64 {
	low, high := math.Inf(1), 0.0
	for _, point := range rows {
		loss := point["loss"].(float64)
		low, high = min(low, loss), max(high, loss)
	}
	if low <= 0 {
		return 0 // which no logarithm shows
	}
	return high / low
}

func (c *lossCurve) allRows() []row {
	if c.before == nil {
		return c.rows
	}
	return slices.Concat(c.before.rows, c.rows)
}

// nameCurves gives each of two models a colour of its own; train is a line and dev is dashed.
func (c *lossCurve) nameCurves(filled spec) {
	if c.name == "" {
		return
	}
	models := []string{c.name}
	if c.before != nil {
		models = []string{c.before.name, c.name}
	}
	var names, colours []string
	var dashes [][]int
	for i, model := range models {
		colour := []string{"#0072b2", "#d55e00"}[i]
		names, colours = append(names, model+", train", model+", dev"), append(colours, colour, colour)
		dashes = append(dashes, []int{1, 0}, []int{6, 3})
	}
	set(filled, spec{"domain": names, "range": colours}, "encoding", "color", "scale")
	set(filled, spec{"domain": names, "range": dashes}, "encoding", "strokeDash", "scale")
	for _, channel := range []string{"color", "strokeDash"} { // four names in a row are wider than a small screen
		set(filled, 2, "encoding", channel, "legend", "columns")
	}
}

func (c *lossCurve) text() string {
	text := fmt.Sprintf("Loss on train and dev by step, in %s. ", c.unit)
	if c.before != nil && c.before.rows != nil {
		text += c.before.reached() + " "
	}
	return text + c.reached()
}

// reached says where the curves ended.
func (c *lossCurve) reached() string {
	name, train := "", ""
	if c.name != "" {
		name = c.name + ": "
	}
	if !math.IsNaN(c.dev.TrainLoss) {
		train = fmt.Sprintf("train %.3f, ", c.dev.TrainLoss)
	}
	return fmt.Sprintf("%sAfter %d steps: %sdev %.3f; the lowest on dev was %.3f.", name, c.dev.Step, train, c.dev.DevLoss, c.best.DevLoss)
}

// subtitle is how far the training is. The last one holds nothing that differs from run to run.
func (c *lossCurve) subtitle(report progress.Report) string {
	if report.Done {
		report.StepsPerSecond, report.Remaining = 0, 0
	}
	return progress.Sentence(report, c.dev.DevLoss)
}
