package site

// Every page, and the page with its solutions, top to bottom in the browser: the results are those that are committed.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
	"nexttoken/test/lab"
)

// cell is a code cell of a notebook file.
type cell struct {
	Kind     string `json:"cell_type"`
	Source   text   `json:"source"`
	Metadata struct{ Tags []string }
	Outputs  []struct {
		Kind     string `json:"output_type"`
		Name     string
		Text     text
		Data     map[string]any
		Metadata struct{ Nexttoken struct{ Failed bool } }
	}
}

// text is a text in a notebook file: a string, or a list of its lines.
type text string

func (t *text) UnmarshalJSON(content []byte) error {
	var lines []string
	if err := json.Unmarshal(content, &lines); err == nil {
		*t = text(strings.Join(lines, ""))
		return nil
	}
	return json.Unmarshal(content, (*string)(t))
}

// printed returns what a cell printed.
func (c cell) printed() string {
	var b strings.Builder
	for _, output := range c.Outputs {
		if output.Kind == "stream" && output.Name == "stdout" {
			b.WriteString(string(output.Text))
		}
	}
	return b.String()
}

// shown returns the kinds of what a cell displayed: a box of an error, a chart, or HTML.
func (c cell) shown() string {
	var kinds []string
	for _, output := range c.Outputs {
		switch {
		case output.Metadata.Nexttoken.Failed:
			kinds = append(kinds, "failed")
		case output.Data["application/vnd.vegalite.v5+json"] != nil, output.Data["application/vnd.vega.v5+json"] != nil:
			kinds = append(kinds, "chart")
		case output.Data["text/html"] != nil:
			kinds = append(kinds, "html")
		}
	}
	return strings.Join(kinds, " ")
}

func allCells(t *testing.T, content []byte) []cell {
	t.Helper()
	var notebook struct{ Cells []cell }
	must(t, json.Unmarshal(content, &notebook))
	return notebook.Cells
}

func codeCells(t *testing.T, content []byte) (cells []cell) {
	t.Helper()
	for _, c := range allCells(t, content) {
		if c.Kind == "code" {
			cells = append(cells, c)
		}
	}
	return cells
}

// current returns the code cells of the page as it is in the browser.
func current(t *testing.T, page *browser.Page) []cell {
	t.Helper()
	var content string
	must(t, page.Do(chromedp.Evaluate(
		`JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON())`, &content)))
	return codeCells(t, []byte(content))
}

// differs are cells whose results are others in a browser: the engine is pure Go, and the time is another.
var differs = []string{"backend.Describe(", "time.Since("}

// leftOut is the page that a browser cannot run.
const leftOut = "11_a_real_one.ipynb"

func TestPages(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(lab.Root(), "notebooks", "*.ipynb"))
	must(t, err)
	for _, path := range pages {
		for _, folder := range []string{"", "solutions/"} {
			if name := filepath.Base(path); name != leftOut {
				t.Run(folder+strings.TrimSuffix(name, ".ipynb"), func(t *testing.T) { checkPage(t, folder+name) })
			}
		}
	}
}

func TestThePageThatIsLeftOutHasASentence(t *testing.T) {
	page, _ := open(t, leftOut)
	must(t, page.Until(`document.querySelector('.jp-Notebook').textContent.includes('This page is not on the site.')`))
}

// checkPage runs a page and compares it with the committed one.
func checkPage(t *testing.T, name string) {
	page, server := open(t, name)
	must(t, page.RunAll())
	t.Logf("the server sent %.1f MB", float64(server.Sent.Load())/1e6)
	compare(t, name, current(t, page))
}

// compare compares the code cells of a page that was run with those of the committed one.
func compare(t *testing.T, name string, got []cell) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(lab.Root(), "notebooks", name))
	must(t, err)
	for i, want := range codeCells(t, content) {
		for _, different := range differs {
			if strings.Contains(string(want.Source), different) {
				want = got[i]
			}
		}
		shown := want.shown()
		if strings.Contains(string(want.Source), "chart.LossCurve") {
			shown = got[i].shown() // a model that was trained before draws no curve
		}
		if got[i].printed() != want.printed() || got[i].shown() != shown {
			t.Errorf("the cell\n%s\nprints %q, shows %q;\nwant %q, %q", want.Source, got[i].printed(), got[i].shown(),
				want.printed(), shown)
		}
	}
}
