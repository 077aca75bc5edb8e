package chart

import (
	"fmt"
	"html"
	"strings"

	"nexttoken/pkg/cell"
	"nexttoken/pkg/exercise"
)

// box is green and begins with ✓, or red and begins with ✗.
func box(right bool, title, message string) (content, text string) {
	if right {
		return framedText("✓", "#009e73", "rgba(0,158,115,.12)", title, message)
	}
	return framedText("✗", "#d55e00", "rgba(213,94,0,.12)", title, message)
}

// Result shows the result of an exercise's check: green and ✓ if the answer is right, red and ✗ if it is not, grey while there
// is none.
func Result(result exercise.Result) {
	showHTML(resultBox(result))
}

func resultBox(result exercise.Result) (content, text string) {
	if result.State == exercise.NotDone {
		return framedText("○", "#888888", "rgba(136,136,136,.12)", result.State.String()+".", result.Message)
	}
	return box(result.State == exercise.Right, result.State.String()+".", result.Message)
}

// framedText returns a box with a coloured edge and a tint that both themes show through.
func framedText(mark, colour, tint, title, message string) (content, text string) {
	body := ""
	if message != "" {
		body = fmt.Sprintf(`<div style="margin-top:4px">%s</div>`, html.EscapeString(message))
	}
	content = fmt.Sprintf(`<div role="status" style="border-left:6px solid %s;background:%s;padding:8px 14px;margin:4px 0;border-radius:3px">`+
		`<strong>%s %s</strong>%s</div>`, colour, tint, mark, html.EscapeString(title), body)
	return content, strings.TrimSpace(fmt.Sprintf("%s %s %s", mark, title, message))
}

// check ends the cell with one sentence if something cannot be shown.
func check(err error) { cell.Check(err) }
