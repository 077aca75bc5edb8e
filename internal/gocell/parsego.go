package gocell

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	inCell = regexp.MustCompile(`^(\s*)(?:\S*/)?cell(\d+)\.go:(\d+)(?::(\d+))?: ?(.*)$`)
	traced = regexp.MustCompile(`(?m)^\t\S*\bcell(\d+)\.go:(\d+)`)
)

// ParseGo reads what Go's compiler printed about a program of History.Program. source returns a cell's text by its
// number.
func ParseGo(output string, source func(cell int) string) []Problem {
	var problems []Problem
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\n")
		found := inCell.FindStringSubmatch(line)
		switch {
		case strings.TrimSpace(line) == "" || noise.MatchString(line):
		case found != nil && found[1] == "":
			problems = append(problems, goProblem(found, source))
		case len(problems) > 0: // "\thave (number)", "\tcell1.go:3:4: other declaration of x"
			if found != nil {
				line = found[1] + found[5]
			}
			continued(&problems[len(problems)-1], line)
		default:
			problems = append(problems, Problem{Message: shortened(line)})
		}
	}
	return problems
}

// goProblem returns the problem of one line, cut by inCell.
func goProblem(found []string, source func(cell int) string) Problem {
	p := Problem{Message: shortened(found[5])}
	p.Cell, _ = strconv.Atoi(found[2])
	p.Line, _ = strconv.Atoi(found[3])
	p.Column, _ = strconv.Atoi(found[4])
	p.Code = source(p.Cell)
	p.Source = Line(p.Code, p.Line)
	return p
}

// Line returns a line of a cell's text, counted from 1; "" if there is none.
func Line(source string, line int) string {
	lines := strings.Split(source, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}

// Marked returns the trace of a program of History.Program with the marks that GoNB puts into a trace, which ExplainRun
// reads.
func Marked(trace string) string {
	return traced.ReplaceAllString(trace, "\t[[ Cell [$1] Line $2 ]] main.go:$2")
}
