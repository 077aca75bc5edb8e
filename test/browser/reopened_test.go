package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A student closes the page while a model is trained, and opens it again: what was shown meanwhile is lost. The same
// cell, run once more, opens the model and draws the whole curve; another cell that opens it draws none.
func TestWhoClosesThePageDuringTrainingFindsTheCurveAgain(t *testing.T) {
	t.Parallel()
	const notebook = "08_sampling.ipynb"
	page, directory := start(t, notebook)
	training, other := place(t, notebook, "func writer("), place(t, notebook, "sample.PromptNote(")
	must(t, page.RunAbove(training))
	code := codeAt(t, notebook, training)
	must(t, page.Begin(training, code))
	must(t, page.WaitForOutput(training, "steps/s"))
	var address string
	must(t, page.Do(chromedp.Location(&address), chromedp.Navigate("about:blank")))

	must(t, page.Open(strings.ReplaceAll(address, "reset", "")))
	if kept := models(t, directory); len(kept) != 1 {
		t.Errorf("the closed page left the models %v", kept)
	}
	must(t, page.Replace(training, code))
	said, err := page.Output(training)
	must(t, err)
	lines, err := page.Marks(training, "line")
	must(t, err)
	if len(lines) < 2 || !strings.Contains(said, "10,000") {
		t.Errorf("the curve has %d lines, and the cell shows %q", len(lines), said)
	}
	must(t, page.Replace(other, codeAt(t, notebook, other)))
	var charts int
	must(t, page.Do(chromedp.Evaluate(`document.querySelectorAll('`+cell(other)+` svg.marks').length`, &charts)))
	if charts != 0 {
		t.Errorf("another cell that opens the model drew %d charts", charts)
	}
}
