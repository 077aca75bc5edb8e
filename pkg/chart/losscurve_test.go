package chart

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"nexttoken/pkg/progress"
)

func report(step int, train, dev float64) progress.Report {
	return progress.Report{Step: step, Steps: 100, TrainLoss: train, DevLoss: dev,
		StepsPerSecond: 3000, Remaining: 2 * time.Second}
}

func TestTheSpeedIsShownOnlyWhileItRuns(t *testing.T) {
	curve := &lossCurve{}
	last := report(100, 2, 2.25)
	curve.add(last)
	if got := curve.subtitle(last); !strings.Contains(got, "3000 steps/s") || !strings.Contains(got, "2s left") {
		t.Errorf("running: %q", got)
	}
	last.Done = true
	if got, want := curve.subtitle(last), "step 100 of 100 · train loss 2.000 · dev loss 2.250"; got != want {
		t.Errorf("done: %q, want %q", got, want)
	}
}

func TestACurveKeepsEveryEvaluationAndNothingElse(t *testing.T) {
	curve := &lossCurve{}
	curve.add(report(0, math.NaN(), 3.3))
	curve.add(report(5, 3, math.NaN())) // no evaluation
	curve.add(report(10, 2.5, 2.75))
	if len(curve.rows) != 3 || curve.rows[0]["names"] != "dev" || curve.rows[1]["loss"] != 2.5 ||
		curve.rows[2]["step"] != 10 {
		t.Errorf("rows %v", curve.rows)
	}
}

func TestTheAxisNamesTheLossAndItsUnit(t *testing.T) {
	curve := &lossCurve{loss: "squared error", unit: "grey squared"}
	curve.add(report(10, 12, 13))
	p, err := curve.picture(report(10, 12, 13))
	if err != nil {
		t.Fatal(err)
	}
	title := p.spec["encoding"].(spec)["y"].(spec)["title"]
	if title != "loss (squared error, grey squared)" || !strings.Contains(p.text, "in grey squared") {
		t.Errorf("the axis is called %q, the text is %q", title, p.text)
	}
}

