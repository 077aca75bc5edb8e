package site

// Every page, and the page with its solutions, top to bottom in the browser: the results are those that are committed.

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// cell is a cell of a notebook file.
type cell struct {
	Kind    string `json:"cell_type"`
	Source  text   `json:"source"`
	Outputs []struct{ Text text }
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
		b.WriteString(string(output.Text))
	}
	return b.String()
}

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
	var content string
	must(t, page.Do(chromedp.Evaluate(
		`JSON.stringify(window.jupyterapp.shell.currentWidget.context.model.toJSON())`, &content)))
	compare(t, name, []byte(content))
}

// compare compares a page that was run with the committed one, as compare.py says.
func compare(t *testing.T, name string, notebook []byte) {
	t.Helper()
	executed := filepath.Join(t.TempDir(), "executed.ipynb")
	must(t, os.WriteFile(executed, notebook, 0o644))
	command := exec.Command(filepath.Join(lab.Root(), ".venv", "bin", "python"), "compare.py",
		filepath.Join(lab.Root(), "notebooks", name), executed)
	command.Stderr = os.Stderr
	different, err := command.Output()
	if err != nil {
		t.Errorf("%v\n%s", err, different)
	}
}
