package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// folded is a small page with everything that is folded: two answers, one of them the output of a cell, and what
// students ask. The answers hold maths, code and a table.
const folded = "testdata/folded.ipynb"

// parts finds what is folded on the page, or on the slide that the screen shows.
const parts = `[...(document.querySelector('section section.present') ?? document).querySelectorAll('details')]
	.filter(part => part.querySelector('summary').checkVisibility())`

// opened returns, for each part that is folded, whether a reader sees what it holds. It fails if a part looks open and
// shows nothing, or the other way round.
func opened(t *testing.T, page *Page) (open []bool) {
	t.Helper()
	var seen []bool
	must(t, page.Do(
		chromedp.Evaluate(parts+`.map(part => part.open)`, &open),
		chromedp.Evaluate(parts+`.map(part => part.lastElementChild.checkVisibility({contentVisibilityAuto: true})
			&& part.lastElementChild.getBoundingClientRect().height > 0
			&& part.getBoundingClientRect().height > 2 * part.querySelector('summary').getBoundingClientRect().height)`,
			&seen),
	))
	if fmt.Sprint(open) != fmt.Sprint(seen) {
		t.Errorf("open are %v, and a reader sees %v", open, seen)
	}
	return open
}

// checkOpens opens a folded part by a click, and folds it and opens it again with a key. No part is open before.
func checkOpens(t *testing.T, page *Page, place, all int, keys ...string) {
	t.Helper()
	check := func(after string, want bool) {
		t.Helper()
		open := opened(t, page)
		if len(open) != all {
			t.Fatalf("%d parts are folded, want %d", len(open), all)
		}
		for i, isOpen := range open {
			if isOpen != (want && i == place) {
				t.Errorf("%s, the parts are open: %v; want only part %d: %v", after, open, place, want)
				return
			}
		}
	}
	part := fmt.Sprintf(`%s[%d]`, parts, place)
	summary := part + `.querySelector('summary')`
	must(t, page.Until(fmt.Sprintf(`%s.length === %d`, parts, all)))
	check("at first", false)
	var at struct{ X, Y float64 }
	must(t, page.Do(chromedp.Evaluate(fmt.Sprintf(`%s.scrollIntoView({block: 'center'})`, summary), nil),
		chromedp.Sleep(300*time.Millisecond),
		chromedp.Evaluate(fmt.Sprintf(
			`(box => ({x: box.x + 20, y: box.y + box.height / 2}))(%s.getBoundingClientRect())`, summary), &at)))
	must(t, page.Do(chromedp.MouseClickXY(at.X, at.Y)))
	must(t, page.Until(part+`.open`))
	check("after a click", true)
	for _, key := range keys {
		for _, want := range []bool{false, true} {
			must(t, page.Do(chromedp.Evaluate(summary+`.focus()`, nil), chromedp.KeyEvent(key)))
			must(t, page.Until(fmt.Sprintf(`%s.open === %t`, part, want)))
			check(fmt.Sprintf("after the key %q", key), want)
		}
	}
}

// checkDrawn fails if the maths, the code or the bold words of the first answer are not drawn, or wider than it.
func checkDrawn(t *testing.T, page *Page) {
	t.Helper()
	var wrong []string
	must(t, page.Do(chromedp.Evaluate(`(() => {
		const answer = document.querySelector('details'), wrong = [];
		for (const [what, count] of [['mjx-container', 2], ['strong', 1], ['code, .highlight', 2], ['table', 1]])
			if (answer.querySelectorAll(what).length < count) wrong.push(what + ' is missing');
		for (const part of answer.querySelectorAll('mjx-container, strong, code, .highlight, table'))
			if (part.getBoundingClientRect().height < 4) wrong.push(part.outerHTML.slice(0, 60) + ' has no height');
		if (answer.innerText.includes('$')) wrong.push('a formula is text: ' + answer.innerText);
		if (answer.scrollWidth > answer.clientWidth + 1) wrong.push('it is wider than its box');
		return wrong })()`, &wrong)))
	for _, sentence := range wrong {
		t.Error(sentence)
	}
}

