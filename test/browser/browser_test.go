package browser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// start opens a copy of a notebook in JupyterLab, in Chromium, and returns the directory of the copy too.
func start(t *testing.T, notebook string) (page *Page, directory string) {
	t.Helper()
	directory = t.TempDir()
	if err := Copy(directory); err != nil {
		t.Fatal(err)
	}
	lab, err := StartLab(directory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lab.Stop)
	page = openPage(t, wide, 1000)
	if err := page.Open(lab.Page("notebooks/" + notebook)); err != nil {
		t.Fatalf("%v: %s", err, lab.Output())
	}
	return page, directory
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// place finds a cell of a notebook by a piece of its code.
func place(t *testing.T, notebook, code string) int {
	t.Helper()
	read, err := readNotebook(filepath.Join(Root(), "notebooks", notebook))
	must(t, err)
	found := slices.IndexFunc(read.Cells, func(c Cell) bool { return strings.Contains(c.Code(), code) })
	if found < 0 {
		t.Fatalf("%s has no cell with %q", notebook, code)
	}
	return found
}

func TestAStudentRunsTheTrainingNotebookAndChangesIt(t *testing.T) {
	const notebook = "04_training.ipynb"
	page, directory := start(t, notebook)
	must(t, page.RunAll(3*time.Minute))
	training := place(t, notebook, "func train(")
	said, err := page.Output(training)
	must(t, err)
	if !strings.Contains(said, "dev loss 2.") {
		t.Errorf("training said %q", said)
	}
	if lines, err := page.Marks(training, "line"); err != nil || len(lines) < 2 {
		t.Errorf("the loss curve has %d lines, want 2 (%v)", len(lines), err)
	}
	checkSlider(t, page, place(t, notebook, "chart.DistributionBySteps("))
	checkEdit(t, page, place(t, notebook, "w, rate := 0.0, 0.1"))
	checkActivation(t, page, directory)
}

// checkActivation changes nothing but the activation, and sees a newly trained model; the old one is opened again when it is asked for.
func checkActivation(t *testing.T, page *Page, directory string) {
	t.Helper()
	const notebook = "04_training.ipynb"
	graph, training := place(t, notebook, "func Logits("), place(t, notebook, "func train(")
	tanh := codeAt(t, notebook, graph)
	before := len(models(t, directory))
	for _, code := range []string{strings.ReplaceAll(tanh, "Tanh(", "Sigmoid("), tanh} {
		must(t, page.Replace(graph, code))
		must(t, page.Replace(training, codeAt(t, notebook, training)))
		if after := models(t, directory); len(after) != before+1 {
			t.Errorf("with one other activation there are %d models, want %d: %v", len(after), before+1, after)
		}
	}
}

// checkSlider moves a slider and sees the bars change.
func checkSlider(t *testing.T, page *Page, place int) {
	t.Helper()
	before, err := page.Marks(place, "rect")
	must(t, err)
	must(t, page.Slide(place, 4))
	after, err := page.Marks(place, "rect")
	must(t, err)
	if len(before) != 54 || len(after) != 54 || slices.Equal(before, after) {
		t.Errorf("the slider turned %d bars into %d, which are the same: %v", len(before), len(after), slices.Equal(before, after))
	}
}

// checkEdit changes a cell in the middle, runs it, and sees the new result.
func checkEdit(t *testing.T, page *Page, place int) {
	t.Helper()
	must(t, page.Replace(place, "%%\nfmt.Println(\"six times seven is\", 6*7)"))
	if said, err := page.Output(place); err != nil || strings.TrimSpace(said) != "six times seven is 42" {
		t.Errorf("the changed cell said %q, %v", said, err)
	}
	must(t, page.Replace(place, "%%\nunused := 1"))
	if said, err := page.Output(place); err != nil || !strings.Contains(said, "declared and not used") {
		t.Errorf("a mistake gave %q, %v", said, err)
	}
	must(t, page.Replace(place, "%%\nfmt.Println(\"mended\")"))
	if said, err := page.Output(place); err != nil || strings.TrimSpace(said) != "mended" {
		t.Errorf("after the mistake, the cell said %q, %v", said, err)
	}
}

func TestTheServerAsksForItsToken(t *testing.T) {
	lab, err := StartLab(t.TempDir())
	must(t, err)
	t.Cleanup(lab.Stop)
	if status, err := get(strings.Split(lab.URL, "/lab")[0] + "/api/contents"); err != nil || status != 403 {
		t.Errorf("without the token, the files were answered with %d, %v", status, err)
	}
	if status, err := get(strings.Replace(lab.URL, "/lab", "/api/contents", 1)); err != nil || status != 200 {
		t.Errorf("with the token: %d, %v", status, err)
	}
}

func TestPortAndTokenAreHonoured(t *testing.T) {
	port, err := freePort()
	must(t, err)
	t.Setenv("PORT", fmt.Sprint(port))
	t.Setenv("JUPYTER_TOKEN", "semolina")
	lab, err := StartLab(t.TempDir())
	must(t, err)
	t.Cleanup(lab.Stop)
	if want := fmt.Sprintf(":%d/", port); !strings.Contains(lab.URL, want) {
		t.Errorf("the URL is %s, want port %d", lab.URL, port)
	}
	if status, err := get(strings.Replace(lab.URL, "/lab", "/api/contents", 1)); !strings.HasSuffix(lab.URL, "semolina") || err != nil || status != 200 {
		t.Errorf("with our own token: %d, %v", status, err)
	}
}
