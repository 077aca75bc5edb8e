// Package bench tests that the figures in README.md are those that were measured.
package bench

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// measured has the results that bench/run.py wrote.
type measured struct {
	Train    map[string]compared `json:"train"`
	Reach    compared            `json:"reach"`
	Generate compared            `json:"generate"`
	Compile  compared            `json:"compile"`
	Memory   compared            `json:"memory"`
	Cell     map[string]struct {
		Seconds map[string]float64 `json:"seconds"`
		Ratio   float64            `json:"ratio"`
	} `json:"cell"`
	Strong map[string]float64 `json:"strong"`
	Chat   map[string]struct {
		Figures map[string]float64 `json:"figures"`
		Ratio   map[string]float64 `json:"ratio"`
	} `json:"chat"`
}

type compared struct {
	StepsPerSecond map[string]float64 `json:"steps_per_second"`
	Seconds        map[string]float64 `json:"seconds"`
	Megabytes      map[string]float64 `json:"megabytes"`
	Ratio          map[string]float64 `json:"ratio"`
}

func results(t *testing.T) (r measured) {
	t.Helper()
	text, err := os.ReadFile("results.json")
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// benchmarks returns the part of README.md that the benchmark wrote.
func benchmarks(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "<!-- bench -->\n")
	part, _, found := strings.Cut(rest, "<!-- /bench -->")
	if !found || strings.TrimSpace(part) == "" {
		t.Fatal("the README has no results between <!-- bench --> and <!-- /bench -->: run `make bench`")
	}
	return part
}

// peers are the names in results.json of the columns after ours.
var peers = map[string]string{
	"JAX, `lax.scan`":    "jax_scan",
	"JAX, jitted step":   "jax_step",
	"GoMLX `train.Loop`": "gomlx_loop",
	"PyTorch, eager":     "torch",
	"llama.cpp":          "llama_cpp",

	"nexttoken, GPU":       "gpu",
	"JAX, `lax.scan`, GPU": "jax_gpu",
}

// chatRows are the names in results.json of the rows of the chat model.
var chatRows = map[string]string{
	"tokens/s, SmolLM2": "tokens",
	"s to its first token, from the start of the program": "first",
	"MB of memory, SmolLM2":                               "megabytes",
}

func TestTheReadmesTableIsWhatWasMeasured(t *testing.T) {
	r := results(t)
	rows := map[string]struct{ figures, ratios map[string]float64 }{
		"steps/s, batch 32":       {r.Train["32"].StepsPerSecond, r.Train["32"].Ratio},
		"steps/s, batch 256":      {r.Train["256"].StepsPerSecond, r.Train["256"].Ratio},
		"steps/s, batch 4096":     {r.Train["4096"].StepsPerSecond, r.Train["4096"].Ratio},
		"s to a dev loss of 2.05": {r.Reach.Seconds, r.Reach.Ratio},
		"s for 10,000 names":      {r.Generate.Seconds, r.Generate.Ratio},
		"s to compile":            {r.Compile.Seconds, nil},
		"MB of memory":            {r.Memory.Megabytes, nil},
	}
	for name, what := range chatRows {
		if chat, measured := r.Chat[what]; measured {
			rows[name] = struct{ figures, ratios map[string]float64 }{chat.Figures, chat.Ratio}
		}
	}
	lines := strings.Split(benchmarks(t), "\n")
	header := cells(lines[0])
	for _, line := range lines[2:] {
		row := cells(line)
		want, known := rows[row[0]]
		if !known {
			continue
		}
		delete(rows, row[0])
		for column, text := range row[1:] {
			peer := "ours"
			if column > 0 {
				peer = peers[header[column+1]]
			}
			if peer == "" {
				t.Fatalf("the README has an unknown column %q", header[column+1])
			}
			compareCell(t, row[0]+", "+peer, text, want.figures[peer], want.ratios[peer])
		}
	}
	for name := range rows {
		t.Errorf("the README has no row %q", name)
	}
}

func cells(line string) []string {
	parts := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	for i, part := range parts {
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}

var number = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// compareCell compares the text of a cell, "3,500 (5.02 ×)", with the measured figure and ratio.
func compareCell(t *testing.T, what, text string, figure, ratio float64) {
	t.Helper()
	measured := slices.DeleteFunc([]float64{figure, ratio}, func(x float64) bool { return x == 0 })
	numbers := number.FindAllString(text, -1)
	if len(numbers) != len(measured) {
		t.Errorf("%s: the README has %q, measured was %v", what, text, measured)
		return
	}
	for i, want := range measured {
		got, err := strconv.ParseFloat(strings.ReplaceAll(numbers[i], ",", ""), 64)
		if err != nil || got < 0.985*want-0.006 || got > 1.015*want+0.006 {
			t.Errorf("%s: the README has %q, measured was %v", what, text, want)
		}
	}
}

func TestTheReadmesSentencesAreWhatWasMeasured(t *testing.T) {
	_, sentences, _ := strings.Cut(benchmarks(t), "\n\n") // after the table
	r, text := results(t), strings.Join(strings.Fields(sentences), " ")
	for _, figure := range []float64{r.Cell["xla"].Ratio, r.Cell["plain"].Ratio} {
		if part := strconv.FormatFloat(figure, 'f', 2, 64); !strings.Contains(text, part) {
			t.Errorf("%s is not in the README", part)
		}
	}
	for _, name := range []string{"dev_loss", "test_loss", "counts_dev", "counts_test"} {
		if part := strconv.FormatFloat(r.Strong[name], 'f', 3, 64); !strings.Contains(text, part) {
			t.Errorf("%s, %s, is not in the README", name, part)
		}
	}
}

// The strongest model must be better than the counts by at least this difference.
func TestTheStrongestModelIsFarBelowTheCounts(t *testing.T) {
	strong := results(t).Strong
	dev, test := strong["counts_dev"]-strong["dev_loss"], strong["counts_test"]-strong["test_loss"]
	if dev < 0.08 || test < 0.08 {
		t.Errorf("its loss is %.3f below the counts on dev and %.3f on test, want at least 0.08", dev, test)
	}
}
