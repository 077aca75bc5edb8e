package chart

// The scoreboard as a picture: the loss of each model against its number of parameters.

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"nexttoken/pkg/ngram"
	"nexttoken/pkg/scoreboard"
)

const (
	boardWidth, boardHeight = 500.0, 380.0
	boardFont               = 12.0
	boardDot                = 5.0
)

// Scoreboard draws the dev loss of each model, in nats per token, against its number of parameters, on a logarithmic
// axis. A line joins the counting models. A model without parameters, such as the uniform one, is a horizontal line.
//
// All boards have the same axes, from 10 parameters to 160,000 and from 1.8 to 3.4 nats; an axis grows only for a model
// outside of it.
func Scoreboard(title string, rows []scoreboard.Row) { show(boardPicture(title, rows)) }

func boardPicture(title string, rows []scoreboard.Row) (picture, error) {
	if len(rows) == 0 {
		return picture{}, errors.New("the scoreboard has no rows: add a model first")
	}
	view := frame{1, 5.2, 1.8, 3.4, boardWidth, boardHeight} // left and right are decimal logarithms
	for _, r := range rows {
		if err := finite("the dev loss of "+r.Name, r.Dev); err != nil {
			return picture{}, err
		}
		view.bottom, view.top = min(view.bottom, r.Dev-0.1), max(view.top, r.Dev+0.1)
		if r.Parameters > 0 {
			size := math.Log10(float64(r.Parameters))
			view.left, view.right = min(view.left, size-0.2), max(view.right, size+0.2)
		}
	}
	p, err := load("scoreboard", title, boardText(rows), boardRows(view, rows))
	if err == nil {
		p.spec["width"], p.spec["height"] = view.width, view.height
		ends := []float64{rounded(math.Pow(10, view.left)), rounded(math.Pow(10, view.right))}
		set(p.spec, spec{"type": "log", "domain": ends, "nice": false}, "encoding", "x", "scale")
		losses := []float64{rounded(view.bottom), rounded(view.top)}
		set(p.spec, spec{"domain": losses, "nice": false}, "encoding", "y", "scale")
	}
	return p, err
}

// boardRows returns a row for each model, with the place of its label.
func boardRows(view frame, models []scoreboard.Row) []row {
	taken := append(walls(view), countsLine(view, models)...)
	labels, rows := make([]label, len(models)), make([]row, len(models))
	for i, m := range models {
		x := math.Log10(float64(max(m.Parameters, 1)))
		labels[i] = label{m.Name, view.spot(x, m.Dev), boardFont}
		rows[i] = row{"name": m.Name, "kind": kindOf(m), "loss": rounded(m.Dev), "perplexity": rounded(m.Perplexity())}
		if m.Parameters > 0 {
			rows[i]["parameters"] = m.Parameters
			taken = append(taken, area{labels[i].point, boardDot, boardDot})
			continue
		}
		labels[i].point = spot{view.width - labels[i].at(0, 0).halfWidth, labels[i].point.y} // at the right end
		taken = append(taken, area{spot{view.width / 2, labels[i].point.y}, view.width, 1})  // its line
	}
	for i, place := range placed(labels, taken) {
		x, y := view.number(place)
		rows[i]["labelX"], rows[i]["labelY"] = rounded(math.Pow(10, x)), y
		if dot := labels[i].point; math.Abs(place.y-dot.y) > nearLabel {
			rows[i]["far"] = true
		}
	}
	return rows
}

// countsLine returns the areas of the line that joins the counting models.
func countsLine(view frame, models []scoreboard.Row) (areas []area) {
	var last *spot
	for _, m := range models {
		if kindOf(m) != "counts" || m.Parameters == 0 {
			continue
		}
		next := view.spot(math.Log10(float64(m.Parameters)), m.Dev)
		if last != nil {
			areas = append(areas, along(*last, next)...)
		}
		last = &next
	}
	return areas
}

// kindOf returns what a model does.
func kindOf(r scoreboard.Row) string {
	if _, counts := r.Model.(*ngram.Model); counts {
		return "counts"
	}
	return "other models"
}

func boardText(rows []scoreboard.Row) string {
	parts := make([]string, len(rows))
	for i, r := range rows {
		parts[i] = fmt.Sprintf("%s: %d parameters, %.3f nats", r.Name, r.Parameters, r.Dev)
	}
	return "Loss on dev against the number of parameters. " + strings.Join(parts, "; ") + "."
}
