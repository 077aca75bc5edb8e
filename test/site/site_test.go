package site

import (
	"strings"
	"testing"

	"nexttoken/test/browser"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open opens a page of the site in a fresh browser, and checks at the end that it asked no other host.
func open(t *testing.T, name string, prepare ...func(*Server)) (*browser.Page, *Server) {
	t.Helper()
	server, err := Serve()
	must(t, err)
	t.Cleanup(server.Stop)
	for _, f := range prepare {
		f(server)
	}
	page, err := browser.OpenPage(1280, 1000)
	must(t, err)
	t.Cleanup(page.Close)
	must(t, page.Open(server.Page(name)))
	t.Cleanup(func() {
		for host := range page.Hosts() {
			if host != "127.0.0.1" {
				t.Errorf("the page asked %s", host)
			}
		}
	})
	return page, server
}

// output runs a cell and returns what it shows.
func output(t *testing.T, page *browser.Page, place int, code string) string {
	t.Helper()
	must(t, page.Replace(place, code))
	text, err := page.Output(place)
	must(t, err)
	return strings.TrimSpace(text)
}

func TestACellIsCompiledAndRun(t *testing.T) {
	page, _ := open(t, "00_start_here.ipynb")
	const place = 1
	if got := output(t, page, place, "%%\nfmt.Println(\"six times seven is\", 6*7)"); got != "six times seven is 42" {
		t.Errorf("it shows %q", got)
	}
	if got := output(t, page, place, "%%\nunused := 1"); !strings.Contains(got, "declared and not used") {
		t.Errorf("a mistake shows %q", got)
	}
	if got := output(t, page, place, "%%\nfmt.Println(\"mended\")"); got != "mended" {
		t.Errorf("after a mistake, it shows %q", got)
	}
}
