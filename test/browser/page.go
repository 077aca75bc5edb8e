package browser

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"nexttoken/test/lab"
)

// Page is a tab of Chromium with a notebook.
type Page struct {
	context context.Context
	close   []context.CancelFunc
	mutex   sync.Mutex
	hosts   map[string]int // that the page asked
	refused []string       // what the Content-Security-Policy refused: a directive and an address
}

// OpenPage starts a fresh Chromium of the given size, with more options where a test has its own.
func OpenPage(width, height int, more ...chromedp.ExecAllocatorOption) (*Page, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WindowSize(width, height))
	options = append(options, more...)
	page := &Page{hosts: map[string]int{}}
	allocated, closeAllocated := chromedp.NewExecAllocator(context.Background(), options...)
	// Of what Chromium reports, chromedp knows only a part, and would print that it does not know the rest.
	tab, closeTab := chromedp.NewContext(allocated, chromedp.WithErrorf(func(string, ...any) {}))
	page.context, page.close = tab, []context.CancelFunc{closeTab, closeAllocated}
	return page, page.watch()
}

// Another opens another tab of the same browser: both share its storage.
func (p *Page) Another() (*Page, error) {
	page := &Page{hosts: map[string]int{}}
	tab, closeTab := chromedp.NewContext(p.context)
	page.context, page.close = tab, []context.CancelFunc{closeTab}
	return page, page.watch()
}

// watch opens the tab and notes from then on what it asks, and what it is refused. The browser lives as long as the
// context of its first Run, so this has no time limit.
func (p *Page) watch() error {
	chromedp.ListenTarget(p.context, p.note)
	return chromedp.Run(p.context, network.Enable(), emulation.SetFocusEmulationEnabled(true),
		runtime.AddBinding("noteRefusal"), chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := cdppage.AddScriptToEvaluateOnNewDocument(noteRefusals).Do(ctx)
			return err
		}))
}

// Process returns the number of the browser's process, whose children its tabs are.
func (p *Page) Process() int { return chromedp.FromContext(p.context).Browser.Process().Pid }

// Close ends the browser.
func (p *Page) Close() {
	for _, close := range p.close {
		close()
	}
}

