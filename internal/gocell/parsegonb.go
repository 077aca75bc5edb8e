package gocell

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	gonbCell  = regexp.MustCompile(`^Cell(?:\[(\d+)\]:)? Line (\d+)\n`)
	gonbCaret = regexp.MustCompile(`(?m)^(.*)\n( *)\^$`)
)

// ParseGoNB reads the error of a cell that did not compile, from GoNB with -raw_error: evalue is what Go printed, and
// traceback[i] is its line i with the place in a cell, the code around it, and the message.
func ParseGoNB(evalue string, traceback []string) []Problem {
	var problems []Problem
	for i, line := range strings.Split(colours.ReplaceAllString(evalue, ""), "\n") {
		found := position.FindStringSubmatch(line)
		switch {
		case strings.TrimSpace(line) == "" || noise.MatchString(line):
		case found != nil && found[1] == "":
			problems = append(problems, gonbProblem(found[2], tracebackEntry(traceback, i)))
		case len(problems) > 0: // "\thave (number)", "\t./main.go:3:4: other declaration of x"
			continued(&problems[len(problems)-1], line)
		default:
			problems = append(problems, Problem{Message: shortened(line)})
		}
	}
	return problems
}

// tracebackEntry returns an entry of the traceback without colours, or "".
func tracebackEntry(traceback []string, i int) string {
	if i >= len(traceback) {
		return ""
	}
	return colours.ReplaceAllString(traceback[i], "")
}

// gonbProblem reads one entry of the traceback.
func gonbProblem(message, entry string) Problem {
	p := Problem{Message: shortened(message)}
	if found := gonbCell.FindStringSubmatch(entry); found != nil {
		p.Cell, _ = strconv.Atoi(found[1])
		p.Line, _ = strconv.Atoi(found[2])
		if caret := gonbCaret.FindStringSubmatch(entry); caret != nil {
			p.Source, p.Column = caret[1], len(caret[2])+1
		}
	}
	return p
}

// continued adds a line that begins with a tab to the message of the error before it.
func continued(p *Problem, line string) {
	if found := position.FindStringSubmatch(line); found != nil {
		line = found[1] + found[2]
	}
	p.Message += "\n" + shortened(line)
}
