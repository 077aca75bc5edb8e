package site

// Models that a browser trains: with the time left, stopped, closed in the middle, and compared with the printed page.

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"nexttoken/test/browser"
	"nexttoken/test/lab"
	"nexttoken/web/tolerance"
)

const trainingPage = "05_training.ipynb"

// trains is in the cell that trains page 05's model.
const trains = "trained := train(\"The model learns\")"

// committed returns the place of the first code cell of a page that holds a text, and the cell.
func committed(t *testing.T, name, code string) (int, cell) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(lab.Root(), "notebooks", name))
	must(t, err)
	var notebook struct{ Cells []cell }
	must(t, json.Unmarshal(content, &notebook))
	for i, c := range notebook.Cells {
		if c.Kind == "code" && strings.Contains(string(c.Source), code) {
			return i, c
		}
	}
	t.Fatalf("%s has no cell with %q", name, code)
	return 0, cell{}
}

// openUntrained opens page 05 on a site without models, and runs the cells above its training.
func openUntrained(t *testing.T) (page *browser.Page, server *Server, place int, training cell) {
	t.Helper()
	page, server = open(t, trainingPage, func(s *Server) { s.NoModels.Store(true) })
	place, training = committed(t, trainingPage, trains)
	must(t, page.RunAbove(place))
	return page, server, place, training
}

var step = regexp.MustCompile(`step (\d+) of 10,?000[^\n]* left`)

// reached returns the step that the curve of the training shows, with the time left.
func reached(t *testing.T, page *browser.Page, place int) int {
	t.Helper()
	must(t, page.WaitForOutput(place, "s left"))
	text, err := page.Output(place)
	must(t, err)
	found := step.FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("the curve shows %q", text)
	}
	number, err := strconv.Atoi(found[1])
	must(t, err)
	return number
}

// stored is the step of the checkpoint in the browser's storage; 0 at first, since it looks for the next time.
const stored = `(() => {
	const step = file => JSON.parse(JSON.parse(new TextDecoder().decode(file.subarray(8,
		8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))))).__metadata__.state).step;
	indexedDB.open('nexttoken files').onsuccess = ({target: {result: database}}) => {
		database.transaction('files').objectStore('files').getAll().onsuccess = ({target: {result: files}}) => {
			for (const file of files) try { window.storedStep = step(file) } catch {}
			database.close() } };
	return window.storedStep ?? 0 })()`

// The page shows the time left. Whoever closes it in the middle goes on from there, and the model's loss is as near to
// the printed one as the pages say.
func TestATrainingShowsItsTimeAndSurvivesAReload(t *testing.T) {
	page, server, place, training := openUntrained(t)
	begun := time.Now()
	must(t, page.Begin(place, string(training.Source)))
	must(t, page.WaitForOutput(place, "left"))
	t.Log("the time left was shown after", time.Since(begun))
	first := reached(t, page, place)
	must(t, page.Until(fmt.Sprintf(`%s >= %d`, stored, first)))
	must(t, page.Open(server.Page(trainingPage)))
	must(t, page.RunAbove(place))
	must(t, page.Begin(place, string(training.Source)))
	if again := reached(t, page, place); again < first {
		t.Errorf("before the page was closed, step %d was reached, and then %d", first, again)
	}
	must(t, page.WaitUntilQuiet())
	text, err := page.Output(place)
	must(t, err)
	if strings.Contains(text, "✗") {
		t.Errorf("a training that ended well shows %q", text)
	}
	got, want := devLoss(t, text), devLoss(t, training.printed())
	t.Logf("dev loss %.3f, printed %.3f", got, want)
	if math.Abs(got-want) > tolerance.Loss {
		t.Errorf("the dev loss is %.3f, and %.3f is printed: they differ by more than %.3f", got, want, tolerance.Loss)
	}
}

var dev = regexp.MustCompile(`dev loss (\d\.\d+) nats`)

func devLoss(t *testing.T, text string) float64 {
	t.Helper()
	found := dev.FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no dev loss in %q", text)
	}
	loss, err := strconv.ParseFloat(found[1], 64)
	must(t, err)
	return loss
}

func TestATrainingIsStoppedAndItsStepsAreKept(t *testing.T) {
	page, _, place, training := openUntrained(t)
	must(t, page.Begin(place, string(training.Source)))
	first := reached(t, page, place)
	must(t, page.Until(fmt.Sprintf(`%s >= %d`, stored, first)))
	begun := time.Now()
	must(t, page.Command("notebook:interrupt-kernel"))
	must(t, page.WaitForOutput(place, "This cell was stopped"))
	t.Log("it was stopped after", time.Since(begun))
	must(t, page.Begin(place, string(training.Source)))
	if again := reached(t, page, place); again < first {
		t.Errorf("before it was stopped, step %d was reached, and then %d", first, again)
	}
	must(t, page.Command("notebook:interrupt-kernel"))
	must(t, page.WaitUntilQuiet())
}
