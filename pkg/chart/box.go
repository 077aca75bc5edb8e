package chart

import (
	"fmt"
	"html/template"
	"strings"

	"nexttoken/pkg/cell"
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
	look := struct{ Mark, Colour, Tint, Title, Message string }{"✗", "#d55e00", "rgba(213,94,0,.12)", title, message}
	if right {
		look.Mark, look.Colour, look.Tint = "✓", "#009e73", "rgba(0,158,115,.12)"
	}
	var page strings.Builder
	err = boxTemplate.Execute(&page, look)
	return page.String(), strings.TrimSpace(fmt.Sprintf("%s %s %s", look.Mark, title, message)), err
}

// check ends the cell with one sentence if something cannot be shown.
func check(err error) { cell.Check(err) }
