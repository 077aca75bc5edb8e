package gocell

import (
	"fmt"
	"strings"
)

// noteStyle is the box of a note: a remark above a result, and no error.
const noteStyle = "border-left:6px solid #0072b2;padding:4px 14px;margin:4px 0;border-radius:3px;" +
	"overflow-wrap:anywhere;background:var(--jp-layout-color1,#fff);color:var(--jp-ui-font-color0,#000)"

// NoteHTML returns a note as JupyterLab shows it: one that begins with ⚠ in bold letters.
func NoteHTML(note string) string {
	text := withCode(note)
	if strings.HasPrefix(note, "⚠") {
		text = "<strong>" + text + "</strong>"
	}
	return fmt.Sprintf(`<div role="note" style="%s">%s</div>`, noteStyle, text)
}
