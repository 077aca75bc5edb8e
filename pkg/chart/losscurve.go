package chart

import (
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"nexttoken/pkg/progress"
)

// steep is a ratio of the highest loss to the lowest. Above it, the axis is logarithmic: otherwise the end of the curve
// would be flat.
const steep = 10

// redraw is the shortest time between two drawings of a live chart.
const redraw = 200 * time.Millisecond

// LossCurve returns a listener that draws the loss on train and dev while a model is trained, in nats per character,
// with the speed and the time that is left. In a terminal, it updates a line of text instead.
//
// A continued training is drawn from its beginning. For a model that was only opened, the curve is drawn if the same
// cell trained it. Nothing is drawn without dev examples.
func LossCurve(title string, baselines ...Baseline) func(progress.Report) {
	return LossCurveIn(title, "mean cross-entropy", "nats per character", baselines...)
}

// LossCurveIn is LossCurve for another loss, such as "squared error", and its unit, such as "grey squared".
func LossCurveIn(title, loss, unit string, baselines ...Baseline) func(progress.Report) {
	if !inNotebook {
		return progress.Line(os.Stderr)
	}
	curve := &lossCurve{title: title, loss: loss, unit: unit, id: newID()}
	return curve.report
}

// LossCurves is LossCurve for two models, named first and second, that are trained one after the other. It returns a
// listener for each; both draw in one picture.
func LossCurves(title, unit, first, second string) (a, b func(progress.Report)) {
	if !inNotebook {
		return progress.Line(os.Stderr), progress.Line(os.Stderr)
	}
	one := &lossCurve{title: title, loss: "mean cross-entropy", unit: unit, id: newID(), name: first}
	other := *one
	other.name, other.before = second, one
	return one.report, other.report
}

// lossCurve is the loss curve of a model, or of the second of two models.
type lossCurve struct {
	title, loss, unit, id string
	name                  string     // of the model, if there are two
	before                *lossCurve // of the first model, in the same picture
	rows                  []row
	dev, best             progress.Report // of the last evaluation, and of the best
	drawn                 time.Time
}

// report adds an evaluation, and draws the curve if it is time for that.
func (c *lossCurve) report(report progress.Report) {
	if report.Opened { // it has the last losses, but no curve
		if !c.find(report) {
			return
		}
	} else {
		c.add(report)
	}
	if c.rows == nil {
		return
	}
	if report.Done || time.Since(c.drawn) > redraw {
		p, err := c.picture(report)
		update(c.id, p, err)
		c.drawn = time.Now()
	}
	if report.Done && !report.Opened {
		c.keep()
	}
}

// add adds the points of an evaluation. A loss that is not finite is not drawn; the subtitle shows it.
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
		setLossAxis(p.spec, rows)
		set(p.spec, c.unit, "encoding", "tooltip", 2, "title")
		steps := []int{0, max(report.Steps, 1)} // of the whole training, so that the axis does not move
		set(p.spec, spec{"domain": steps, "nice": false}, "encoding", "x", "scale")
	}
	return p, err
}

// setLossAxis makes the axis logarithmic for a steep curve, and gives it two ends where all losses are the same.
func setLossAxis(filled spec, rows []row) {
	var losses []float64
	for _, point := range rows {
		losses = append(losses, point["loss"].(float64))
	}
	if ends := around(losses); ends != nil {
		set(filled, spec{"domain": ends}, "encoding", "y", "scale")
	}
	if falls(losses) > steep {
		set(filled, spec{"type": "log", "nice": false}, "encoding", "y", "scale")
	}
}

// falls returns the highest loss divided by the lowest, and 0 if there is none or one is not positive, which has no
// logarithm.
func falls(losses []float64) float64 {
	if len(losses) == 0 || slices.Min(losses) <= 0 {
		return 0
	}
	return slices.Max(losses) / slices.Min(losses)
}

func (c *lossCurve) allRows() []row {
	if c.before == nil {
		return c.rows
	}
	return slices.Concat(c.before.rows, c.rows)
}

// nameCurves gives each of two models its own colour; the line of dev is dashed.
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
	for _, channel := range []string{"color", "strokeDash"} { // four names in one row do not fit on a small screen
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

// reached returns a sentence with the last losses and the lowest dev loss.
func (c *lossCurve) reached() string {
	name, train := "", ""
	if c.name != "" {
		name = c.name + ": "
	}
	if !math.IsNaN(c.dev.TrainLoss) {
		train = fmt.Sprintf("train %.3f, ", c.dev.TrainLoss)
	}
	return fmt.Sprintf("%sAfter %d steps: %sdev %.3f; the lowest on dev was %.3f.",
		name, c.dev.Step, train, c.dev.DevLoss, c.best.DevLoss)
}

// subtitle returns the progress of the training. After its end, there is no speed in it, which differs in each run.
func (c *lossCurve) subtitle(report progress.Report) string {
	if report.Done {
		report.StepsPerSecond, report.Remaining = 0, 0
	}
	return progress.Sentence(report, c.dev.DevLoss)
}
