package site

// Cells that are stopped, and kernels that are restarted, before the program runs.

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// loop is a cell whose program does not end.
const loop = "%%\nfor {\n}"

// noteLinked sets window.linked when the linker's worker, the only one that is ended, has ended.
const noteLinked = `(() => { const end = Worker.prototype.terminate;
	Worker.prototype.terminate = function () { window.linked = true; end.call(this) } })()`

func TestAKernelIsRestartedWhileItsCellIsBuilt(t *testing.T) {
	comes := make(chan struct{})
	page, _ := open(t, "00_start_here.ipynb", func(s *Server) {
		s.Instead = func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/go/link.wasm") {
				select {
				case <-comes:
				case <-r.Context().Done():
				}
			}
			return false
		}
	})
	must(t, page.Begin(place, loop))
	must(t, page.RestartKernel())
	must(t, page.Do(chromedp.Evaluate(noteLinked, nil)))
	close(comes)
	must(t, page.Until(`window.linked`))
	for range 2 { // the kernel of before may ask more meanwhile
		if got := output(t, page, place, six); got != "6" {
			t.Errorf("after the restart, it shows %q", got)
		}
	}
}

// holdNote lets JupyterLab's list of files wait with a file until letGo is called.
const holdNote = `(() => { const list = ` + contents + `, get = list.get.bind(list);
	const comes = new Promise(done => { window.letGo = done });
	list.get = async (path, options) => {
		if (path === 'note.txt') { window.held = true; await comes }
		return get(path, options) } })()`

func TestAStopIsNotLostWhileFilesAreRead(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	output(t, page, place, six)
	must(t, page.Do(chromedp.Evaluate(holdNote, nil)))
	ask(t, page, contents+`.save('note.txt', {type: 'file', format: 'text', content: 'a'}).then(() => '')`)
	must(t, page.Begin(place, loop))
	must(t, page.Until(`window.held`))
	must(t, page.Command("notebook:interrupt-kernel"))
	must(t, page.Do(chromedp.Evaluate(`window.letGo()`, nil)))
	must(t, page.WaitForOutput(place, "This cell was stopped"))
	if got := output(t, page, place, six); got != "6" {
		t.Errorf("after the stop, it shows %q", got)
	}
}
