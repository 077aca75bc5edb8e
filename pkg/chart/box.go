package chart

import (
	"fmt"
	"html"
	"strings"

	"nexttoken/pkg/cell"
	"nexttoken/pkg/exercise"
)

// box returns a green box that begins with ✓, or a red one that begins with ✗, as HTML and as text.
func box(right bool, title, message string) (content, text string) {
	if right {
		return framedText("✓", "#009e73", "rgba(0,158,115,.12)", title, message)
	}
	return framedText("✗", "#d55e00", "rgba(213,94,0,.12)", title, message)
}

// Result shows the result of an exercise's check in a box: green with ✓ for a right answer, red with ✗ for a wrong one,
// grey with ○ if the exercise is not done yet.
func Result(result exercise.Result) {
	showHTML(resultBox(result))
}

func resultBox(result exercise.Result) (content, text string) {
	if result.State == exercise.NotDone {
		return framedText("○", "#888888", "rgba(136,136,136,.12)", result.State.String()+".", result.Message)
	}
	return box(result.State == exercise.Right, result.State.String()+".", result.Message)
}

// framedText returns a box with a coloured edge and a transparent tint, for the light and the dark theme.
func framedText(mark, colour, tint, title, message string) (content, text string) {
	body := ""
	if message != "" {
		body = fmt.Sprintf(`<div style="margin-top:4px">%s</div>`, html.EscapeString(message))
	}
	style := fmt.Sprintf("border-left:6px solid %s;background:%s;padding:8px 14px;margin:4px 0;border-radius:3px",
		colour, tint)
	content = fmt.Sprintf(`<div role="status" style="%s"><strong>%s %s</strong>%s</div>`,
		style, mark, html.EscapeString(title), body)
	return content, strings.TrimSpace(fmt.Sprintf("%s %s %s", mark, title, message))
}

// check ends the cell with one sentence if there is an error.
func check(err error) { cell.Check(err) }
