package browser

// Every notebook, as a class meets it: every chart drawn, sliders that move the picture, on a small screen and in the
// dark.
// The pages are those that are committed, of which notebooks.py checks that executing them gives the same. With
// NEXTTOKEN_EXECUTE=1, all cells run in JupyterLab before.

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nexttoken/test/lab"
)

// high is a window in which the charts of a whole notebook are on the screen.
const wide, high = 1280, 9000

func TestEveryNotebook(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	must(t, lab.Copy(directory))
	server := startLab(t, directory)
	found, err := filepath.Glob(filepath.Join(directory, "notebooks", "*.ipynb"))
	must(t, err)
	if len(found) == 0 {
		t.Fatal("there are no notebooks")
	}
	execute := os.Getenv("NEXTTOKEN_EXECUTE") == "1"
	t.Run("pages", func(t *testing.T) { // two at a time, and the lab ends after them
		for _, path := range found {
			name := strings.TrimSuffix(filepath.Base(path), ".ipynb")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				if execute {
					run(t, server, name, path)
				}
				read(t, server, name, path)
			})
		}
	})
}

// run opens a notebook, runs all of it, and saves it. In the saved page, errors stand where they are made on purpose.
func run(t *testing.T, server *lab.Lab, name, path string) {
	t.Helper()
	page := openPage(t, wide, high)
	must(t, page.Open(server.Page("notebooks/"+name+".ipynb")))
	must(t, page.Theme(false))
	must(t, page.RunAll())
	must(t, page.Save())
	shoot(t, page, name)
	checkOutputs(t, path)
}

// screens are those of a laptop, an old one, a tablet, and a laptop at 200 %, in pixels.
var screens = []struct{ width, height int64 }{{1280, 800}, {1024, 768}, {820, 1180}, {640, 400}}

// read opens a notebook and runs nothing. It looks at it on all screens, light and dark, and moves its sliders.
func read(t *testing.T, server *lab.Lab, name, path string) {
	t.Helper()
	page := openPage(t, wide, 800)
	must(t, page.Open(server.Page("notebooks/"+name+".ipynb")))
	for _, dark := range []bool{false, true} {
		must(t, page.Theme(dark))
		for _, screen := range screens {
			must(t, page.Resize(screen.width, screen.height))
			checkCharts(t, page, path)
			checkWidth(t, page, screen.width)
			size := fmt.Sprintf("%dx%d", screen.width, screen.height)
			shoot(t, page, name+"-"+size+map[bool]string{true: "-dark"}[dark])
		}
	}
	checkSliders(t, page)
}

// openPage opens a browser, and checks at the end that it asked this machine only, and that the Content-Security-Policy
// refused nothing. Where a test fails, a screenshot shows how it ended.
func openPage(t *testing.T, width, height int) *Page {
	t.Helper()
	page, err := OpenPage(width, height)
	must(t, err)
	t.Cleanup(page.Close)
	t.Cleanup(func() {
		checkHosts(t, page)
		if checkRefused(t, page); t.Failed() {
			shoot(t, page, strings.ReplaceAll(t.Name(), "/", "-")+"-failed")
		}
	})
	return page
}

func checkHosts(t *testing.T, page *Page) {
	t.Helper()
	hosts := page.Hosts()
	if len(hosts) == 0 {
		t.Error("the page asked nobody for anything: the requests were not seen")
	}
	for host, times := range hosts {
		if host != "127.0.0.1" && host != "localhost" {
			t.Errorf("the page asked %s %d times", host, times)
		}
	}
}

func checkRefused(t *testing.T, page *Page) {
	t.Helper()
	if refused := page.Refused(); len(refused) > 0 {
		t.Errorf("the Content-Security-Policy refused %q", refused)
	}
}

func shoot(t *testing.T, page *Page, name string) {
	t.Helper()
	must(t, page.Screenshot(filepath.Join(lab.Root(), "test", "screenshots", name+".png")))
}

// checkOutputs reads the saved notebook: errors stand where they are made on purpose, and nowhere else.
func checkOutputs(t *testing.T, path string) {
	t.Helper()
	notebook, err := readNotebook(path)
	must(t, err)
	for place, cell := range notebook.Cells {
		if wanted := slices.Contains(cell.Metadata.Tags, "raises-exception"); cell.failed() != wanted {
			t.Errorf("cell %d (%.40q): failed %v, should be %v", place, cell.Code(), cell.failed(), wanted)
		}
	}
}

// checkCharts compares the charts on the page with those in the file: each must be there, with marks that one can see.
func checkCharts(t *testing.T, page *Page, path string) {
	t.Helper()
	notebook, err := readNotebook(path)
	must(t, err)
	charts, err := page.Charts(notebook.charts())
	must(t, err)
	if want := notebook.charts(); len(charts) != want {
		t.Errorf("the file holds %d charts, the page shows %d", want, len(charts))
	}
	for _, chart := range charts {
		if chart.Marks == 0 {
			t.Errorf("the chart %q of cell %d is blank", chart.Title, chart.Place)
		}
		if chart.Cut > 0 {
			t.Errorf("the chart %q of cell %d is %d pixels wider than its place", chart.Title, chart.Place, chart.Cut)
		}
	}
}

func checkSliders(t *testing.T, page *Page) {
	t.Helper()
	still, err := page.StillSliders()
	must(t, err)
	for _, slider := range still {
		t.Errorf("a slider changes nothing: %s", slider)
	}
}

// A student stops a training that takes too long, goes on with it, and restarts the kernel in the middle: nothing is
// lost.
func TestInterruptAndRestartInTheMiddleOfTraining(t *testing.T) {
	t.Parallel()
	const notebook = "05_training.ipynb"
	page, directory := start(t, notebook)
	training, other := place(t, notebook, "func train("), place(t, notebook, "rate := 0.003")
	code := strings.ReplaceAll(codeAt(t, notebook, training), "Steps: 10_000", "Steps: 30_000_000")
	must(t, page.RunAbove(training))

	must(t, page.Begin(training, code))
	must(t, page.WaitForOutput(training, "steps/s"))
	must(t, page.Command("kernelmenu:interrupt"))
	must(t, page.WaitForOutput(training, "interrupted at step "))
	must(t, page.WaitUntilQuiet())
	checkEdit(t, page, other)
	before := models(t, directory)
	if len(before) != 1 {
		t.Fatalf("after the interrupt there are the models %v, want one", before)
	}

	must(t, page.Begin(training, code))
	must(t, page.WaitForOutput(training, "steps/s"))
	must(t, page.RestartKernel())
	checkEdit(t, page, other)
	must(t, page.RunAbove(training))
	if after := models(t, directory); !slices.Equal(before, after) {
		t.Errorf("before the restart there were the models %v, now %v", before, after)
	}
}

func models(t *testing.T, directory string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(directory, "models", "*.safetensors"))
	must(t, err)
	return found
}

func codeAt(t *testing.T, notebook string, place int) string {
	t.Helper()
	read, err := readNotebook(filepath.Join(lab.Root(), "notebooks", notebook))
	must(t, err)
	return read.Cells[place].Code()
}
