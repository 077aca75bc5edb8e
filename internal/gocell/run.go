package gocell

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const traceLines = 40 // of a trace that is shown: endless recursion has a hundred and more

var (
	stopped = regexp.MustCompile(`(?m)^(?:panic|fatal error): .*(?:\n\t.*)*`)
	again   = regexp.MustCompile(` \[recovered(?:, repanicked)?\]|\n\tpanic: [^\n]*`)
	ended   = regexp.MustCompile(`(?m)^(?:exit status \d+|signal: .*)$`)
	mark    = regexp.MustCompile(`\[\[ Cell (?:\[(\d+)\] )?Line (\d+) \]\]`)
	frame   = regexp.MustCompile(`(?m)^\t *(?:(\[\[ Cell (?:\[\d+\] )?Line \d+ \]\]) )?\S*main(?:_test)?\.go:(\d+)`)
	numbers = regexp.MustCompile(` (?:\+0x[0-9a-f]+|fp=\S+|sp=\S+|pc=\S+|gp=\S+|m=\S+|mp=\S+)`)
	values  = regexp.MustCompile(`(?m)\([^()\n]*0x[^()\n]*\)$`)
	cross   = regexp.MustCompile(`(?m)^✗ `)
	unasked = regexp.MustCompile(`(?ms)^runtime stack:\n.*?\n\n|^\[signal [^\n]*\n`)
)

// ExitSentence is about a program that ended itself before it showed anything.
const ExitSentence = "`os.Exit` ended the whole program before it showed anything: a check cannot answer. To end " +
	"only a function, write `return`."

// StoppedBuild is about a cell that was stopped before its program ran.
const StoppedBuild = "You stopped this cell while its program was built."

// FailureAt returns where in the standard error of a program that failed its failure begins: a trace, or the last error
// of our packages. It is the length of the text if there is none.
func FailureAt(stderr string) int {
	if at := stopped.FindStringIndex(stderr); at != nil {
		return at[0]
	}
	if at := cross.FindAllStringIndex(stderr, -1); at != nil {
		return at[len(at)-1][0]
	}
	return len(stderr)
}

// ExplainRun explains why a program ended. stderr is what it printed, with GoNB's marks, "[[ Cell [3] Line 2 ]]"; exit
// is the program's exit status, or -n if signal n ended it.
func ExplainRun(stderr string, exit int) Explanation {
	stderr = colours.ReplaceAllString(stderr, "")
	if own := lastCross(stderr); own != "" {
		return ownError(own)
	}
	p := Problem{Message: endMessage(stderr, exit)}
	if at := stopped.FindStringIndex(stderr); at != nil {
		stderr = stderr[at[0]:]
		p.Cell, p.Line = firstPlace(stderr)
	}
	return explained(p, cleanedTrace(stderr), nil)
}

// ownError explains an error that our packages showed: it is a sentence, unless GoMLX wrote it.
func ownError(text string) Explanation {
	if _, sentence, found := matching("✗ " + text + "\n\n"); found {
		return Explanation{Sentence: sentence, Message: text}
	}
	return Explanation{Sentence: text}
}

// lastCross returns the sentence of our packages' own errors, from the last line on that begins with ✗; "" if the
// program did not end with one.
func lastCross(stderr string) string {
	at := cross.FindAllStringIndex(stderr, -1)
	if at == nil {
		return ""
	}
	own := stderr[at[len(at)-1][1]:]
	if stopped.MatchString(own) {
		return ""
	}
	return strings.ReplaceAll(cleaned(own), "\n", " ")
}

// endMessage returns the message of a panic or of the run time; else how the program ended.
func endMessage(stderr string, exit int) string {
	if message := stopped.FindString(stderr); message != "" {
		return strings.TrimSpace(again.ReplaceAllString(message, ""))
	}
	if all := ended.FindAllString(stderr, -1); all != nil {
		return all[len(all)-1]
	}
	if exit < 0 {
		return "signal: " + cmp.Or(signals[-exit], strconv.Itoa(-exit))
	}
	return fmt.Sprintf("exit status %d", exit)
}

var signals = map[int]string{2: "interrupt", 9: "killed", 15: "terminated"}

// firstPlace returns the cell and line of a trace's first line in a cell: 0, 0 if GoNB's mark for it is missing.
func firstPlace(trace string) (cell, line int) {
	frames := frame.FindAllStringSubmatch(trace, -1)
	for _, f := range frames {
		if f[1] != "" && f[2] == frames[0][2] { // GoNB leaves a mark out where a path comes in two pieces
			return markedPlace(f[1])
		}
	}
	return 0, 0
}

func markedPlace(text string) (cell, line int) {
	found := mark.FindStringSubmatch(text)
	cell, _ = strconv.Atoi(found[1])
	line, _ = strconv.Atoi(found[2])
	return cell, line
}

// cleanedTrace is a trace with places in cells, without addresses and folders.
func cleanedTrace(stderr string) string {
	stderr = unasked.ReplaceAllString(values.ReplaceAllString(numbers.ReplaceAllString(stderr, ""), "(…)"), "")
	marked := frame.ReplaceAllStringFunc(stderr, func(line string) string {
		if mark.MatchString(line) {
			return "\t" + place(markedPlace(line))
		}
		return "\tthe cell's program"
	})
	lines := strings.Split(cleaned(marked), "\n")
	if len(lines) > traceLines {
		lines = append(lines[:traceLines], "…")
	}
	return strings.Join(lines, "\n")
}
