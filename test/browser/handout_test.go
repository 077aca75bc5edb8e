package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// A page as it is handed out: opening it changes nothing, so nothing asks to be saved; a terminal brings a fresh one.
func TestAPageAsItIsHandedOut(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	must(t, exec.Command(filepath.Join(lab.Root(), ".venv", "bin", "nexttoken"), "handout", directory).Run())
	server := startLab(t, directory)
	page := openPage(t, wide, 1000)
	must(t, page.Open(server.Page("notebooks/03_model.ipynb")))
	var changed bool
	must(
		t,
		page.Do(
			chromedp.Sleep(3*time.Second),
			chromedp.Evaluate(`window.jupyterapp.shell.currentWidget.context.model.dirty`, &changed),
		),
	)
	if changed {
		t.Error("the page was changed by being opened")
	}
	must(t, page.Terminal("nexttoken reset 03"))
	fresh := filepath.Join(directory, "notebooks", "03_model.fresh.ipynb")
	must(t, lab.Until(func() bool { _, err := os.Stat(fresh); return err == nil }))
}
