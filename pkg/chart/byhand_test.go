package chart

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

// at returns a part of a specification as text.
func at(p picture, path ...string) string {
	var part any = p.spec
	for _, key := range path {
		part = part.(spec)[key]
	}
	return fmt.Sprint(part)
}

// columns returns some columns of a picture's data as text, a line for each row.
func columns(p picture, keys ...string) (lines []string) {
	for _, row := range rowsOf(p) {
		values := make([]string, len(keys))
		for i, key := range keys {
			values[i] = fmt.Sprint(row[key])
		}
		lines = append(lines, strings.Join(values, " "))
	}
	return lines
}

// The two leaves are on the lines 0 and 1, and their parents in the middle. A probability stands at 7/10 of a branch.
// Before the root are 15 + 9.5 · 2 pixels, beside the longest outcome (11 characters) 14 + 7.5 · 11, so a step has
// (550 − 34 − 96.5) / 2 = 209.75.
func TestATreeByHand(t *testing.T) {
	p, err := tree("After ab", smallTree())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "nodes", columns(p, "text", "x", "y", "leaf", "outcome"), []string{
		"ab 0 0.5 0 <nil>", "abi 1 0 0 <nil>", "abi- 2 0 0.54 abi 54.0 %", "aby 1 1 0 aby… 30.0 %",
	})
	equal(t, "branches", columns(p, "fromX", "fromY", "numberX", "numberY"), []string{
		"<nil> <nil> <nil> <nil>", "0 0.5 0.7 0.15", "1 0 1.7 0", "0 0.5 0.7 0.85",
	})
	for want, got := range map[string]string{
		"78":                at(p, "height"), // 26 for each line, and one more
		"25":                at(p, "padding", "bottom"),
		"[-0.1621 2.4601]":  at(p, "encoding", "x", "scale", "domain"),
		"[0 1 2]":           at(p, "encoding", "x", "axis", "values"),
		"[-1 2]":            at(p, "encoding", "y", "scale", "domain"),
		"46.0 % of all is ": at(p, "title", "subtitle"),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	drawing := treeDrawing{leaves: []leaf{{"a", .1}, {"b", .3}, {"c", .2}, {"d", .3}}}
	for n, want := range map[int]string{3: "b, d, c", 4: "b, d, c, a", 9: "b, d, c, a"} {
		if got := drawing.likeliest(n); got != want {
			t.Errorf("the %d likeliest leaves are %s, want %s", n, got, want)
		}
	}
}

func TestTheLargestTreeThatIsDrawn(t *testing.T) {
	for n, drawn := range map[int]bool{150: true, 151: false} {
		root := &sample.Branch{Text: "a", Cumulative: 1}
		for range n {
			p := 1 / float64(n)
			root.Children = append(root.Children, &sample.Branch{Token: "b", Text: "ab", Probability: p, Cumulative: p})
		}
		if _, err := tree("", root); (err == nil) != drawn {
			t.Errorf("%d leaves: %v", n, err)
		}
	}
}

// An arrow begins 5 pixels from its first point and ends 11 before its second one, so that both are seen; a short one
// has no length. A head points up at 0°, to the right at 90°.
func TestArrowsByHand(t *testing.T) {
	view := frame{0, 10, 0, 1, 100, 100}
	for _, test := range []struct {
		x, y float64 // of the second point; the first is 0, 0
		want string
	}{
		{10, 0, "0.5 0 8.9 0 90"}, {0, 1, "0 0.05 0 0.89 0"}, {1, 0, "0.5 0 0.5 0 90"}, {1.4, 0, "0.5 0 0.7 0 90"},
		{6, 0.8, "0.3 0.04 5.34 0.712 36.87"}, // 60 and 80 pixels: a length of 100
	} {
		row := arrowRow(view, Arrow{"", Point{}, Point{X: test.x, Y: test.y}})
		got := fmt.Sprint(row["x"], row["y"], row["toX"], row["toY"], row["angle"])
		if got = strings.ReplaceAll(got, "-0 ", "0 "); got != test.want {
			t.Errorf("to %v, %v: %s, want %s", test.x, test.y, got, test.want)
		}
	}
}

