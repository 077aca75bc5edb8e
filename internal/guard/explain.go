package guard

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"nexttoken/internal/gocell"
)

// ended is what GoNB's reply holds where the program was built and then ended by itself, or was ended.
var ended = regexp.MustCompile(`^(?:exit status (\d+)|signal: .*)$`)

// signals are those that end programs, by the names that Go gives them.
var signals = []syscall.Signal{syscall.SIGINT, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGABRT, syscall.SIGSEGV,
	syscall.SIGILL, syscall.SIGBUS, syscall.SIGFPE}

// exitStatus returns what ExplainRun wants: an exit status, or minus the signal.
func exitStatus(ending string) int {
	for _, s := range signals {
		if strings.HasPrefix(ending, "signal: "+s.String()) {
			return -int(s)
		}
	}
	n := 0
	if found := ended.FindStringSubmatch(ending); found != nil {
		n, _ = strconv.Atoi(found[1])
	}
	return n
}

const noisySentence = "Stopped: a command of this cell printed more than 1 MB. Let it print less, or into a file."

// explain returns why a cell failed; false if it did not.
func (g *Guard) explain(r *run, result map[string]any) (gocell.Explanation, bool) {
	stopped := g.cells.TakeStopped()
	value, _ := result["evalue"].(string)
	switch {
	case r.problem != nil:
		r.problem.Cell, r.problem.Code = count(result), r.cell.Source
		return gocell.Explain([]gocell.Problem{*r.problem}, r.problem.Message), true
	case r.overfull:
		return gocell.Explanation{Sentence: displaySentence(g.limit)}, true
	case r.noisy:
		return gocell.Explanation{Sentence: noisySentence}, true
	case stopped != "":
		return gocell.Explanation{Sentence: stopped}, true
	case result["status"] != "error" && r.printed+r.total == 0 && g.history.Exits(r.cell):
		return gocell.Explanation{Sentence: gocell.ExitSentence}, true
	case result["status"] != "error":
		return gocell.Explanation{}, false
	case r.interrupted && !ended.MatchString(value):
		return gocell.Explanation{Sentence: gocell.StoppedBuild}, true
	case ended.MatchString(value):
		return g.explainRun(r, value, count(result)), true
	}
	problems := gocell.ParseGoNB(value, lines(result["traceback"]))
	for i, p := range problems {
		problems[i].Code, problems[i].Sentence = g.sources[cmp.Or(p.Cell, count(result))], g.history.Sentence(p.Message)
	}
	return gocell.Explain(problems, value, g.history.Names(r.cell)...), true
}

// explainRun explains why a program ended. An error of our packages ends it without a trace: its place is known where
// one line alone can have done it.
func (g *Guard) explainRun(r *run, ending string, number int) gocell.Explanation {
	e := gocell.ExplainRun(r.own.String()+r.trace.String(), exitStatus(ending))
	if r.own.Len() > 0 && e.Message == "" {
		if cell, line := g.history.Check(r.cell); line > 0 {
			e.Cell, e.Line = cmp.Or(cell, number), line
		}
	}
	e.Source = gocell.Line(g.sources[e.Cell], e.Line)
	return e
}

// remember keeps what the cell declared. A program that failed while it ran was built: its declarations are current.
func (g *Guard) remember(r *run, result map[string]any, failed bool) {
	value, _ := result["evalue"].(string)
	if r.problem == nil && (!failed || result["status"] != "error" || ended.MatchString(value)) {
		g.history.Compiled(r.cell, count(result))
	} else {
		g.history.Failed(r.cell, count(result))
	}
}

// lines returns the texts of a list in JSON.
func lines(list any) []string {
	var texts []string
	all, _ := list.([]any)
	for _, one := range all {
		if text, ok := one.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// displaySentence is what a cell shows that displayed too much.
func displaySentence(limit int) string {
	return fmt.Sprintf("Stopped: the displays of this cell are larger than %d MB, and a page of that size is slow. "+
		"Show fewer of them. NEXTTOKEN_DISPLAY_MB, set before JupyterLab starts, is the limit.", limit/megabyte)
}
