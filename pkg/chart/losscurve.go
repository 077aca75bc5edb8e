package chart

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"nexttoken/pkg/progress"
)

// steep is a ratio of the highest loss to the lowest. Above it, the axis is logarithmic: otherwise the end of the curve
// would be flat.
const steep = 10

// manyPoints is the number of points above which they are drawn smaller, so that they do not hide the lines.
const manyPoints = 100

// redraw is the shortest time between two drawings of a live chart.
const redraw = 200 * time.Millisecond

// LossCurve returns a listener that draws the loss on train and dev while a model is trained, in nats per character,
// with the speed and the time that is left. In a terminal, it updates a line of text instead.
//
// The baselines are thin lines with names, to compare the losses with. The lowest dev loss is marked. If most of the
// fall is early, the axis of the steps is logarithmic.
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
	curve := &lossCurve{title: title, loss: loss, unit: unit, id: newID(), baselines: baselines}
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
	baselines             []Baseline
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
	if err != nil {
		return p, err
	}
	if len(c.baselines) > 0 {
		p.spec["width"] = p.spec["width"].(float64) - spaceForNames
	}
	c.nameCurves(p.spec)
	set(p.spec, c.subtitle(report), "title", "subtitle")
	set(p.spec, fmt.Sprintf("loss (%s, %s)", c.loss, c.unit), "encoding", "y", "title")
	set(p.spec, c.unit, "layer", curveLayer, "encoding", "tooltip", 2, "title")
	if len(rows) > manyPoints {
		set(p.spec, 6, "layer", curveLayer, "mark", "point", "size")
	}
	f := lossFrame{width: p.spec["width"].(float64), height: p.spec["height"].(float64)}
	c.setStepAxis(p.spec, &f, max(report.Steps, 1))
	c.setLossAxis(p.spec, &f)
	return p, c.addLines(p.spec, f)
}

// setStepAxis makes the axis end at the last step of the whole training, so that it does not move.
func (c *lossCurve) setStepAxis(filled spec, f *lossFrame, steps int) {
	axis := spec{"domain": []int{0, steps}, "nice": false}
	f.x = linear(0, float64(steps), 0, f.width)
	if c.early(steps) {
		first := c.firstStep()
		axis["type"], axis["constant"] = "symlog", first
		f.x = symlog(float64(first), float64(steps), f.width)
		set(filled, stepTicks(first, steps), "layer", curveLayer, "encoding", "x", "axis", "values")
	}
	set(filled, axis, "layer", curveLayer, "encoding", "x", "scale")
}

// early reports whether four fifths of the fall of the dev loss, until now, were over after a tenth of the steps. Of
// two models, the first decides.
func (c *lossCurve) early(steps int) bool {
	if c.before != nil && len(c.before.rows) > 0 {
		return c.before.early(steps)
	}
	first := math.NaN()
	for _, r := range c.rows {
		if !strings.HasSuffix(r["names"].(string), "dev") {
			continue
		}
		step, loss := r["step"].(int), r["loss"].(float64)
		if math.IsNaN(first) {
			first = loss
		}
		if step > 0 && loss < first && first-loss >= 0.8*(first-c.best.DevLoss) {
			return step*10 <= steps
		}
	}
	return false
}

// firstStep returns the first step after 0 that has an evaluation, or 1.
func (c *lossCurve) firstStep() int {
	for _, r := range c.allRows() {
		if step := r["step"].(int); step > 0 {
			return step
		}
	}
	return 1
}

// stepTicks returns 0, the powers of ten from the first step on, and the last step if it is far enough from them.
func stepTicks(first, steps int) []int {
	ticks := []int{0}
	for power := 1; power <= steps; power *= 10 {
		if power >= first {
			ticks = append(ticks, power)
		}
	}
	if steps >= 2*ticks[len(ticks)-1] {
		ticks = append(ticks, steps)
	}
	return ticks
}

// setLossAxis lets the axis fit the losses and the baselines: logarithmic for a steep curve, and with two ends where
// all losses are the same.
func (c *lossCurve) setLossAxis(filled spec, f *lossFrame) {
	var losses []float64
	for _, point := range c.allRows() {
		losses = append(losses, point["loss"].(float64))
	}
	for _, b := range c.baselines {
		losses = append(losses, b.Loss)
	}
	low, high := ends(losses)
	axis, along := spec{"domain": []float64{low, high}, "nice": false, "zero": false}, linear
	if falls(losses) > steep {
		axis["type"], along = "log", logarithmic
		delete(axis, "zero")
	}
	f.y = along(low, high, f.height, 0)
	set(filled, axis, "encoding", "y", "scale")
}

// ends returns the ends of an axis with a little room beyond the numbers; from 0 to 1 for none.
func ends(numbers []float64) (low, high float64) {
	if len(numbers) == 0 {
		return 0, 1
	}
	if same := around(numbers); same != nil {
		return same[0], same[1]
	}
	low, high = slices.Min(numbers), slices.Max(numbers)
	if falls(numbers) > steep {
		return rounded(low / 1.1), rounded(high * 1.1)
	}
	room := 0.04 * (high - low)
	return rounded(low - room), rounded(high + room)
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
		colour := modelColours[i]
		names, colours = append(names, model+", train", model+", dev"), append(colours, colour, colour)
		dashes = append(dashes, []int{1, 0}, []int{6, 3})
	}
	encoding := []any{"layer", curveLayer, "encoding"}
	set(filled, spec{"domain": names, "range": colours}, append(encoding, "color", "scale")...)
	set(filled, spec{"domain": names, "range": dashes}, append(encoding, "strokeDash", "scale")...)
	for _, channel := range []string{"color", "strokeDash"} { // four names in one row do not fit on a small screen
		set(filled, 2, append(encoding, channel, "legend", "columns")...)
	}
}

func (c *lossCurve) text() string {
	text := fmt.Sprintf("Loss on train and dev by step, in %s. ", c.unit)
	if c.before != nil && c.before.rows != nil {
		text += c.before.reached() + " "
	}
	return text + c.reached() + c.compared()
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
