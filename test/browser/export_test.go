package browser

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// exported writes a notebook, or the file at a path, as `make book` and `make slides` do, and opens it from the disk.
func exported(t *testing.T, kind, notebook string) *Page {
	t.Helper()
	folder := t.TempDir()
	command := exec.Command(
		filepath.Join(lab.Root(), ".venv/bin/python"),
		filepath.Join(lab.Root(), "export/export.py"),
		kind,
		folder,
		notebook,
	)
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("export.py %s: %v: %s", kind, err, said)
	}
	notebook = strings.TrimSuffix(filepath.Base(notebook), ".ipynb")
	page, err := OpenPage(1280, 860)
	must(t, err)
	t.Cleanup(page.Close)
	t.Cleanup(func() { page.Screenshot(filepath.Join(lab.Root(), "test", "screenshots", kind+"-"+notebook+".png")) })
	must(t, page.Do(chromedp.Navigate("file://"+filepath.Join(folder, notebook+".html"))))
	must(t, page.Until(`document.readyState === 'complete' && window.MathJax?.startup?.promise`))
	must(t, page.Do(chromedp.Evaluate(`MathJax.startup.promise.then(() => true)`, nil, awaited)))
	return page
}

// awaited lets a promise come true.
func awaited(parameters *runtime.EvaluateParams) *runtime.EvaluateParams {
	return parameters.WithAwaitPromise(true)
}

// checkOffline fails if a page asked anything of any host, or says something to a reader that should have been a
// formula.
func checkOffline(t *testing.T, page *Page) {
	t.Helper()
	var formulas int
	var text string
	must(t, page.Do(
		chromedp.Evaluate(`document.querySelectorAll('mjx-container svg').length`, &formulas),
		chromedp.Evaluate(
			`[...document.querySelectorAll('.jp-RenderedMarkdown')].map(part => part.innerText).join("\n")`,
			&text,
		),
	))
	if formulas == 0 || strings.Contains(text, "$$") || strings.Contains(text, `\frac`) {
		t.Errorf("%d formulas are drawn, and the text is %.200q", formulas, text)
	}
	if hosts := page.Hosts(); len(hosts) > 0 {
		t.Errorf("the page asked %v", hosts)
	}
	checkRefused(t, page)
}

// bars returns the descriptions of the bars of all charts that have a slider.
func bars(t *testing.T, page *Page) (descriptions []string) {
	t.Helper()
	must(t, page.Until(`document.querySelector('.vega-bindings input[type=range]')`))
	must(
		t,
		page.Do(
			chromedp.Evaluate(
				`[...document.querySelectorAll('.vega-embed')].filter(chart => chart.querySelector('.vega-bindings'))
			.flatMap(chart => [...chart.querySelectorAll('svg .mark-rect path')])
			.map(bar => bar.getAttribute('aria-label') + bar.getAttribute('d'))`,
				&descriptions,
			),
		),
	)
	return descriptions
}

// checkMoves moves the first slider of the page and sees bars change, without a kernel.
func checkMoves(t *testing.T, page *Page, value float64) {
	t.Helper()
	before := bars(t, page)
	must(t, page.Do(chromedp.Evaluate(fmt.Sprintf(`(() => {
		const slider = document.querySelector('.vega-bindings input[type=range]');
		slider.value = %g;
		slider.dispatchEvent(new Event('input')) })()`, value), nil), chromedp.Sleep(300*time.Millisecond)))
	after := bars(t, page)
	if len(before) == 0 || len(before) != len(after) || slices.Equal(before, after) {
		t.Errorf(
			"the slider turned %d bars into %d, which are the same: %v",
			len(before),
			len(after),
			slices.Equal(before, after),
		)
	}
}

// unfit names the slides that are cut or scroll, with all that waits for a key on the screen, and all answers open.
const unfit = `(async () => {
	await Promise.all([MathJax.startup.promise, ...window.charts]);
	const page = document.querySelector('.reveal .slides').getBoundingClientRect(), found = [];
	for (const slide of document.querySelectorAll('.slides > section > section')) {
		const at = Reveal.getIndices(slide);
		Reveal.slide(at.h, at.v, 99);
		slide.querySelectorAll('details').forEach(part => { part.open = true; });
		await new Promise(done => setTimeout(done, 50)); // until the slide is fitted again
		const outside = part => { const box = part.getBoundingClientRect();
			return box.width * box.height > 0 && (box.bottom > page.bottom + 2 || box.right > page.right + 2); };
		const scrolls = part => ['auto', 'scroll'].includes(getComputedStyle(part).overflowY)
			&& (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1);
		const parts = [slide, ...slide.querySelectorAll('*')].filter(part => !part.closest('svg'));
		const wrong = parts.filter(part => outside(part) || scrolls(part));
		slide.querySelectorAll('details').forEach(part => { part.open = false; });
		if (wrong.length > 0) found.push(slide.textContent.trim().slice(0, 40) + ': ' + wrong.length);
	}
	return found;
})()`

// checkFits goes through all slides: each is on the screen as a whole, without scrollbars.
func checkFits(t *testing.T, page *Page) {
	t.Helper()
	var wrong []string
	must(t, page.Ask(unfit, &wrong))
	for _, slide := range wrong {
		t.Errorf("parts of this slide do not fit: %s", slide)
	}
}

func TestTheBookMovesWithoutKernelOrInternet(t *testing.T) {
	t.Parallel()
	page := exported(t, "book", "09_temperature")
	checkMoves(t, page, 0.5)
	checkOffline(t, page)
	var pictures int
	must(t, page.Do(chromedp.Evaluate(`document.querySelectorAll('.jp-OutputArea img').length`, &pictures)))
	if pictures != 0 {
		t.Errorf("%d charts are still pictures", pictures)
	}
}

func TestTheSlidesMoveWithoutKernelOrInternet(t *testing.T) {
	t.Parallel()
	page := exported(t, "slides", "05_training")
	checkFits(t, page)
	checkMoves(t, page, 0) // it starts at the last step
	checkOffline(t, page)
}
