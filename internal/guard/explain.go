package guard

import (
	"fmt"
	"regexp"
	"strconv"

	"nexttoken/internal/gocell"
)

// ended is what GoNB's reply holds where the program was built and then ended by itself, or was ended.
var ended = regexp.MustCompile(`^(?:exit status (\d+)|signal: .*)$`)

// exitStatus returns what ExplainRun wants: an exit status, or minus the signal, which the launcher gives as a shell does.
func exitStatus(ending string) int {
	n := 0
	if found := ended.FindStringSubmatch(ending); found != nil {
		n, _ = strconv.Atoi(found[1])
	}
	if n > 128 {
		return 128 - n
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
		return gocell.Explain([]gocell.Problem{*r.problem}, r.problem.Message), true
	case r.overfull:
		return gocell.Explanation{Sentence: displaySentence(g.limit)}, true
	case r.noisy:
		return gocell.Explanation{Sentence: noisySentence}, true
	case stopped != "":
		return gocell.Explanation{Sentence: stopped}, true
	case result["status"] != "error":
		return gocell.Explanation{}, false
	case ended.MatchString(value):
		return gocell.ExplainRun(r.trace.String(), exitStatus(value)), true
	}
	problems := gocell.ParseGoNB(value, lines(result["traceback"]))
	return gocell.Explain(problems, value, g.history.Names(r.cell)...), true
}

// remember keeps what the cell declared. A program that failed while it ran was built: its declarations are current.
func (g *Guard) remember(r *run, result map[string]any, failed bool) {
	value, _ := result["evalue"].(string)
	switch {
	case r.cell == nil:
	case r.problem == nil && (!failed || result["status"] != "error" || ended.MatchString(value)):
		g.history.Compiled(r.cell, count(result))
	default:
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
