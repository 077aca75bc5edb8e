package site

// What fails on the way to a program: the server, or a worker. The next cell goes on.

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// six is a cell that shows 6.
const six = "%%\nfmt.Println(6)"

func TestAServerThatFailsForATime(t *testing.T) {
	for _, name := range []string{"toolchain.worker.js", "kernel.wasm", "compile.wasm", "link.wasm", "go.",
		"link.worker.js", "cell.worker.js", "arithmetic.wasm"} {
		t.Run(name, func(t *testing.T) {
			var fails atomic.Bool
			fails.Store(true)
			page, _ := open(t, "00_start_here.ipynb", func(s *Server) {
				s.Instead = func(w http.ResponseWriter, r *http.Request) bool {
					if !fails.Load() || !strings.HasPrefix(r.URL.Path, "/go/"+name) {
						return false
					}
					http.Error(w, "too busy", http.StatusServiceUnavailable)
					return true
				}
			})
			got := output(t, page, place, six)
			if !strings.Contains(got, "could not be built") && !strings.Contains(got, "The program ended") {
				t.Errorf("while the server fails, it shows %q", got)
			}
			fails.Store(false)
			if got := output(t, page, place, six); got != "6" {
				t.Errorf("after that, it shows %q", got)
			}
		})
	}
}

// noMemory is put before a worker's script: no program starts.
const noMemory = `WebAssembly.Instance = class { constructor() { throw new RangeError('no memory') } };
`

// breakLinker lets the page ask for the linker's worker with ?broken, while window.broken is true.
const breakLinker = `(() => { const Whole = Worker; window.broken = true;
	window.Worker = class extends Whole {
		constructor(address) {
			super(address + (window.broken && /link.worker/.test(address) ? '?broken' : '')) } } })()`

func TestALinkerThatFails(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb", func(s *Server) {
		s.Instead = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.RawQuery != "broken" {
				return false
			}
			script, err := os.ReadFile(filepath.Join(Folder(), filepath.FromSlash(r.URL.Path)))
			if err != nil {
				return false
			}
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(append([]byte(noMemory), script...))
			return true
		}
	})
	must(t, page.Do(chromedp.Evaluate(breakLinker, nil)))
	if got := output(t, page, place, six); !strings.Contains(got, "could not be built") ||
		!strings.Contains(got, "no memory") {
		t.Errorf("without memory for the linker, it shows %q", got)
	}
	must(t, page.Do(chromedp.Evaluate(`window.broken = false`, nil)))
	if got := output(t, page, place, six); got != "6" {
		t.Errorf("with memory again, it shows %q", got)
	}
}
