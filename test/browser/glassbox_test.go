package browser

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"nexttoken/pkg/glassbox"
)

const glassBox = `import (
	"nexttoken/pkg/chart"
	"nexttoken/pkg/glassbox"
)
%%
chart.GlassBoxBackward("A small network", glassbox.Small(), "abi", "-", 0.1)`

// glassMarks selects the numbers, letters and tabs of a glass box.
const glassMarks = " .jp-RenderedVega5 svg path[aria-label]"

// glass is a glass box on a page, and the network that it should show.
type glass struct {
	t       *testing.T
	page    *Page
	place   int
	network glassbox.Network
	context string
	next    string
}

// controls returns a selector of the inputs whose label begins with a text.
func (g glass) control(name string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].find(bind =>
		bind.textContent.startsWith(%q)).querySelector('input')`, cell(g.place)+" .vega-bind", name)
}

// write types a text into an input, as a student does.
func (g glass) write(name, text string) {
	g.t.Helper()
	must(g.t, g.page.Do(chromedp.Evaluate(g.control(name)+".focus()", nil),
		chromedp.Evaluate(g.control(name)+".select()", nil), input.InsertText(text)))
}

// press presses keys in an input.
func (g glass) press(name string, keys ...string) {
	g.t.Helper()
	must(g.t, g.page.Do(chromedp.Evaluate(g.control(name)+".focus()", nil)))
	for _, key := range keys {
		must(g.t, g.page.Do(chromedp.KeyEvent(key)))
	}
}

// click clicks the number, letter or tab with a description.
func (g glass) click(about string) {
	g.t.Helper()
	script := fmt.Sprintf(`(() => {
		const mark = [...document.querySelectorAll(%q)].find(mark =>
			mark.getAttribute('aria-label').startsWith(%q));
		const box = mark.getBoundingClientRect();
		const at = {bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
		for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
			mark.dispatchEvent(new MouseEvent(kind, at)); })()`, cell(g.place)+glassMarks, about)
	must(g.t, g.page.Do(chromedp.Evaluate(script, nil)))
}

// number reads a number of the picture from its description, or the gradient in it.
func (g glass) number(about, kind string) float64 {
	g.t.Helper()
	var description string
	script := fmt.Sprintf(`[...document.querySelectorAll(%q)].map(mark => mark.getAttribute('aria-label')).find(label =>
		label.startsWith(%q)) ?? ''`, cell(g.place)+glassMarks, about+": ")
	must(g.t, g.page.Do(chromedp.Evaluate(script, &description)))
	text := strings.TrimPrefix(description, about+": ")
	value, gradient, _ := strings.Cut(text, ", gradient ")
	if kind == "gradient" {
		value = gradient
	}
	number, err := strconv.ParseFloat(strings.Replace(value, "−", "-", 1), 64)
	if err != nil {
		g.t.Errorf("%q is described as %q", about, description)
	}
	return number
}

// shows compares all that is computed with package glassbox.
func (g glass) shows(what string, gradients bool) {
	g.t.Helper()
	v, err := g.network.Forward(g.context)
	must(g.t, err)
	slopes, err := g.network.Backward(g.context, g.next)
	must(g.t, err)
	check := func(about, kind string, want float64) {
		g.t.Helper()
		if got := g.number(about, kind); math.Abs(got-want) > 1e-5 {
			g.t.Errorf("%s: the %s of %q is %v, want %v", what, kind, about, got, want)
		}
	}
	for s, letter := range glassbox.Letters() {
		check("probability of "+letter, "number", v.Probabilities[s])
		check("p − y of "+letter, "number", slopes.Logits[s])
		check("logit of "+letter, "number", v.Logits[s])
		if gradients {
			for i, want := range slopes.Table[s] {
				check(fmt.Sprintf("number %d of the embedding of %s", i+1, letter), "gradient", want)
			}
			check("weight of hidden 2 for the logit of "+letter, "gradient", slopes.W2[s][1])
		}
	}
	for h, want := range v.Hidden {
		check(fmt.Sprintf("hidden %d, tanh of its sum", h+1), "number", want)
		if gradients {
			check(fmt.Sprintf("weight of input 3 for hidden %d", h+1), "gradient", slopes.W1[h][2])
		}
	}
}

// waits waits until the picture has a text.
func (g glass) waits(text string) {
	g.t.Helper()
	must(g.t, g.page.Until(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`,
		cell(g.place)+" .jp-RenderedVega5 svg", text)))
}

// A student types other letters, selects numbers with a click and with the keyboard, changes them, and looks at the way
// back and at one update: the picture shows what package glassbox computes, and the notebook stays where it is.
func TestTheGlassBoxComputes(t *testing.T) {
	t.Parallel()
	const notebook = "01_vocabulary.ipynb"
	page, _ := start(t, notebook)
	g := glass{t, page, place(t, notebook, "%noautoget"), glassbox.Small(), "abi", "-"}
	must(t, page.Replace(g.place, glassBox))
	g.waits("loss = ")
	g.shows("at the beginning", true)
	shoot(t, page, "glassbox")

	g.write("context", "zaz")
	g.write("the letter that came next", "b")
	g.waits("id 25")
	g.context, g.next = "zaz", "b"
	g.shows("after typing", true)
	g.write("context", "zap")
	g.waits("Type only a, b, i, z and -")
	g.shows("with a wrong letter", true)
	g.write("context", "zaz")

	g.click("weight of hidden 2 for the logit of z: ")
	g.waits("selected: weight of hidden 2 for the logit of z = −0.9")
	active := `jupyterapp.shell.currentWidget.content.activeCellIndex`
	var before, after int
	must(t, page.Do(chromedp.Evaluate(active, &before)))
	g.press("change it", kb.ArrowRight, kb.ArrowRight, kb.ArrowUp)
	g.waits("selected: weight of hidden 2 for the logit of z = −0.6")
	g.network.W2[3][1] = -0.6
	g.shows("after three arrow keys", true)

	g.press("select a number", kb.Home, kb.ArrowRight)
	g.waits("selected: number 2 of the embedding of a = −0.1")
	g.press("change it", kb.ArrowLeft)
	g.waits("selected: number 2 of the embedding of a = −0.2")
	g.network.Table[0][1] = -0.2
	g.shows("with another embedding", true)
	must(t, page.Do(chromedp.Evaluate(active, &after)))
	if before != after {
		t.Errorf("the arrow keys moved from cell %d to %d", before, after)
	}

	g.click("letter 2 of the context") // a becomes b
	g.click("came next, 1 or 0: of i")
	g.context, g.next = "zbz", "i"
	g.waits("selected: number 2 of the embedding of a = −0.2")
	g.shows("after clicks on letters", true)

	g.click("3 after one update")
	g.waits("before the update")
	slopes, err := g.network.Backward(g.context, g.next)
	must(t, err)
	loss, err := g.network.Update(slopes, 0.1).Loss(g.context, g.next)
	must(t, err)
	g.waits(fmt.Sprintf("After one update with this rate: %.3f", loss))
	was := g.network
	g.network = g.network.Update(slopes, 0.1)
	g.shows("after one update", false)
	shoot(t, page, "glassbox-update")

	g.network = was
	g.press("1 forward", kb.Home)
	g.waits("blue: above 0")
	g.shows("forward", false)
}
