package browser

// A foreign notebook that is opened sends nothing to another host, whatever it tries.

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// sink is another host, which counts connections and notes each request.
type sink struct {
	*httptest.Server
	connections atomic.Int64
	mutex       sync.Mutex
	reached     []string
}

func newSink(t *testing.T) *sink {
	s := &sink{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		s.note(r.URL.String())
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *sink) note(what string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.reached = append(s.reached, what)
}

// all returns what has reached the sink.
func (s *sink) all() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.reached)
}

// write writes a file with the sink's address in it.
func (s *sink) write(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(strings.ReplaceAll(text, "SINK", s.URL)), 0o644))
}

// notebook returns a notebook with a cell for each attack.
func notebook(t *testing.T, attacks []attack) string {
	t.Helper()
	cells := []any{}
	for _, a := range attacks {
		cells = append(cells, a.cell())
	}
	kernel := map[string]string{"name": "gonb", "display_name": "Go (GoNB)", "language": "go"}
	text, err := json.Marshal(map[string]any{
		"cells": cells, "metadata": map[string]any{"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5,
	})
	must(t, err)
	return string(text)
}

func (a attack) cell() map[string]any {
	content := strings.ReplaceAll(a.content, "SINK", "SINK/"+a.path)
	if a.kind == "" {
		return map[string]any{"id": a.path, "cell_type": "markdown", "metadata": map[string]any{}, "source": content}
	}
	data := map[string]any{a.kind: content}
	if strings.HasSuffix(a.kind, "json") {
		data[a.kind] = json.RawMessage(content)
	}
	metadata := map[string]any{vegaLite: json.RawMessage(chartOptions)}
	output := map[string]any{"output_type": "display_data", "metadata": metadata, "data": data}
	return map[string]any{"id": a.path, "cell_type": "code", "metadata": map[string]any{}, "source": "1",
		"execution_count": 1, "outputs": []any{output}}
}

// refusals are what a page must refuse of attacks.
func (s *sink) refusals(attacks []attack) (want []string) {
	for _, a := range attacks {
		switch {
		case a.refused == "":
		case strings.HasPrefix(a.refused, "script-src") && !strings.Contains(a.content, "src=\"SINK"):
			want = append(want, a.refused+" inline")
		case a.refused == "frame-src" || a.refused == "object-src":
			want = append(want, a.refused+" "+s.URL) // Chromium leaves out the path
		default:
			want = append(want, a.refused+" "+s.URL+"/"+a.path)
		}
	}
	return want
}

// waitForRefusals waits until the page has refused all that it must.
func waitForRefusals(t *testing.T, page *Page, want []string) {
	t.Helper()
	missing := func() []string {
		seen := page.Refused()
		return slices.DeleteFunc(slices.Clone(want), func(refusal string) bool {
			return slices.ContainsFunc(seen, func(s string) bool { return strings.HasPrefix(s, refusal) })
		})
	}
	err := lab.Wait(func() (string, bool) { return fmt.Sprint(page.Refused()), len(missing()) == 0 })
	if err != nil {
		t.Errorf("the page did not refuse %q, but %q", missing(), page.Refused())
	}
}

// waitForRequests waits until the sink was asked for all that the page would have refused.
func (s *sink) waitForRequests(t *testing.T, attacks []attack) {
	t.Helper()
	missing := func() (names []string) {
		reached := strings.Join(s.all(), " ")
		for _, a := range attacks {
			if a.refused != "" && !strings.Contains(reached, "/"+a.path) {
				names = append(names, a.path)
			}
		}
		return names
	}
	if err := lab.Wait(func() (string, bool) { return fmt.Sprint(s.all()), len(missing()) == 0 }); err != nil {
		t.Errorf("without a policy, these attacks did not reach the sink: %q", missing())
	}
}

// checkNothingLeft closes the page, and wants nothing at the sink.
func (s *sink) checkNothingLeft(t *testing.T, page *Page) {
	t.Helper()
	page.Close()
	if reached := s.all(); len(reached) > 0 {
		t.Errorf("the sink was reached: %q", reached)
	}
}

// startWithForeign starts JupyterLab with two notebooks of attacks. The signed one counts as run here.
func startWithForeign(t *testing.T, s *sink) *lab.Lab {
	t.Helper()
	directory := t.TempDir()
	path := filepath.Join(directory, "signed.ipynb")
	s.write(t, path, notebook(t, signed))
	s.write(t, filepath.Join(directory, "unsigned.ipynb"), notebook(t, unsigned))
	s.write(t, filepath.Join(directory, "secret.json"), `[{"secret": "of-the-student"}]`)
	s.write(t, filepath.Join(directory, "worker.js"), worker)
	sign := exec.Command(filepath.Join(lab.Root(), ".venv/bin/python"), "-m", "nbformat.sign", path)
	sign.Env = append(os.Environ(), "JUPYTER_DATA_DIR="+filepath.Join(directory, ".jupyter", "data"))
	must(t, sign.Run())
	return startLab(t, directory)
}

// openForeign opens a notebook in a browser of its own, with the policy or without.
func openForeign(t *testing.T, address string, policy bool) *Page {
	t.Helper()
	page, err := OpenPage(wide, high)
	must(t, err)
	t.Cleanup(page.Close)
	must(t, page.Do(cdppage.SetBypassCSP(!policy)))
	if policy {
		must(t, page.Open(address))
	} else { // the attacks may do anything to the page, and keep it from its kernel
		must(t, page.Do(chromedp.Navigate(address)))
	}
	return page
}

func TestAForeignNotebookSendsNothing(t *testing.T) {
	t.Parallel()
	s := newSink(t)
	server := startWithForeign(t, s)
	t.Run("trusted", func(t *testing.T) { checkTrusted(t, s, server.Page("signed.ipynb")) })
	t.Run("opened", func(t *testing.T) { checkOpened(t, s, server.Page("unsigned.ipynb")) })
}

// checkOpened opens the notebook, which the student has not run. The same without a policy shows that the attacks work.
func checkOpened(t *testing.T, s *sink, address string) {
	connections := s.connections.Load()
	page := openForeign(t, address, true)
	waitForRefusals(t, page, s.refusals(unsigned))
	s.checkNothingLeft(t, page)
	if more := s.connections.Load() - connections; more > 0 {
		t.Errorf("%d connections to the sink were made", more)
	}

	// A figure of docs/reliability.md.
	fmt.Printf("reliability: evil = %d, of %d attacks and a script\n", len(s.all()), len(signed)+len(unsigned))

	openForeign(t, address, false)
	s.waitForRequests(t, unsigned)
	if reached := s.all(); !slices.Contains(reached, "/chart-picture?of-the-student") {
		t.Errorf("without a policy, no secret has reached the sink: %q", reached)
	}
}

// checkTrusted opens the notebook, which the student has run, or called trusted. Chromium connects to the host of a
// frame or a form before it refuses it, and sends nothing.
func checkTrusted(t *testing.T, s *sink, address string) {
	page := openForeign(t, address, true)
	must(t, page.Until(`document.querySelectorAll('.sends').length === 2`))
	must(t, page.Do(chromedp.Evaluate(`document.querySelectorAll('.sends').forEach(part => part.click())`, nil)))
	waitForRefusals(t, page, s.refusals(signed))
	must(t, page.Do(chromedp.Evaluate(strings.ReplaceAll(program, "SINK", s.URL), nil, awaited)))
	var want []string
	for _, name := range []string{"fetch", "request", "events", "beacon"} {
		want = append(want, "connect-src "+s.URL+"/"+name)
	}
	want = append(want, "connect-src "+strings.Replace(s.URL, "http", "ws", 1)+"/socket")
	waitForRefusals(t, page, append(want, "script-src-elem "+s.URL+"/module", "worker-src blob"))
	s.checkNothingLeft(t, page)
}
