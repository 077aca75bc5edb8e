package browser

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nexttoken/test/lab"
)

// start opens a copy of a notebook in JupyterLab, in Chromium, and returns the directory of the copy too.
func start(t *testing.T, notebook string) (page *Page, directory string) {
	t.Helper()
	directory = t.TempDir()
	must(t, lab.Copy(directory))
	server := startLab(t, directory)
	page = openPage(t, wide, 1000)
	if err := page.Open(server.Page("notebooks/" + notebook)); err != nil {
		t.Fatalf("%v: %s", err, server.Output())
	}
	return page, directory
}

func startLab(t *testing.T, directory string) *lab.Lab {
	t.Helper()
	started, err := lab.Start(directory)
	must(t, err)
	t.Cleanup(started.Stop)
	return started
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
	read, err := readNotebook(filepath.Join(lab.Root(), "notebooks", notebook))
	must(t, err)
	found := slices.IndexFunc(read.Cells, func(c Cell) bool { return strings.Contains(c.Code(), code) })
	if found < 0 {
		t.Fatalf("%s has no cell with %q", notebook, code)
	}
	return found
}

func TestAStudentRunsTheTrainingNotebookAndChangesIt(t *testing.T) {
	t.Parallel()
	const notebook = "05_training.ipynb"
	page, directory := start(t, notebook)
	must(t, page.RunAll())
	training := place(t, notebook, "func train(")
	said, err := page.Output(training)
	must(t, err)
	if !strings.Contains(said, "dev loss 2.") {
		t.Errorf("training said %q", said)
	}
	if lines, err := page.Marks(training, "line"); err != nil || len(lines) < 2 {
		t.Errorf("the loss curve has %d lines, want 2 (%v)", len(lines), err)
	}
	checkSlider(t, page, place(t, notebook, "chart.NextTokenBySteps("))
	checkEdit(t, page, place(t, notebook, "rate := 0.003"))
	checkActivation(t, page, directory)
}

// checkActivation changes nothing but the activation, and sees a newly trained model; the old one is opened again when
// it is asked for.
func checkActivation(t *testing.T, page *Page, directory string) {
	t.Helper()
	const notebook = "05_training.ipynb"
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
	must(t, page.Slide(place, 0)) // it stands at the last moment
	after, err := page.Marks(place, "rect")
	must(t, err)
	if len(before) != 54 || len(after) != 54 || slices.Equal(before, after) {
		t.Errorf(
			"the slider turned %d bars into %d, which are the same: %v",
			len(before),
			len(after),
			slices.Equal(before, after),
		)
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
	t.Parallel()
	server := startLab(t, t.TempDir())
	if status := lab.Status(http.DefaultClient, server.Base+"/api/contents"); status != http.StatusForbidden {
		t.Errorf("without the token, the files were answered with %d", status)
	}
	if status := lab.Status(http.DefaultClient, server.API("contents")); status != http.StatusOK {
		t.Errorf("with the token: %d", status)
	}
}

func TestPortAndTokenAreHonoured(t *testing.T) {
	port, err := lab.FreePort()
	must(t, err)
	t.Setenv("PORT", port)
	t.Setenv("JUPYTER_TOKEN", "semolina")
	server := startLab(t, t.TempDir())
	if !strings.HasSuffix(server.Base, ":"+port) || server.Token != "semolina" {
		t.Errorf("it is at %s with token %s, want port %s and semolina", server.Base, server.Token, port)
	}
	if status := lab.Status(http.DefaultClient, server.API("contents")); status != http.StatusOK {
		t.Errorf("with our own token: %d", status)
	}
}
