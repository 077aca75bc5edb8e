package gocell

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	colours  = regexp.MustCompile("\x1b\\[[0-9;]*m")
	position = regexp.MustCompile(`^(\s*)(?:\S*/)?main(?:_test)?\.go:\d+(?::\d+)?: ?(.*)$`)
	noise    = regexp.MustCompile(`^(?:# \S+|exit status \d+|failed to run ".*)$`)

	andMore = regexp.MustCompile(` \(and \d+ more errors?\)$`)
	inPaths = regexp.MustCompile(` \([^()\n]*/[^()\n]*\)`) // "is not in std (/usr/local/go/src/numpy)"
	folders = regexp.MustCompile(`(?:/[^\s/:"']+)+/(?:go/src|pkg/mod|gonb_\w+)/|\bgonb_\w+\b`)
)

// cleaned returns a text of Go without colours, folders and lines that say nothing.
func cleaned(text string) string {
	var lines []string
	for line := range strings.Lines(colours.ReplaceAllString(text, "")) {
		line = strings.TrimRight(line, "\r\n")
		if !noise.MatchString(line) {
			lines = append(lines, folders.ReplaceAllString(line, ""))
		}
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// cleanedBuild is the compiler's text with places in cells: "./main.go:12:3: …" becomes "Cell [3], line 2: …".
func cleanedBuild(text string, problems []Problem) string {
	lines := strings.Split(cleaned(text), "\n")
	for i, line := range lines {
		found := position.FindStringSubmatch(line)
		if found == nil {
			continue
		}
		lines[i] = found[1] + shortened(found[2])
		if len(problems) > 0 && strings.HasPrefix(problems[0].Message, shortened(found[2])) {
			lines[i] = found[1] + place(problems[0].Cell, problems[0].Line) + ": " + shortened(found[2])
			problems = problems[1:]
		}
	}
	return strings.Join(lines, "\n")
}

// shortened returns a message without paths, and without the number of other errors.
func shortened(message string) string {
	message = andMore.ReplaceAllString(message, "")
	return folders.ReplaceAllString(inPaths.ReplaceAllString(message, ""), "")
}

// place names a line of a cell, as in "Cell [3], line 2".
func place(cell, line int) string {
	switch {
	case cell > 0 && line > 0:
		return fmt.Sprintf("Cell [%d], line %d", cell, line)
	case cell > 0:
		return fmt.Sprintf("Cell [%d]", cell)
	case line > 0:
		return fmt.Sprintf("This cell, line %d", line)
	}
	return "This cell"
}
