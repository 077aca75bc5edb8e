package gocell

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"
)

// The colours follow JupyterLab's theme, by its variables; outside JupyterLab they are the light theme's.
const (
	boxStyle = "border-left:6px solid #d55e00;padding:8px 14px;margin:4px 0;border-radius:3px;overflow-wrap:anywhere;" +
		"background:var(--jp-layout-color1,#fff);color:var(--jp-ui-font-color0,#000)"
	codeStyle = "margin:6px 0;padding:4px 8px;white-space:pre-wrap;font-family:var(--jp-code-font-family,monospace);" +
		"background:var(--jp-layout-color2,#eee);color:var(--jp-ui-font-color0,#000)"
	wordStyle = "padding:0 3px;font-family:var(--jp-code-font-family,monospace);" +
		"background:var(--jp-layout-color2,#eee);color:var(--jp-ui-font-color0,#000)"
	markStyle = "text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px;font-weight:bold"
)

// HTML returns the box that JupyterLab shows: place, sentence, the cell's line with the error underlined, and what Go
// says, folded where it is long. Nothing in it moves.
func (e Explanation) HTML() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div role="status" style="%s"><strong>%s</strong>`, boxStyle, html.EscapeString(e.title()))
	if e.Sentence != "" {
		fmt.Fprintf(&b, `<div style="margin-top:4px">%s</div>`, withCode(e.Sentence))
	}
	if source, column := e.line(); source != "" {
		fmt.Fprintf(&b, `<pre style="%s">%s</pre>`, codeStyle, underlined(source, column))
	}
	return b.String() + e.goSays() + "</div>"
}

// goSays is Go's message: a line, or the summary of the whole text.
func (e Explanation) goSays() string {
	if e.Message == "" {
		return "" // an error of our own packages is its sentence
	}
	first, _, _ := strings.Cut(e.Message, "\n")
	line := fmt.Sprintf(`Go says: <span style="%s">%s</span>`, wordStyle, html.EscapeString(first))
	if details := e.folded(); details != "" {
		return fmt.Sprintf(`<details style="margin-top:4px"><summary>%s</summary><pre style="%s">%s</pre></details>`,
			line, codeStyle, html.EscapeString(details))
	}
	return fmt.Sprintf(`<div style="margin-top:4px">%s</div>`, line)
}

// folded is what the box shows only when it is opened.
func (e Explanation) folded() string {
	if e.Details == "" && strings.Contains(e.Message, "\n") {
		return e.Message
	}
	return e.Details
}

// fromOutside finds the ends of a program that somebody stopped.
var fromOutside = regexp.MustCompile(`^signal: (interrupt|terminated|killed)`)

// title names the place, or says how the program ended where the place is not known.
func (e Explanation) title() string {
	switch {
	case e.Cell != 0 || e.Line != 0:
		return "✗ " + place(e.Cell, e.Line)
	case e.Sentence == StoppedBuild || fromOutside.MatchString(e.Message):
		return "■ This cell was stopped"
	}
	return "✗ This cell did not work"
}

// line returns the cell's line without the blanks before it, and the column in it.
func (e Explanation) line() (source string, column int) {
	source = strings.TrimLeft(e.Source, " \t")
	return strings.TrimRight(source, " \t\r\n"), e.Column - (len(e.Source) - len(source))
}

// withCode escapes a sentence for HTML; what stands between backquotes is code.
func withCode(sentence string) string {
	parts := strings.Split(html.EscapeString(sentence), "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = fmt.Sprintf(`<code style="%s">%s</code>`, wordStyle, parts[i])
	}
	return strings.Join(parts, "")
}

var word = regexp.MustCompile(`^(?:[\p{L}\p{M}_\d]+|"[^"]*"?|'[^']*'?|.)`)

// underlined escapes a line of code for HTML, with the word at a column underlined.
func underlined(line string, column int) string {
	at := word.FindString(fromColumn(line, column))
	if at == "" || unicode.IsSpace([]rune(at)[0]) {
		return html.EscapeString(line)
	}
	return fmt.Sprintf(`%s<u style="%s">%s</u>%s`, html.EscapeString(line[:column-1]), markStyle, html.EscapeString(at),
		html.EscapeString(line[column-1+len(at):]))
}

// Text returns the same as plain text, without what is folded.
func (e Explanation) Text() string {
	lines := []string{e.title()}
	if e.Sentence != "" {
		lines[0] += ": " + e.Sentence
	}
	if source, column := e.line(); source != "" {
		lines = append(lines, "    "+source)
		if fromColumn(source, column) != "" {
			lines = append(lines, "    "+caret(source[:column-1]))
		}
	}
	if e.Message != "" {
		lines = append(lines, "Go says: "+e.Message)
	}
	return strings.Join(lines, "\n")
}

// caret is a ^ below the end of a text, which may hold tabs.
func caret(before string) string {
	blanks := strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case unicode.Is(unicode.M, r):
			return -1 // has no width
		}
		return ' '
	}, before)
	return blanks + "^"
}
