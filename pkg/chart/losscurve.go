package chart

import (
	"fmt"
	"math"
	"os"
	"time"

	"github.com/janpfeifer/gonb/gonbui"

	"nexttoken/pkg/progress"
)

// redraw is how often a live chart is drawn anew at most.
const redraw = 200 * time.Millisecond

// LossCurve returns a listener that draws the loss on train and dev while a model learns, with the speed and the time
// left. In a terminal it keeps a line up to date instead. A model that was only opened draws nothing.
func LossCurve(title string) func(progress.Report) {
	return LossCurveIn(title, "mean cross-entropy", "nats per character")
}

// LossCurveIn is LossCurve for a loss of another kind and unit.
func LossCurveIn(title, loss, unit string) func(progress.Report) {
	if !gonbui.IsNotebook {
		return progress.Line(os.Stderr)
	}
	curve := &lossCurve{title: title, loss: loss, unit: unit, id: gonbui.UniqueId()}
	return curve.tell
}

type lossCurve struct {
	title, loss, unit, id string
	rows                  []row
	dev, best             progress.Report // of the last evaluation, and of the best
	drawn                 time.Time
}

func (c *lossCurve) tell(report progress.Report) {
	if report.Done && c.rows == nil { // opened: the one report tells what was reached, not how
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
	if finite(names, loss) == nil {
		c.rows = append(c.rows, row{"step": step, "names": names, "loss": rounded(loss)})
	}
}

func (c *lossCurve) picture(report progress.Report) (picture, error) {
	p, err := load("losscurve", c.title, c.text(), c.rows)
	if err == nil {
		set(p.spec, c.subtitle(report), "title", "subtitle")
		set(p.spec, fmt.Sprintf("loss (%s, %s)", c.loss, c.unit), "encoding", "y", "title")
		set(p.spec, c.unit, "encoding", "tooltip", 2, "title")
		set(p.spec, spec{"domain": []int{0, max(report.Steps, 1)}, "nice": false}, "encoding", "x", "scale") // the curve grows into its place
	}
	return p, err
}

func (c *lossCurve) text() string {
	train := ""
	if !math.IsNaN(c.dev.TrainLoss) {
		train = fmt.Sprintf("train %.3f, ", c.dev.TrainLoss)
	}
	return fmt.Sprintf("Loss on train and dev by step, in %s. After %d steps: %sdev %.3f; the lowest on dev was %.3f.",
		c.unit, c.dev.Step, train, c.dev.DevLoss, c.best.DevLoss)
}

// subtitle says how far it is. The last one holds nothing that differs from run to run.
func (c *lossCurve) subtitle(report progress.Report) string {
	if report.Done {
		report.StepsPerSecond, report.Remaining = 0, 0
	}
	return progress.Sentence(report, c.dev.DevLoss)
}