// The label of a point of radius 5 is 14 pixels above it: the first ring, in steps of 3, on which it fits.
func TestTheLabelOfAPointIsAboveIt(t *testing.T) {
	rows := labelledRows(frame{0, 10, 0, 10, 100, 100}, []Point{{Label: "a", X: 5, Y: 5}}, nil)
	if got := fmt.Sprint(rows[0]["x"], rows[0]["y"], rows[0]["labelX"], rows[0]["labelY"]); got != "5 5 5 6.4" {
		t.Errorf("point and label are at %s, want 5 5 and 5 6.4", got)
	}
}

func TestAFrameHasAMargin(t *testing.T) {
	got, err := framed([]Point{{X: 0, Y: 1}, {X: 10, Y: 0}, {X: 5, Y: 0.5}})
	if want := (frame{-2, 12, -0.15, 1.15, arrowsWidth, arrowsHeight}); err != nil || got != want {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
	for ends, want := range map[[2]float64][2]float64{
		{0, 10}: {-2, 12}, {-2000, -1000}: {-2200, -800}, {5, 5}: {4.999, 5.001}, {-5, -5}: {-5.001, -4.999},
		{0, 0}: {-2e-7, 2e-7},
	} {
		if low, high := widened(ends[0], ends[1], 0.2); low != want[0] || high != want[1] {
			t.Errorf("%v became %v and %v, want %v", ends, low, high, want)
		}
	}
}

func TestAHeatMapByHand(t *testing.T) {
	p, err := heatMap("", []string{"a", "b"}, [][]float64{{0.5, -3}, {0.25, 2}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "cells", columns(p, "row", "column", "value"), []string{"a 1 0.5", "a 2 -3", "b 1 0.25", "b 2 2"})
	if got := at(p, "encoding", "color", "scale", "domain") + at(p, "width"); got != "[-3 3]60" {
		t.Errorf("the colours and the width are %s, want those of −3 to 3, and 30 pixels for each column", got)
	}
	if !strings.HasSuffix(p.text, "A table of 2 rows and 2 columns as colours, from -3.00 to 2.00.") {
		t.Errorf("text %q", p.text)
	}
	if p, err := heatMap("", []string{"a"}, [][]float64{make([]float64, 18)}); err != nil || at(p, "width") != "520" {
		t.Errorf("18 columns are %s pixels wide, %v", at(p, "width"), err)
	}
}

func TestALineByHand(t *testing.T) {
	p, err := line("Entropy", "T", "nats", []float64{0, 1, 2}, []float64{0, 1, 1.5})
	if err != nil || !strings.HasSuffix(p.text, "A line: nats by T, from 0 at 0 to 1.5 at 2.") {
		t.Errorf("%q, %v", p.text, err)
	}
	equal(t, "points", columns(p, "x", "y"), []string{"0 0", "1 1", "2 1.5"})
	if x, y := at(p, "encoding", "x", "title"), at(p, "encoding", "y", "title"); x != "T" || y != "nats" {
		t.Errorf("the axes are %s and %s", x, y)
	}
}

func TestDistributionsByStepsByHand(t *testing.T) {
	p, err := distributionBySteps("", symbols, []int{0, 1000}, [][]float64{others, some}, others)
	if err != nil {
		t.Fatal(err)
	}
	rows := columns(p, "source", "moment", "step")
	want := slices.Concat(slices.Repeat([]string{"the names -1 0"}, 3), slices.Repeat([]string{"the model 0 0"}, 3),
		slices.Repeat([]string{"the model 1 1000"}, 3))
	equal(t, "rows", rows, want)
	layer := p.spec["layer"].([]any)[0].(spec)
	if got := fmt.Sprint(layer["encoding"].(spec)["y"].(spec)["scale"]); !strings.Contains(got, "domain:[0 0.735]") {
		t.Errorf("the axis is %s, want one up to 1.05 · 0.7", got)
	}
}

func TestTablesOfManyColumnsAreNarrower(t *testing.T) {
	for n, want := range map[int]string{manyColumns - 1: "4px 14px", manyColumns: "4px 5px"} {
		header := slices.Repeat([]string{"a"}, n)
		if content, _, err := table("", header, nil); err != nil || strings.Count(content, want) != n {
			t.Errorf("%d columns: %s, %v, want %s for each", n, content, err, want)
		}
	}
}
