package browser

import (
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

const dialog = `document.querySelector('.jp-Dialog')`

func TestThePrintedAddressOpensTheFirstPageWhoseKernelIsReady(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	must(t, lab.Copy(directory))
	server := startLab(t, directory)
	printed := regexp.MustCompile(`http://\S+`).FindString(server.Output())
	page := openPage(t, wide, 1000)
	must(t, page.Open(printed))
	var path, status string
	must(t, page.Do(
		chromedp.Evaluate(`jupyterapp.shell.currentWidget.context.path`, &path),
		chromedp.Evaluate(`jupyterapp.shell.currentWidget.sessionContext.kernelDisplayStatus`, &status)))
	if path != "notebooks/00_start_here.ipynb" || status != "idle" {
		t.Errorf("%s opened %s, whose kernel is %q before the first cell", printed, path, status)
	}
}

// A kernel that was shut down, and a new notebook, get one without a question.
func TestNobodyIsAskedForAKernel(t *testing.T) {
	t.Parallel()
	const notebook = "01_vocabulary.ipynb"
	page, _ := start(t, notebook)
	must(t, page.Command("kernelmenu:shutdown"))
	must(t, page.Until(`!jupyterapp.shell.currentWidget.sessionContext.session?.kernel`))
	first := place(t, notebook, "%noautoget")
	must(t, page.Begin(first, "%%\nfmt.Println(6 * 7)"))
	must(t, page.Until(dialog+` || document.querySelector('.jp-OutputArea-output pre')?.textContent.startsWith('42')`))
	noDialog(t, page)

	must(t, page.Command("notebook:create-new"))
	must(t, page.Until(dialog+` || jupyterapp.shell.currentWidget.context.path.includes('Untitled') && `+quiet))
	noDialog(t, page)
}

func noDialog(t *testing.T, page *Page) {
	t.Helper()
	var asked string
	must(t, page.Do(chromedp.Evaluate(dialog+`?.textContent ?? ''`, &asked)))
	if asked != "" {
		t.Errorf("JupyterLab asked: %s", asked)
	}
}
