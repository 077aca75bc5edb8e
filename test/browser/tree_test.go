package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// treeChart is the chart with the generation tree.
const treeChart = `[...document.querySelectorAll('.vega-embed')]
	.find(chart => chart.textContent.includes('characters drawn after'))`

// treeTexts returns what the tree says.
func treeTexts(t *testing.T, page *Page) (texts []string) {
	t.Helper()
	must(t, page.Until(treeChart))
	must(
		t,
		page.Do(
			chromedp.Evaluate(`[...`+treeChart+`.querySelectorAll('svg text')].map(text => text.textContent)`, &texts),
		),
	)
	return texts
}

// says returns the first text with a part.
func says(texts []string, part string) string {
	for _, text := range texts {
		if strings.Contains(text, part) {
			return text
		}
	}
	return ""
}

func TestTheTreeAnswersWithoutKernel(t *testing.T) {
	t.Parallel()
	page := exported(t, "book", "08_sampling")
	before := treeTexts(t, page)
	if sum := says(before, "pruned or hidden"); !strings.HasPrefix(sum, "leaves ") ||
		!strings.HasSuffix(sum, "= 100 %") {
		t.Errorf("the tree says %q", sum)
	}
	const click = `(() => {
		const nodes = [...%s.querySelectorAll('svg .nodes_marks path')];
		const node = nodes.find(path => path.__data__?.datum?.text === 'abin-');
		const box = node.getBoundingClientRect();
		const at = {bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
		for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
			node.dispatchEvent(new MouseEvent(kind, at)); })()`
	must(t, page.Do(chromedp.Evaluate(fmt.Sprintf(click, treeChart), nil), chromedp.Sleep(300*time.Millisecond)))
	if way := says(treeTexts(t, page), "abin-: "); strings.Count(way, "%") != 3 || !strings.Contains(way, " × ") {
		t.Errorf("after a click on the end of abin, the tree says %q", way)
	}
	must(t, page.Do(chromedp.Evaluate(`(() => {
		const slider = `+treeChart+`.querySelector('.vega-bindings input');
		slider.value = 5;
		slider.dispatchEvent(new Event('input')) })()`, nil), chromedp.Sleep(300*time.Millisecond)))
	after := treeTexts(t, page)
	if len(after) >= len(before) || says(after, "pruned or hidden") == says(before, "pruned or hidden") {
		t.Errorf("the slider left %d of %d texts, and %q", len(after), len(before), says(after, "pruned or hidden"))
	}
}
