package chart

import (
	"fmt"
	"html/template"
	"strings"

	"nexttoken/pkg/cell"
	"nexttoken/pkg/exercise"
)

var boxTemplate = template.Must(template.New("box").Parse(
	`<div role="status" style="border-left:6px solid {{.Colour}};background:{{.Tint}};padding:8px 14px;margin:4px 0;border-radius:3px">` +
		`<strong>{{.Mark}} {{.Title}}</strong>{{if .Message}}<div style="margin-top:4px">{{.Message}}</div>{{end}}</div>`))

// Box shows the result of a check: a green box that begins with ✓, or a red one that begins with ✗.
func Box(right bool, title, message string) {
	content, text, err := box(right, title, message)
	check(err)
	showHTML(content, text)
}

func box(right bool, title, message string) (content, text string, err error) {
	if right {
		return framedText("✓", "#009e73", "rgba(0,158,115,.12)", title, message)
	}
	return framedText("✗", "#d55e00", "rgba(213,94,0,.12)", title, message)
}

// Result shows what the check of an exercise says: green and ✓ if the answer is right, red and ✗ if it is not, grey while there is none.
func Result(result exercise.Result) {
	content, text, err := resultBox(result)
	check(err)
	showHTML(content, text)
}

func resultBox(result exercise.Result) (content, text string, err error) {
	if result.State == exercise.NotDone {
		return framedText("○", "#888888", "rgba(136,136,136,.12)", result.State.String()+".", result.Message)
	}
	return box(result.State == exercise.Right, result.State.String()+".", result.Message)
}

// framedText returns a box with a coloured edge and a tint that both themes show through.
func framedText(mark, colour, tint, title, message string) (content, text string, err error) {
	var page strings.Builder
	err = boxTemplate.Execute(&page, struct {
		Mark, Colour   string
		Tint           template.CSS // html/template takes no rgba() from a string
		Title, Message string
	}{mark, colour, template.CSS(tint), title, message})
	return page.String(), strings.TrimSpace(fmt.Sprintf("%s %s %s", mark, title, message)), err
}

// Note shows a sentence beside the lecture: what to look at, or what is different here.
func Note(message string) {
	content, text, err := note(message)
	check(err)
	showHTML(content, text)
}

func note(message string) (content, text string, err error) {
	return framedText("ℹ", "#0072b2", "rgba(0,114,178,.12)", message, "")
}

// check ends the cell with one sentence if something cannot be shown.
func check(err error) { cell.Check(err) }