func TestTheBookFoldsAnswers(t *testing.T) {
	t.Parallel()
	page := exported(t, "book", folded)
	checkOpens(t, page, 0, 6, kb.Enter, " ")
	checkDrawn(t, page)
	must(t, page.Do(chromedp.Evaluate(`document.querySelector('details').open = false`, nil)))
	checkOpens(t, page, 1, 6, kb.Enter, " ")
	var bars, further int
	must(t, page.Do(
		chromedp.Evaluate(`document.querySelectorAll('details.answer .mark-rect path').length`, &bars),
		chromedp.Evaluate(`[...document.querySelectorAll('.jp-Cell')].filter(
			cell => parseFloat(getComputedStyle(cell).borderLeftWidth) >= 3).length`, &further),
	))
	if bars != 2 || further != 3 {
		t.Errorf("the folded chart has %d bars, and %d cells the line of Going further: want 2 and 3", bars, further)
	}
}

func TestTheSlidesFoldAnswersAndShowTheCore(t *testing.T) {
	t.Parallel()
	page := exported(t, "slides", folded)
	checkFits(t, page)
	var text string
	must(t, page.Do(chromedp.Evaluate(`document.querySelector('.slides').textContent`, &text)))
	for _, left := range []string{"Deeper words", "deeper()", "Exercises", "func mine", "tanh", "predict.Commit"} {
		if strings.Contains(text, left) {
			t.Errorf("the slides hold %q, which is no part of the core", left)
		}
	}
	must(t, page.Do(chromedp.Evaluate(`Reveal.slide(1, 0, 99)`, nil), chromedp.Sleep(300*time.Millisecond)))
	checkOpens(t, page, 0, 1, kb.Enter, " ")
	checkDrawn(t, page)
	for _, want := range []string{"[false]", "[true]"} {
		must(t, page.Do(chromedp.Evaluate(`document.activeElement.blur()`, nil), chromedp.KeyEvent("a"),
			chromedp.Sleep(300*time.Millisecond)))
		if open := fmt.Sprint(opened(t, page)); open != want {
			t.Errorf("after the key A the answer is open: %s, want %s", open, want)
		}
	}
	must(t, page.Do(chromedp.Evaluate(`Reveal.slide(2, 0, 99)`, nil), chromedp.Sleep(300*time.Millisecond)))
	checkOpens(t, page, 0, 1, " ")
}

func TestTheResultOfAPredictionWaitsForAKey(t *testing.T) {
	t.Parallel()
	page := exported(t, "slides", folded)
	const shown = `[...document.querySelectorAll('section section.present')]
		.filter(slide => slide.checkVisibility()).map(slide => slide.innerText).join("\n")`
	var first, second string
	var hidden, revealed int
	const fragments = `document.querySelectorAll('section section.present .fragment:not(.visible)').length`
	must(
		t,
		page.Do(
			chromedp.Evaluate(`Reveal.slide(0); `+shown, &first),
			chromedp.Evaluate(`Reveal.right(); `+shown, &second),
			chromedp.Evaluate(fragments, &hidden),
			chromedp.Evaluate(`Reveal.next(); `+fragments, &revealed),
		),
	)
	if !strings.Contains(first, "By the end of this page you can") || strings.Contains(second, "By the end") ||
		!strings.Contains(second, "Predict") {
		t.Errorf("the first slide says %.80q, the second %.80q", first, second)
	}
	if hidden != 1 || revealed != 0 {
		t.Errorf("after the prediction %d answers wait, and %d after the next key: want 1 and 0", hidden, revealed)
	}
}

func TestJupyterLabFoldsAnswers(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	must(t, os.CopyFS(filepath.Join(directory, "notebooks"), os.DirFS("testdata")))
	server := startLab(t, directory)
	page := openPage(t, wide, 1000)
	must(t, page.Open(server.Page("notebooks/folded.ipynb")))
	for _, dark := range []bool{false, true} {
		must(t, page.Theme(dark))
		checkOpens(t, page, 0, 5, kb.Enter, " ")
		checkDrawn(t, page)
		shoot(t, page, fmt.Sprintf("folded-dark-%t", dark))
		must(t, page.Do(chromedp.Evaluate(`document.querySelector('details').open = false`, nil)))
	}
	must(t, page.Resize(wide/2, 500)) // what is left of the window at 200 %
	checkOpens(t, page, 0, 5, " ")
	checkDrawn(t, page)
	shoot(t, page, "folded-narrow")
}