func TestALossThatExplodesStillGivesAPicture(t *testing.T) {
	curve := &lossCurve{}
	curve.add(report(0, math.NaN(), 3.3))
	curve.add(report(10, math.Inf(1), math.Inf(1)))
	p, err := curve.picture(report(10, math.Inf(1), math.Inf(1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := plainTypes(p.spec); err != nil || len(curve.rows) != 1 {
		t.Errorf("%v, rows %v", err, curve.rows)
	}
}

func TestTheTextNamesTheLowestLoss(t *testing.T) {
	curve := &lossCurve{}
	for _, r := range []progress.Report{report(10, 3, 2.5), report(20, 2, 2.125), report(30, 1, 2.875)} {
		curve.add(r)
	}
	want := "After 30 steps: train 1.000, dev 2.875; the lowest on dev was 2.125."
	if got := curve.text(); !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end with %q", got, want)
	}
}

func TestAModelThatWasOnlyOpenedDrawsNothing(t *testing.T) {
	for _, dev := range []float64{2.18, math.NaN()} {
		curve := &lossCurve{}
		opened := report(100, 2.16, dev)
		opened.Done, opened.Opened, opened.Note = true, true, "opened: the model was trained before"
		curve.report(opened)
		if !curve.drawn.IsZero() {
			t.Errorf("it drew a dev loss of %v", dev)
		}
	}
}

// A training that continues shortly before its end has only one evaluation, in its last report.
func TestATrainingResumedBeforeItsEndIsDrawn(t *testing.T) {
	curve := &lossCurve{}
	last := report(100, 2.16, 2.18)
	last.Done = true
	curve.report(last)
	if curve.drawn.IsZero() || len(curve.rows) != 2 {
		t.Errorf("drawn at %v, rows %v", curve.drawn, curve.rows)
	}
}

func TestATrainingWithoutDevExamplesDrawsNothing(t *testing.T) {
	curve := &lossCurve{}
	for _, step := range []int{0, 50, 100} {
		r := report(step, 2.16, math.NaN())
		r.Done = step == 100
		curve.report(r)
	}
	if !curve.drawn.IsZero() {
		t.Errorf("it drew the rows %v", curve.rows)
	}
}

// curveEncoding returns the encoding of the two curves.
func curveEncoding(p picture) spec {
	return p.spec["layer"].([]any)[curveLayer].(spec)["encoding"].(spec)
}

func TestTwoModelsLearnInOnePicture(t *testing.T) {
	first := &lossCurve{unit: "nats per word", name: "perceptron"}
	second := &lossCurve{unit: "nats per word", name: "transformer", before: first}
	first.add(report(100, 3.5, 3.875))
	second.add(report(50, 4, 4.25))
	p, err := second.picture(report(50, 4, 4.25))
	if err != nil {
		t.Fatal(err)
	}
	if rows := rowsOf(p); len(rows) != 4 || rows[1]["names"] != "perceptron, dev" ||
		rows[2]["names"] != "transformer, train" {
		t.Errorf("rows %v", rows)
	}
	scale := curveEncoding(p)["color"].(spec)["scale"].(spec)
	if names := scale["domain"].([]string); len(names) != 4 || names[3] != "transformer, dev" {
		t.Errorf("the colours are of %v", names)
	}
	for _, part := range []string{
		"perceptron: After 100 steps: train 3.500, dev 3.875", "transformer: After 50 steps: train 4.000, dev 4.250",
	} {
		if !strings.Contains(p.text, part) {
			t.Errorf("%q is not in %q", part, p.text)
		}
	}
	if alone, err := first.picture(report(100, 3.5, 3.875)); err != nil || len(rowsOf(alone)) != 2 {
		t.Errorf("%v, rows %v", err, rowsOf(alone))
	}
}

func TestALossThatFallsFarIsDrawnByItsLogarithm(t *testing.T) {
	for lowest, want := range map[float64]bool{2: false, 0.25: true, 0: false} {
		curve := &lossCurve{}
		curve.add(report(0, math.NaN(), 8))
		curve.add(report(100, lowest, lowest))
		p, err := curve.picture(report(100, lowest, lowest))
		if err != nil {
			t.Fatal(err)
		}
		y := p.spec["encoding"].(spec)["y"].(spec)
		if got := y["scale"].(spec)["type"] == "log"; got != want {
			t.Errorf("from 8 to %v: logarithm %v, want %v", lowest, got, want)
		}
	}
}

// inCell makes the test look like a cell with this code in a notebook, whose models are in a directory.
func inCell(t *testing.T, models, code string) {
	t.Helper()
	program := "package main\n\nfunc other() {\n}\n\nfunc main() {\n\tflag.Parse()\n\t" + code + "\n}\n"
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GONB_TMP_DIR", folder)
	t.Setenv("NEXTTOKEN_MODELS", models)
}

func TestACurveIsFoundAgainByTheCellThatTrainedItOnly(t *testing.T) {
	models := t.TempDir()
	inCell(t, models, "model := writer()")
	last := report(100, 2.16, 2.18)
	trained := &lossCurve{title: "It learns"}
	trained.report(report(0, math.NaN(), 3.3))
	last.Done = true
	trained.report(last)

	opened := last
	opened.Opened = true
	again := &lossCurve{title: "It learns"}
	again.report(opened)
	if again.drawn.IsZero() || !reflect.DeepEqual(again.rows, trained.rows) || again.text() != trained.text() {
		t.Errorf("run again, the cell drew at %v the rows %v, %q", again.drawn, again.rows, again.text())
	}
	another := opened
	another.DevLoss = 2.17
	for name, draw := range map[string]func() *lossCurve{
		"another chart": func() *lossCurve { return drawnFor(opened, "Another") },
		"another model": func() *lossCurve { return drawnFor(another, "It learns") },
		"another cell": func() *lossCurve {
			inCell(t, models, "fmt.Println(writer())")
			return drawnFor(opened, "It learns")
		},
	} {
		if curve := draw(); !curve.drawn.IsZero() {
			t.Errorf("%s drew %v", name, curve.rows)
		}
		inCell(t, models, "model := writer()")
	}
}

func drawnFor(opened progress.Report, title string) *lossCurve {
	curve := &lossCurve{title: title}
	curve.report(opened)
	return curve
}

func TestACurveThatCannotBeKeptIsDrawnAllTheSame(t *testing.T) {
	file := filepath.Join(t.TempDir(), "models") // no directory
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	inCell(t, file, "model := writer()")
	last := report(100, 2.16, 2.18)
	last.Done = true
	if curve := drawnFor(last, "It learns"); curve.drawn.IsZero() {
		t.Error("nothing was drawn")
	}
}
