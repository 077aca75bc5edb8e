package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A page as it is handed out: opening it changes nothing, so nothing asks to be saved; a terminal brings a fresh one.
func TestAPageAsItIsHandedOut(t *testing.T) {
	directory := t.TempDir()
	must(t, exec.Command(filepath.Join(Root(), ".venv", "bin", "nexttoken"), "handout", directory).Run())
	lab, err := StartLab(directory)
	must(t, err)
	t.Cleanup(lab.Stop)
	page := openPage(t, wide, 1000)
	must(t, page.Open(lab.Page("notebooks/03_model.ipynb")))
	var changed bool
	must(t, page.Do(time.Minute, chromedp.Sleep(3*time.Second), chromedp.Evaluate(`window.jupyterapp.shell.currentWidget.context.model.dirty`, &changed)))
	if changed {
		t.Error("the page was changed by being opened")
	}
	must(t, page.Terminal("nexttoken reset 03"))
	fresh := filepath.Join(directory, "notebooks", "03_model.fresh.ipynb")
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Second) {
		if _, err := os.Stat(fresh); err == nil {
			return
		} else if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}
