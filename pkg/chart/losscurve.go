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
	if !gonbui.IsNotebook {
		return progress.Line(os.Stderr)
	}
	curve := &lossCurve{title: title, id: gonbui.UniqueId()}
	return curve.tell
}

type lossCurve struct {
	title, id string
	rows      []row
	dev       progress.Report
	drawn     time.Time
}

func (c *lossCurve) tell(report progress.Report) {
	if report.Done && c.rows == nil {
		return
	}
	c.add(report)
	if report.Done || time.Since(c.drawn) > redraw {
		p, err := c.picture(report)
		update(c.id, p, err)
		c.drawn = time.Now()
	}
}

// add keeps the points of an evaluation.
func (c *lossCurve) add(report progress.Report) {
	if math.IsNaN(report.DevLoss) {
		return
	}
	c.dev = report
	if !math.IsNaN(report.TrainLoss) {
		c.rows = append(c.rows, lossRow(report.Step, "train", report.TrainLoss))
	}
	c.rows = append(c.rows, lossRow(report.Step, "dev", report.DevLoss))
}

func lossRow(step int, names string, loss float64) row {
	return row{"step": step, "names": names, "loss": rounded(loss)}
}

func (c *lossCurve) picture(report progress.Report) (picture, error) {
	text := fmt.Sprintf("Loss on train and dev by step. After %d steps: dev %.3f nats per character.", c.dev.Step, c.dev.DevLoss)
	p, err := load("losscurve", c.title, text, c.rows)
	if err == nil {
		set(p.spec, c.subtitle(report), "title", "subtitle")
	}
	return p, err
}

// subtitle says how far it is. The last one holds nothing that differs from run to run.
func (c *lossCurve) subtitle(report progress.Report) string {
	if report.Done {
		report.StepsPerSecond, report.Remaining = 0, 0
	}
	return progress.Sentence(report, c.dev.DevLoss)
}
