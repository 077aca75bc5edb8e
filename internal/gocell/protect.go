package gocell

import (
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// protected returns the cell for GoNB: as many lines, and the same Go, but no line of Go that GoNB would read as a
// command or drop.
func (l *layout) protected() string {
	lines := strings.Split(l.withoutRawLines(), "\n")
	goes := l.commandLines()
	for i, line := range lines {
		if c, ok := goes[i]; ok {
			lines[i] = c.protectedLine(i, line)
		} else if misread(line) {
			lines[i] = " " + line
		}
	}
	return strings.Join(lines, "\n")
}

// misread reports whether GoNB would run or drop a line.
func misread(line string) bool {
	text := trimPrefix(line)
	return strings.HasPrefix(line, "package") || len(text) > 1 && (text[0] == '%' || text[0] == '!')
}

// commandLines returns the commands by the lines that they stand in.
func (l *layout) commandLines() map[int]command {
	at := map[int]command{}
	for _, c := range l.commands {
		for line := c.line; line <= c.last; line++ {
			at[line] = c
		}
	}
	return at
}

// protectedLine returns one line of a command. GoNB looks for % main, which works, only as %main; and it looks for %%
// also where a line goes on.
func (c command) protectedLine(line int, text string) string {
	switch {
	case line > c.line && strings.HasPrefix(trimPrefix(text), "%"):
		return " " + trimPrefix(text)
	case line == c.line && c.makesMain():
		prefix := text[:len(text)-len(trimPrefix(text))]
		words := strings.TrimLeft(trimPrefix(text)[1:], " \t")
		name, rest, _ := strings.Cut(strings.ReplaceAll(words, "\t", " "), " ")
		return prefix + strings.TrimSuffix("%"+name+" "+strings.TrimLeft(rest, " "), " ")
	}
	return text
}

// withoutRawLines returns the text with those raw strings written as sums of strings that GoNB would misread: a space
// in front of a line would change their values.
func (l *layout) withoutRawLines() string {
	var b strings.Builder
	done := 0
	source := l.withoutDirectives()
	for _, t := range l.tokens {
		if t.token != token.STRING || t.text[0] != '`' {
			continue
		}
		raw, _, closed := strings.Cut(source[t.offset+1:], "`")
		if closed && slices.ContainsFunc(l.lines[t.line+1:][:strings.Count(raw, "\n")], misread) {
			b.WriteString(source[done:t.offset] + sum(raw))
			done = t.offset + len(raw) + len("``")
		}
	}
	return b.String() + source[done:]
}

// withoutDirectives returns the text with spaces for the word line in comments such as //line 7. They move the lines of
// errors, and GoNB does not survive that.
func (l *layout) withoutDirectives() string {
	text := []byte(l.source)
	for _, t := range l.tokens {
		if t.token == token.COMMENT && strings.HasPrefix(t.text[len("//"):], "line ") {
			copy(text[t.offset+len("//"):], "    ")
		}
	}
	return string(text)
}

// sum returns what stands between two backquotes as a sum of strings, one for each line.
func sum(raw string) string {
	lines := strings.SplitAfter(strings.ReplaceAll(raw, "\r", ""), "\n")
	for i, line := range lines {
		lines[i] = strconv.Quote(line)
	}
	return "(" + strings.Join(lines, " +\n") + ")"
}

// checkProtected returns a problem where the protected text is no Go: a raw string with a line that GoNB would misread
// stands where Go allows no sum, in the tag of a struct's field.
func (l *layout) checkProtected(protected string) *Problem {
	if protected == l.source {
		return nil
	}
	again := scan(protected)
	_, err := parser.ParseFile(token.NewFileSet(), "", again.program(), 0)
	if err == nil {
		return nil
	}
	commands := l.commandLines()
	for i, line := range l.lines {
		if _, ok := commands[i]; !ok && misread(line) {
			return l.problemAt(l.starts[i], "A line inside this text must not begin with `"+line[:1]+
				"`. Put a space in front of it.")
		}
	}
	return nil
}
