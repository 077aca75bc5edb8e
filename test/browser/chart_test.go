package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// deepTree draws a tree of one long way, which needs no model.
const deepTree = `import (
	"nexttoken/pkg/chart"
	"nexttoken/pkg/sample"
)
%%
root := &sample.Branch{Text: "abi", Probability: 1, Cumulative: 1}
last := root
for range 12 {
	next := &sample.Branch{Token: "x", Text: last.Text + "x", Probability: 0.9, Cumulative: 0.9 * last.Cumulative}
	last.Pruned, last.Children = 0.1*last.Cumulative, []*sample.Branch{next}
	last = next
}
chart.Tree("A deep tree", root)`

// drawTree draws the deep tree in the first cell of code of a page, and returns its place.
func drawTree(t *testing.T) (*Page, int) {
	t.Helper()
	const notebook = "01_vocabulary.ipynb"
	page, _ := start(t, notebook)
	first := place(t, notebook, "%noautoget")
	must(t, page.Replace(first, deepTree))
	must(t, page.Until(fmt.Sprintf(`document.querySelector(%q)`, treeSlider(first))))
	return page, first
}

func treeSlider(place int) string { return cell(place) + " .vega-bindings input[type=range]" }

// A student drags a slider, or clicks it, and moves it on with the arrow keys: it obeys, and the notebook stays.
func TestASliderObeysTheArrowKeys(t *testing.T) {
	t.Parallel()
	page, first := drawTree(t)
	slider := treeSlider(first)
	shown := func() (value string, active, width int) {
		must(t, page.Do(
			chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).value`, slider), &value),
			chromedp.Evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex`, &active),
			chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).clientWidth`, slider), &width)))
		return value, active, width
	}
	must(t, page.Do(chromedp.ScrollIntoView(slider), chromedp.Click(slider)))
	before, active, width := shown()
	if width < 300 {
		t.Errorf("the slider is %d pixels wide", width)
	}
	for range 2 {
		must(t, page.Do(chromedp.KeyEvent(kb.ArrowLeft)))
	}
	must(t, page.Until(fmt.Sprintf(`document.querySelector(%q).value === String(%s - 1)`, slider, before)))
	must(t, page.Do(chromedp.KeyEvent(kb.ArrowUp)))
	must(t, page.Until(fmt.Sprintf(`document.querySelector(%q).value === String(%s - 0.5)`, slider, before)))
	if _, now, _ := shown(); now != active {
		t.Errorf("the arrow keys moved from cell %d to %d", active, now)
	}
	sum, err := page.Texts(first, "hidden: below")
	must(t, err)
	if len(sum) != 1 {
		t.Errorf("the picture shows the slider's number in %q", sum)
	}
}

func TestTheWayInADeepTreeIsWhole(t *testing.T) {
	t.Parallel()
	page, first := drawTree(t)
	for _, width := range []int64{wide, 820} {
		must(t, page.Resize(width, 1000))
		must(t, page.Do(chromedp.Evaluate(fmt.Sprintf(clickTheLast, cell(first)), nil)))
		marked := `document.querySelector(%q).textContent.includes('abixxxxxxxxxxxx: ')`
		must(t, page.Until(fmt.Sprintf(marked, cell(first))))
		way, err := page.Texts(first, "90.0 %", "28.2 %")
		must(t, err)
		if got := strings.Join(way, ""); strings.Count(got, "90.0 %") != 12 || !strings.HasSuffix(got, "= 28.2 %") {
			t.Errorf("the way is %q", way)
		}
		root, err := page.Texts(first, "abi")
		must(t, err)
		if !slices.Contains(root, "abi") {
			t.Errorf("the root is not among %q", root)
		}
		var cut []string
		must(t, page.Ask(fmt.Sprintf(textsOutside, cell(first)), &cut))
		for _, text := range cut {
			t.Errorf("at %d pixels, this is cut: %q", width, text)
		}
	}
}

// clickTheLast clicks the last character of the tree, as a person would.
const clickTheLast = `(() => {
	const node = [...document.querySelectorAll('%s svg .nodes_marks path')].at(-1);
	const box = node.getBoundingClientRect();
	const at = {bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
	for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
		node.dispatchEvent(new MouseEvent(kind, at)); })()`

// textsOutside names the texts of a picture that are not all inside it, or not inside their output.
const textsOutside = `(() => {
	const svg = document.querySelector('%s .jp-RenderedVegaLite svg'), output = svg.closest('.jp-OutputArea-output');
	const picture = svg.getBoundingClientRect();
	const right = Math.min(picture.right, output.getBoundingClientRect().right);
	const outside = box => box.left < picture.left - 1 || box.right > right + 1
		|| box.top < picture.top - 1 || box.bottom > picture.bottom + 1;
	return [...svg.querySelectorAll('text')].filter(text => text.textContent && outside(text.getBoundingClientRect()))
		.map(text => text.textContent) })()`
