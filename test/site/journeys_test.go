package site

// What a student meets: a program that does not end, a page that is closed, a day without a network.

import (
	"context"
	"strings"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
)

// place is that of the first code cell of page 00.
const place = 1

func TestAProgramIsStopped(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	output(t, page, place, "func six() int { return 6 }\n\n%%\nfmt.Println(six())")
	must(t, page.Begin(place, "%%\nfmt.Println(\"it runs\")\nfor {\n}"))
	must(t, page.WaitForOutput(place, "it runs"))
	begun := time.Now()
	must(t, page.Command("notebook:interrupt-kernel"))
	must(t, page.WaitForOutput(place, "This cell was stopped"))
	t.Log("it was stopped after", time.Since(begun))
	if got := output(t, page, place, "%%\nfmt.Println(six())"); got != "6" {
		t.Errorf("the next cell shows %q", got)
	}
}

func TestAProgramThatPrintsForEverIsEnded(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	got := output(t, page, place, "%%\nfor {\n\tfmt.Println(1)\n}")
	if !strings.Contains(got, "Stopped: this cell printed") {
		t.Errorf("it shows %q", got[:min(len(got), 500)])
	}
}

func TestTheSiteWorksWithoutANetworkAndKeepsFiles(t *testing.T) {
	page, server := open(t, "00_start_here.ipynb")
	output(t, page, place, "%%\nos.WriteFile(\"note.txt\", []byte(\"kept\"), 0o644)")
	must(t, page.Save())
	goOffline(t, page, server)
	must(t, page.Open(server.Page("00_start_here.ipynb")))
	var code string
	must(t, page.Do(chromedp.Evaluate(
		`window.jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.source`, &code)))
	if !strings.Contains(code, "note.txt") {
		t.Errorf("the changed cell is now %q", code)
	}
	got := output(t, page, place, "%%\ntext, err := os.ReadFile(\"note.txt\")\nfmt.Println(string(text), err)")
	if got != "kept <nil>" {
		t.Errorf("after the reload, it shows %q", got)
	}
}

func TestAPageIsBegunAgain(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	output(t, page, place, "%%\nfmt.Println(\"changed\")")
	must(t, page.Save())
	const source = `window.jupyterapp.serviceManager.contents.get('00_start_here.ipynb', {content: true}).then(
		page => page.content.cells[1].source.toString())`
	var before, after string
	must(t, page.Do(evaluate(source, &before), evaluate(
		`window.jupyterapp.serviceManager.contents.rename('00_start_here.ipynb', 'mine.ipynb').then(() => `+source+`)`,
		&after)))
	if !strings.Contains(before, "changed") || !strings.Contains(after, "Hello. This is a program in Go") {
		t.Errorf("the cell was %q, and is %q in the lecture's page", before, after)
	}
}

func TestABrowserThatIsTooOldGetsASentence(t *testing.T) {
	server, err := Serve()
	must(t, err)
	t.Cleanup(server.Stop)
	page, err := browser.OpenPage(1280, 1000)
	must(t, err)
	t.Cleanup(page.Close)
	must(t, page.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := cdppage.AddScriptToEvaluateOnNewDocument(`delete globalThis.DecompressionStream`).Do(ctx)
		return err
	}), chromedp.Navigate(server.Page("00_start_here.ipynb"))))
	must(t, page.Until(`document.querySelector('[role=alert]')?.textContent.startsWith('This browser is too old')`))
}

// evaluate waits for what a promise gives.
func evaluate(script string, result any) chromedp.Action {
	return chromedp.Evaluate(script, result, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	})
}
