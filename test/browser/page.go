package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Page is a tab of Chromium with a notebook.
type Page struct {
	context context.Context
	close   []context.CancelFunc
	mutex   sync.Mutex
	hosts   map[string]int // that the page asked
}

// OpenPage starts a fresh Chromium of the given size.
func OpenPage(width, height int) (*Page, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WindowSize(width, height))
	page := &Page{hosts: map[string]int{}}
	allocated, closeAllocated := chromedp.NewExecAllocator(context.Background(), options...)
	tab, closeTab := chromedp.NewContext(allocated)
	page.context, page.close = tab, []context.CancelFunc{closeTab, closeAllocated}
	chromedp.ListenTarget(tab, page.note)
	// The browser lives as long as the context of its first Run, so that one has no time limit.
	return page, chromedp.Run(tab, network.Enable(), emulation.SetFocusEmulationEnabled(true))
}

// Close ends the browser.
func (p *Page) Close() {
	for _, close := range p.close {
		close()
	}
}

func (p *Page) note(event any) {
	address := ""
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		address = event.Request.URL
	case *network.EventWebSocketCreated:
		address = event.URL
	}
	parsed, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(parsed.Scheme, "http") && !strings.HasPrefix(parsed.Scheme, "ws") {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.hosts[parsed.Hostname()]++
}

// Hosts returns how often the page asked each host.
func (p *Page) Hosts() map[string]int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	hosts := map[string]int{}
	for host, times := range p.hosts {
		hosts[host] = times
	}
	return hosts
}

// Do runs actions within a time limit.
func (p *Page) Do(limit time.Duration, actions ...chromedp.Action) error {
	limited, cancel := timeLimit(p.context, limit)
	defer cancel()
	return chromedp.Run(limited, actions...)
}

// quiet is true when the kernel is connected and no cell runs or waits, which would show [*]. GoNB's status is unknown
// until the first cell has run.
const quiet = `(() => { const session = window.jupyterapp?.shell.currentWidget?.sessionContext;
	return !!session?.isReady && session.session?.kernel?.connectionStatus === 'connected'
		&& ['idle', 'unknown'].includes(session.session.kernel.status)
		&& [...document.querySelectorAll('.jp-InputPrompt')].every(prompt => prompt.textContent.trim() !== '[*]:') })()`

// Open opens an address of JupyterLab and waits until its kernel is ready.
func (p *Page) Open(address string) error {
	return p.Do(time.Minute, chromedp.Navigate(address), chromedp.WaitVisible(Cell(0)), chromedp.Poll(quiet, nil))
}

// RunAll runs all cells, and waits until they have run.
func (p *Page) RunAll(limit time.Duration) error {
	const run = `window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)`
	return p.Do(limit, chromedp.Evaluate(`void (`+run+`)`, nil), chromedp.Sleep(500*time.Millisecond),
		chromedp.Poll(quiet, nil, chromedp.WithPollingTimeout(limit)))
}

// Cell selects a cell of the notebook by its place, prose counted.
func Cell(place int) string {
	return fmt.Sprintf(`.jp-Notebook .jp-Cell[data-windowed-list-index="%d"]`, place)
}

// Replace types new code into a cell, as a person would, and runs it.
func (p *Page) Replace(place int, code string) error {
	if err := p.Do(20*time.Second, chromedp.ScrollIntoView(Cell(place)), chromedp.Click(Cell(place)+` .cm-content`),
		chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)), input.InsertText(code),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierShift)), chromedp.Sleep(300*time.Millisecond)); err != nil {
		return err
	}
	return p.Do(time.Minute, chromedp.Poll(quiet, nil, chromedp.WithPollingTimeout(time.Minute)))
}

// Output returns what a cell shows below itself, as text.
func (p *Page) Output(place int) (text string, err error) {
	return text, p.Do(10*time.Second, chromedp.ScrollIntoView(Cell(place)),
		chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll(%q)].map(output => output.innerText).join("\n")`, Cell(place)+" .jp-OutputArea-output"), &text))
}

// Marks returns the descriptions of a chart's bars, lines or points, in the cell at a place.
func (p *Page) Marks(place int, kind string) (marks []string, err error) {
	selector := fmt.Sprintf("%s .jp-RenderedVegaLite svg .mark-%s path", Cell(place), kind)
	return marks, p.Do(10*time.Second, chromedp.ScrollIntoView(Cell(place)),
		chromedp.WaitReady(Cell(place)+" .jp-RenderedVegaLite svg"),
		chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll(%q)].map(mark => mark.getAttribute('aria-label') ?? '')`, selector), &marks))
}

// Slide moves a chart's slider.
func (p *Page) Slide(place int, value float64) error {
	return p.Do(10*time.Second, chromedp.Evaluate(fmt.Sprintf(`(() => {
		const slider = document.querySelector(%q);
		slider.value = %g;
		slider.dispatchEvent(new Event('input')) })()`, Cell(place)+" .vega-bindings input[type=range]", value), nil),
		chromedp.Sleep(300*time.Millisecond))
}

// Screenshot writes what the page shows to a file.
func (p *Page) Screenshot(path string) error {
	var shot []byte
	if err := p.Do(20*time.Second, chromedp.CaptureScreenshot(&shot)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, shot, 0o644)
}

// Dark switches JupyterLab's theme.
func (p *Page) Dark() error {
	return p.Do(20*time.Second, chromedp.Evaluate(`void window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})`, nil),
		chromedp.Poll(`document.body.dataset.jpThemeLight === 'false'`, nil))
}
