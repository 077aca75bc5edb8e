package browser

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Chart is a chart as it stands on the page.
type Chart struct {
	Place int    // of its cell
	Title string // what it is called for those who do not see it
	Marks int    // bars, lines, points, texts … that cover some ground
	Cut   int    // pixels that it is wider than the output area around it
}

// charts looks at every chart of the notebook, each scrolled into view.
const charts = `(async () => {
	const found = [];
	for (const chart of document.querySelectorAll('.jp-Notebook .jp-RenderedVegaCommon5')) {
		chart.scrollIntoView({block: 'center'});
		await new Promise(done => setTimeout(done, 50));
		const svg = chart.querySelector('svg');
		const kinds = ['path', 'line', 'text', 'image'].map(kind => 'svg .role-mark > ' + kind);
		const marks = [...chart.querySelectorAll(kinds.join(', '))];
		const visible = mark => { const box = mark.getBoundingClientRect(); return box.width + box.height > 0; };
		const around = chart.closest('.jp-OutputArea-output').getBoundingClientRect();
		found.push({
			place: Number(chart.closest('.jp-Cell').dataset.windowedListIndex),
			title: svg?.querySelector('.role-title-text text')?.textContent ?? '',
			marks: marks.filter(visible).length,
			cut: Math.max(0, Math.round((svg?.getBoundingClientRect().right ?? 0) - around.right)),
		});
	}
	return found;
})()`

// stillSliders moves every slider to its other end, and says which of them change nothing in their picture.
const stillSliders = `(async () => {
	const still = [];
	for (const slider of document.querySelectorAll('.jp-RenderedVegaCommon5 .vega-bindings input[type=range]')) {
		const picture = slider.closest('.jp-RenderedVegaCommon5').querySelector('svg');
		slider.scrollIntoView({block: 'center'});
		const before = picture.innerHTML;
		slider.value = slider.value === slider.min ? slider.max : slider.min;
		slider.dispatchEvent(new Event('input'));
		await new Promise(done => setTimeout(done, 500));
		if (slider.closest('.jp-RenderedVegaCommon5').querySelector('svg').innerHTML === before) {
			const place = slider.closest('.jp-Cell').dataset.windowedListIndex;
			still.push(place + ': ' + slider.closest('.vega-bind').textContent);
		}
	}
	return still;
})()`

// Charts waits until as many charts are drawn as the notebook holds, and returns those that there are.
func (p *Page) Charts(want int) (found []Chart, err error) {
	drawn := `document.querySelectorAll('.jp-Notebook .jp-RenderedVegaCommon5 svg').length`
	if err := p.Until(fmt.Sprintf(`%s >= %d`, drawn, want)); err != nil {
		return nil, err
	}
	return found, p.Ask(charts, &found)
}

// StillSliders moves every slider, and returns those that change nothing.
func (p *Page) StillSliders() (still []string, err error) { return still, p.Ask(stillSliders, &still) }

// Ask runs a script that promises an answer.
func (p *Page) Ask(script string, answer any) error {
	wait := func(parameters *runtime.EvaluateParams) *runtime.EvaluateParams {
		return parameters.WithAwaitPromise(true)
	}
	return p.Do(chromedp.Evaluate(script, answer, wait))
}

// Texts returns the lines of text in a cell's pictures that hold one of some parts.
func (p *Page) Texts(place int, parts ...string) (lines []string, err error) {
	var all []string
	script := fmt.Sprintf(`[...document.querySelectorAll(%q)].map(text => text.textContent)`,
		cell(place)+" svg text:not(:has(tspan)), "+cell(place)+" svg tspan")
	err = p.Ask(script, &all)
	for _, line := range all {
		if slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(line, part) }) {
			lines = append(lines, line)
		}
	}
	return lines, err
}
