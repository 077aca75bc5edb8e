// Package hub tests the class server as students meet it: in Chromium, over HTTPS, each with a server of their own. It needs root.
package hub

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
)

// student is a student's browser.
type student struct {
	*browser.Page
	name string
}

// logIn opens a browser, chooses a password, as a student does at the first login, and waits for the student's server.
func (s server) logIn(t *testing.T, name string) student {
	t.Helper()
	page, err := browser.OpenPage(1280, 1000, chromedp.Flag("ignore-certificate-errors-spki-list", s.key))
	must(t, err)
	t.Cleanup(page.Close)
	must(t, page.Do(time.Minute, chromedp.Navigate(s.address+"/hub/login"), chromedp.WaitVisible("#username_input"),
		chromedp.SendKeys("#username_input", name), chromedp.SendKeys("#password_input", "secret of "+name), chromedp.Click("#login_submit"),
	))
	inLab := s.address + "/user/" + name + "/lab"
	for deadline := time.Now().Add(4 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Second) {
		var address string // no answer while the page changes
		if err := page.Do(10*time.Second, chromedp.Location(&address)); err == nil && strings.HasPrefix(address, inLab) {
			return student{page, name}
		}
	}
	t.Fatalf("%s's server did not open within four minutes", name)
	panic("unreachable")
}

func (s server) open(t *testing.T, who student, notebook string) {
	t.Helper()
	must(t, who.Open(s.address+"/user/"+who.name+"/lab/tree/notebooks/"+notebook+"?reset"))
}

// answer returns how the student's browser is answered, with its cookies, as JupyterLab asks.
func (who student) answer(t *testing.T, address string) (status int) {
	t.Helper()
	ask := fmt.Sprintf(`window.answered = 0; fetch(%q, {headers: {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? ''}}).then(answer => { window.answered = answer.status }, () => { window.answered = 599 }); true`, address)
	must(t, who.Do(time.Minute, chromedp.Evaluate(ask, nil), chromedp.Poll(`window.answered > 0`, nil), chromedp.Evaluate(`window.answered`, &status)))
	return status
}

func TestAClass(t *testing.T) {
	s := start(t)
	ada := s.logIn(t, "ada")
	t.Run("a live chart", func(t *testing.T) { checkCharts(t, s, ada, "04_training.ipynb") })
	t.Run("a slider", func(t *testing.T) { checkCharts(t, s, ada, "07_temperature.ipynb") })
	bob := s.logIn(t, "bob")
	t.Run("servers are private", func(t *testing.T) { checkServers(t, s, ada, bob) })
	t.Run("files are private", func(t *testing.T) { checkFiles(t, s, bob) })
}

// checkCharts runs a notebook, and wants every chart drawn and every slider to change its chart.
func checkCharts(t *testing.T, s server, who student, notebook string) {
	s.open(t, who, notebook)
	must(t, who.RunAll(6*time.Minute))
	drawn, err := who.Charts(1)
	must(t, err)
	for _, chart := range drawn {
		if chart.Marks == 0 {
			t.Errorf("the chart %q is blank", chart.Title)
		}
	}
	if still, err := who.StillSliders(); err != nil || len(still) > 0 {
		t.Errorf("sliders that change nothing: %v, %v", still, err)
	}
	must(t, who.Save()) // or the browser asks before it leaves the page
	for host := range who.Hosts() {
		if host != "localhost" {
			t.Errorf("the page asked %s", host)
		}
	}
}

// checkServers wants a student's server to answer the student and nobody else.
func checkServers(t *testing.T, s server, ada, bob student) {
	const files = "/class/user/ada/api/contents"
	if status := ada.answer(t, files); status != http.StatusOK {
		t.Errorf("ada's own files were answered with %d", status)
	}
	if status := bob.answer(t, files); status != http.StatusForbidden {
		t.Errorf("ada's files were answered to bob with %d, want 403", status)
	}
	var page string
	must(t, bob.Do(time.Minute, chromedp.Navigate(s.address+"/user/ada/lab"), chromedp.Text("body", &page)))
	if !strings.Contains(page, "403") {
		t.Errorf("bob, who opened ada's JupyterLab, was shown %q", page)
	}
	if status := bob.answer(t, "/class/hub/api/users/ada"); status != http.StatusNotFound && status != http.StatusForbidden {
		t.Errorf("the hub told bob about ada: %d", status)
	}
	if status := s.status("/user/ada/api/contents"); status != http.StatusForbidden && status != http.StatusFound {
		t.Errorf("ada's files were answered to a stranger with %d", status)
	}
}

// checkFiles tries, in bob's notebook, what bob must not be able to do.
func checkFiles(t *testing.T, s server, bob student) {
	s.open(t, bob, "00_start_here.ipynb")
	homes := filepath.Join(s.state, "homes")
	cache := filepath.Join(browser.Root(), ".venv/hub/go/cache")
	place := bob.firstCode(t)
	for _, try := range []string{
		fmt.Sprintf(`os.ReadDir(%q)`, homes),
		fmt.Sprintf(`os.ReadFile(%q)`, filepath.Join(homes, "ada/notebooks/04_training.ipynb")),
		fmt.Sprintf(`os.ReadFile(%q)`, filepath.Join(s.state, "hub.sqlite")),
		fmt.Sprintf(`os.Create(%q)`, filepath.Join(cache, "mine")),
		fmt.Sprintf(`os.Create(%q)`, filepath.Join(browser.Root(), "pkg/vocab/mine.go")),
	} {
		code := fmt.Sprintf("import (\n\"errors\"\n\"fmt\"\n\"io/fs\"\n\"os\"\n)\n%%%%\n_, err := %s\nfmt.Println(\"user\", os.Getuid() >= 200000, \"forbidden\", errors.Is(err, fs.ErrPermission))", try)
		must(t, bob.Replace(place, code))
		if said, err := bob.Output(place); err != nil || strings.TrimSpace(said) != "user true forbidden true" {
			t.Errorf("%s in bob's notebook said %q, %v", try, said, err)
		}
	}
	if owner, err := os.Stat(filepath.Join(homes, "ada")); err != nil || owner.Mode().Perm() != 0o700 {
		t.Errorf("ada's home has the mode %v, %v", owner.Mode(), err)
	}
}

// firstCode returns the place of the notebook's first code cell.
func (who student) firstCode(t *testing.T) (place int) {
	t.Helper()
	must(t, who.Do(time.Minute, chromedp.Evaluate(`Number(document.querySelector('.jp-Notebook .jp-CodeCell').dataset.windowedListIndex)`, &place)))
	return place
}
