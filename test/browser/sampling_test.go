package browser

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"nexttoken/pkg/sample"
)

// sampling draws what may be drawn next from the letters and the end token: the logits are 0, −1/4, −2/4, …
const sampling = `import (
	"nexttoken/pkg/chart"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)
%%
m := lm.Func(vocab.Letters(), 1, func([]int) []float64 {
	logits := make([]float64, 27)
	for id := range logits {
		logits[id] = -float64(id) / 4
	}
	return logits
})
chart.Sampling("Letters", m, "")`

// descriptions returns those of the bars: 12 letters and 15 other tokens, after top-k and top-p by package sample.
func descriptions(t *testing.T, o sample.Options) (bars []string) {
	t.Helper()
	logits := make([]float64, 27)
	for id := range logits {
		logits[id] = -float64(id) / 4
	}
	kept, err := sample.Softmax(logits, o.Temperature)
	must(t, err)
	if o.TopK > 0 {
		kept, err = sample.KeepTopK(kept, o.TopK)
		must(t, err)
	}
	if o.TopP > 0 {
		kept, err = sample.KeepTopP(kept, o.TopP)
		must(t, err)
	}
	others := 0.0
	for _, probability := range kept[12:] {
		others += probability
	}
	for i, probability := range append(kept[:12:12], others) {
		name, value := string(rune('a'+i)), fmt.Sprintf("%.1f%%", 100*probability)
		if i == 12 {
			name = "15 others"
		}
		if probability == 0 {
			value = "cut"
		}
		bars = append(bars, name+": "+value)
	}
	return bars
}

// A student moves the three sliders with the arrow keys: the picture shows what package sample keeps, and the notebook
// stays where it is.
func TestTheSamplingSlidersShowWhatIsKept(t *testing.T) {
	t.Parallel()
	const notebook = "01_vocabulary.ipynb"
	page, _ := start(t, notebook)
	g := glass{t: t, page: page, place: place(t, notebook, "%noautoget")}
	must(t, page.Replace(g.place, sampling))
	for _, move := range []struct {
		slider, key string
		times       int
		line        string
		options     sample.Options
	}{
		{"top-k ", kb.ArrowLeft, 0, "T = 1 · top-k off · top-p off: 27 of 27 tokens", sample.Options{Temperature: 1}},
		{"top-k ", kb.ArrowLeft, 1, "T = 1 · top-k 20 · top-p off: 20 of 27 tokens",
			sample.Options{Temperature: 1, TopK: 20}},
		{"temperature T ", kb.ArrowRight, 2, "T = 1.5 · top-k 20 · top-p off: 20 of 27 tokens",
			sample.Options{Temperature: 1.5, TopK: 20}},
		{"top-p ", kb.ArrowLeft, 2, "T = 1.5 · top-k 20 · top-p 0.95: 15 of 27 tokens",
			sample.Options{Temperature: 1.5, TopK: 20, TopP: .95}},
		{"top-k ", kb.ArrowLeft, 2, "T = 1.5 · top-k 5 · top-p 0.95: 5 of 27 tokens",
			sample.Options{Temperature: 1.5, TopK: 5, TopP: .95}},
	} {
		must(t, page.Until(fmt.Sprintf(`document.querySelector(%q)`, cell(g.place)+" .vega-bind")))
		g.press(move.slider, slices.Repeat([]string{move.key}, move.times)...)
		must(t, page.Until(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`,
			cell(g.place)+" .jp-RenderedVegaLite svg", move.line)))
		bars, err := page.Marks(g.place, "rect")
		must(t, err)
		bars = slices.DeleteFunc(bars, func(bar string) bool { return bar == "" }) // the outlines
		if want := descriptions(t, move.options); !slices.Equal(bars, want) {
			t.Errorf("%s:\n%q\nwant\n%q", move.line, bars, want)
		}
	}
	var active int
	must(t, page.Do(chromedp.Evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex`, &active)))
	if active != g.place {
		t.Errorf("the arrow keys moved from cell %d to %d", g.place, active)
	}
	shoot(t, page, "sampling")
}