func (p *Page) note(event any) {
	address := ""
	switch event := event.(type) {
	case *cdppage.EventJavascriptDialogOpening: // may this page be left, though not all is saved?
		go chromedp.Run(p.context, cdppage.HandleJavaScriptDialog(true))
	case *network.EventRequestWillBeSent:
		address = event.Request.URL
	case *network.EventWebSocketCreated:
		address = event.URL
	case *runtime.EventBindingCalled:
		p.noteRefusal(event.Payload)
	}
	parsed, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(parsed.Scheme, "http") && !strings.HasPrefix(parsed.Scheme, "ws") {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.hosts[parsed.Hostname()]++
}

// noteRefusals is run by every page before its own scripts.
const noteRefusals = `addEventListener('securitypolicyviolation',
	event => noteRefusal(event.effectiveDirective + ' ' + event.blockedURI))`

func (p *Page) noteRefusal(refusal string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.refused = append(p.refused, refusal)
}

// Refused returns what the Content-Security-Policy kept the page from: each directive with the address that it refused,
// "inline" or "eval".
func (p *Page) Refused() []string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return slices.Clone(p.refused)
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

// Do runs actions, one after the other. Each may take as long as lab.Patience.
func (p *Page) Do(actions ...chromedp.Action) error {
	for _, action := range actions {
		limited, cancel := context.WithTimeout(p.context, lab.Patience)
		err := chromedp.Run(limited, action)
		cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// seen is what a page shows of its progress: its parts, which cells have run, and how much they have shown.
const seen = `[document.querySelectorAll('*').length,
	[...document.querySelectorAll('.jp-InputPrompt')].map(prompt => prompt.textContent).join(''),
	[...document.querySelectorAll('.jp-OutputArea-output')].map(shown => shown.textContent.length).join(' ')].join(' ')`

// Until waits until a script's condition holds. It gives up when the page has not changed for lab.Patience.
func (p *Page) Until(condition string) error {
	var last struct { // kept where a busy page does not answer
		Seen  string
		Holds bool
	}
	look := fmt.Sprintf(`({seen: %s, holds: !!(%s)})`, seen, condition)
	var failed error
	err := lab.Wait(func() (string, bool) {
		failed = p.Do(chromedp.Evaluate(look, &last))
		return last.Seen, last.Holds
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w; the page's last error: %v; %s", condition, err, failed, p.kernelState())
	}
	return nil
}

// session is what JupyterLab knows of the page's kernel, and kernel its connection.
const (
	session = `window.jupyterapp?.shell.currentWidget?.sessionContext`
	kernel  = session + `?.session?.kernel`
)

const kernelState = `['the kernel is', ` + session + `?.isReady ? 'ready' : 'not ready',
	` + kernel + `?.connectionStatus, ` + kernel + `?.status].join(' ')`

// kernelState describes the kernel as JupyterLab knows it, for an error.
func (p *Page) kernelState() (state string) {
	if err := p.Do(chromedp.Evaluate(kernelState, &state)); err != nil {
		return err.Error()
	}
	return state
}

// connected is true when the page has a kernel.
const connected = `(!!` + session + `?.isReady && ` + kernel + `?.connectionStatus === 'connected')`

// quiet is true when the kernel is connected and no cell runs or waits, which would show [*].
const quiet = `(` + connected + ` && ` + kernel + `.status === 'idle' &&
	[...document.querySelectorAll('.jp-InputPrompt')].every(prompt => prompt.textContent.trim() !== '[*]:'))`

// Open opens an address of JupyterLab and waits until its kernel is ready. The page asks the kernel once more what it
// is: two pages of about 200 had missed their kernel's first status, and would have shown "Unknown" until a cell ran.
func (p *Page) Open(address string) error {
	if err := p.Do(chromedp.Navigate(address)); err != nil {
		return err
	}
	if err := p.Until(fmt.Sprintf(`document.querySelector(%q) && %s`, cell(0), connected)); err != nil {
		return err
	}
	if err := p.Do(chromedp.Evaluate(`void `+kernel+`.requestKernelInfo()`, nil)); err != nil {
		return err
	}
	return p.Until(quiet)
}

// Command begins one of JupyterLab's commands, as a menu does.
func (p *Page) Command(name string) error {
	return p.Do(chromedp.Evaluate(fmt.Sprintf(`void window.jupyterapp.commands.execute(%q)`, name), nil),
		chromedp.Sleep(500*time.Millisecond))
}

// quietForLong is true when it has been quiet for two seconds: between two cells of many, a busy machine looks quiet
// for a moment.
const quietForLong = `(() => { const now = performance.now();
	if (!` + quiet + `) window.busyAt = now;
	return now - window.busyAt > 2000 })()`

// WaitUntilQuiet waits until no cell runs.
func (p *Page) WaitUntilQuiet() error {
	if err := p.Do(chromedp.Evaluate(`window.busyAt = performance.now()`, nil)); err != nil {
		return err
	}
	return p.Until(quietForLong)
}

// RunAll runs all cells, and waits until they have run.
func (p *Page) RunAll() error {
	if err := p.Command("notebook:run-all-cells"); err != nil {
		return err
	}
	return p.WaitUntilQuiet()
}

// RunAbove runs the cells above a place, and waits until they have run.
func (p *Page) RunAbove(place int) error {
	activate := fmt.Sprintf(`window.jupyterapp.shell.currentWidget.content.activeCellIndex = %d`, place)
	if err := p.Do(chromedp.Evaluate(activate, nil)); err != nil {
		return err
	}
	if err := p.Command("notebook:run-all-above"); err != nil {
		return err
	}
	return p.WaitUntilQuiet()
}

// Terminal opens a terminal of JupyterLab and types a command into it.
func (p *Page) Terminal(command string) error {
	if err := p.Command("terminal:create-new"); err != nil {
		return err
	}
	const screen = ".jp-Terminal .xterm-screen"
	return p.Do(
		chromedp.WaitVisible(screen),
		chromedp.Sleep(2*time.Second),
		chromedp.Click(screen),
		input.InsertText(command),
		chromedp.KeyEvent(kb.Enter),
	)
}

// Save saves the notebook.
func (p *Page) Save() error {
	if err := p.Command("docmanager:save"); err != nil {
		return err
	}
	return p.Until(`!window.jupyterapp.shell.currentWidget.context.model.dirty`)
}

// RestartKernel restarts the kernel from the menu, and says yes to the question.
func (p *Page) RestartKernel() error {
	if err := p.Command("kernelmenu:restart"); err != nil {
		return err
	}
	if err := p.Do(chromedp.Click(`.jp-Dialog .jp-mod-accept`), chromedp.Sleep(time.Second)); err != nil {
		return err
	}
	return p.WaitUntilQuiet()
}

// cell selects a cell of the notebook by its place, prose counted.
func cell(place int) string {
	return fmt.Sprintf(`.jp-Notebook .jp-Cell[data-windowed-list-index="%d"]`, place)
}

// Replace types new code into a cell, runs it, and waits until it has run.
func (p *Page) Replace(place int, code string) error {
	if err := p.Begin(place, code); err != nil {
		return err
	}
	return p.WaitUntilQuiet()
}

// Begin types new code into a cell, as a person would, and starts it.
func (p *Page) Begin(place int, code string) error {
	return p.Do(chromedp.ScrollIntoView(cell(place)), chromedp.Click(cell(place)+` .cm-content`),
		chromedp.KeyEvent("a", chromedp.KeyModifiers(input.ModifierCtrl)), input.InsertText(code),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierShift)), chromedp.Sleep(300*time.Millisecond))
}

// WaitForOutput waits until a cell shows a text.
func (p *Page) WaitForOutput(place int, text string) error {
	err := p.Until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(output => output.textContent.includes(%q))`,
		cell(place)+" .jp-OutputArea-output", text))
	if err != nil {
		said, _ := p.Output(place)
		return fmt.Errorf("cell %d shows %q: %w", place, said, err)
	}
	return nil
}

// Output returns what a cell shows below itself, as text.
func (p *Page) Output(place int) (text string, err error) {
	return text, p.Do(
		chromedp.ScrollIntoView(cell(place)),
		chromedp.Sleep(300*time.Millisecond), // what is off the screen has no text
		chromedp.Evaluate(
			fmt.Sprintf(
				`[...document.querySelectorAll(%q)].map(output => output.innerText).join("\n")`,
				cell(place)+" .jp-OutputArea-output",
			),
			&text,
		),
	)
}

// Marks returns the descriptions of a chart's bars, lines or points, in the cell at a place.
func (p *Page) Marks(place int, kind string) (marks []string, err error) {
	selector := fmt.Sprintf("%s .jp-RenderedVegaLite svg .mark-%s path", cell(place), kind)
	return marks, p.Do(
		chromedp.ScrollIntoView(cell(place)),
		chromedp.WaitReady(cell(place)+" .jp-RenderedVegaLite svg"),
		chromedp.Evaluate(
			fmt.Sprintf(
				`[...document.querySelectorAll(%q)].map(mark => mark.getAttribute('aria-label') ?? '')`,
				selector,
			),
			&marks,
		),
	)
}

// Slide moves a chart's slider.
func (p *Page) Slide(place int, value float64) error {
	return p.Do(chromedp.Evaluate(fmt.Sprintf(`(() => {
		const slider = document.querySelector(%q);
		slider.value = %g;
		slider.dispatchEvent(new Event('input')) })()`, cell(place)+" .vega-bindings input[type=range]", value), nil),
		chromedp.Sleep(300*time.Millisecond))
}

// Screenshot writes what the page shows to a file.
func (p *Page) Screenshot(path string) error {
	var shot []byte
	if err := p.Do(chromedp.CaptureScreenshot(&shot)); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, shot, 0o644)
}

// ScrollToCode scrolls to the first cell that holds a piece of code, to the top where it is "".
func (p *Page) ScrollToCode(code string) error {
	return p.Do(chromedp.Evaluate(fmt.Sprintf(`[...document.querySelectorAll('.jp-Notebook .jp-Cell')].
		find(cell => cell.textContent.includes(%q)).scrollIntoView({block: 'start'})`, code), nil))
}

// Theme switches JupyterLab's theme.
func (p *Page) Theme(dark bool) error {
	theme := map[bool]string{false: "JupyterLab Light", true: "JupyterLab Dark"}[dark]
	change := fmt.Sprintf(`void window.jupyterapp.commands.execute('apputils:change-theme', {theme: %q})`, theme)
	if err := p.Do(chromedp.Evaluate(change, nil)); err != nil {
		return err
	}
	return p.Until(fmt.Sprintf(`document.body.dataset.jpThemeLight === '%t'`, !dark))
}

// Resize makes the page another size, in pixels.
func (p *Page) Resize(width, height int64) error {
	return p.Do(chromedp.EmulateViewport(width, height), chromedp.Sleep(300*time.Millisecond))
}
