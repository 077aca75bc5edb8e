package chart

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"testing"
)

// partsOf returns the rows of a network with a part, as text: its numbers in the order of the keys, then its texts.
func partsOf(p picture, part string, keys ...string) (lines []string) {
	for _, row := range rowsOf(p) {
		if row["part"] != part {
			continue
		}
		var values []string
		for _, key := range keys {
			values = append(values, fmt.Sprint(row[key]))
		}
		lines = append(lines, strings.Join(values, " "))
	}
	return lines
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Two letters with two numbers each are 4 boxes of 28 pixels and a gap of 8: 120 pixels, in the middle of 34 to 330.
// Three hidden values, 36 pixels from each other, and nine logits, of which six are circles, have their middle at 182.
func TestANetworkByHand(t *testing.T) {
	p, err := network("ab", []string{"a", "b"}, [][]float64{{0.2, -0.1}, {-0.3, 0.5}}, 3, 9)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "boxes", partsOf(p, "box", "x", "y", "x2", "y2", "about"), []string{
		"90 138 190 162 0.2, −0.1: row a of the embedding table",
		"250 122 330 150 0.2: number 1 of the row of a", "250 150 330 178 −0.1: number 2 of the row of a",
		"90 202 190 226 −0.3, 0.5: row b of the embedding table",
		"250 186 330 214 −0.3: number 1 of the row of b", "250 214 330 242 0.5: number 2 of the row of b",
	})
	equal(t, "arrows", partsOf(p, "arrow", "x", "y", "x2", "y2"),
		[]string{"48 150 88 150", "192 150 248 150", "48 214 88 214", "192 214 248 214"})
	equal(t, "circles", partsOf(p, "circle", "x", "y"), []string{"28 150", "28 214", "405 146", "405 182", "405 218",
		"516 74", "516 110", "516 146", "516 182", "516 218", "516 290"})
	equal(t, "texts", partsOf(p, "text", "x", "y", "size", "text"), []string{
		"28 18 13 context", "140 18 13 look up",
		"28 150 15 a", "140 150 12 0.2, −0.1", "290 136 13 0.2", "290 164 13 −0.1",
		"28 214 15 b", "140 214 12 −0.3, 0.5", "290 200 13 −0.3", "290 228 13 0.5",
		"405 18 13 3 hidden", "516 18 13 9 logits", "516 254 18 ⋮", "290 18 13 concatenated: 4",
	})
	lines := partsOf(p, "line", "x", "y", "x2", "y2")
	if len(lines) != 4*3+3*6 || lines[0] != "330 136 392 146" || lines[11] != "330 228 392 218" ||
		lines[12] != "424 146 503 74" || lines[29] != "424 218 503 290" {
		t.Errorf("lines %q", lines)
	}
	if area := rowsOf(p)[2]["size"]; fmt.Sprintf("%.1f", area) != "907.9" { // π · 17²
		t.Errorf("the area of a letter's circle is %v", area)
	}
}

// Three letters with ten numbers each have less room: (330 − 34 − 3 · 8) / 30 = 9.0667 pixels for each box.
func TestANetworkOfManyNumbersFits(t *testing.T) {
	numbers := make([]float64, 10)
	p, err := network("abc", []string{"a", "b", "c"}, [][]float64{numbers, numbers, numbers}, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	var tops, bottoms []float64
	for _, row := range rowsOf(p) {
		if row["part"] == "box" && row["x"] == 250.0 {
			tops, bottoms = append(tops, row["y"].(float64)), append(bottoms, row["y2"].(float64))
		}
		if row["part"] == "text" && row["text"] == "0" && math.Abs(row["size"].(float64)-8.0667) > 0.001 {
			t.Errorf("a number has the size %v, want 1 less than its box", row["size"])
		}
	}
	if len(tops) != 30 || math.Abs(tops[0]-38) > 0.001 || math.Abs(bottoms[29]-326) > 0.001 ||
		math.Abs(bottoms[0]-tops[0]-9.0667) > 0.001 || math.Abs(tops[10]-bottoms[9]-8) > 0.001 {
		t.Errorf("%d boxes from %v to %v", len(tops), tops, bottoms)
	}
	if p, err := network("", []string{"a"}, [][]float64{{1}}, 7, 8); err != nil ||
		strings.Count(fmt.Sprint(rowsOf(p)), "⋮") != 1 {
		t.Errorf("seven circles are all drawn, of eight only six: %v", err)
	}
}

func TestOnlyTheFirstNumbersAreShown(t *testing.T) {
	numbers := []float64{1, 2, 3}
	for n, want := range map[int]string{2: "1, 2, …", 3: "1, 2, 3", 4: "1, 2, 3"} {
		if got := beginning(numbers, n); got != want {
			t.Errorf("%d numbers: %q, want %q", n, got, want)
		}
	}
}

// A letter of size 16 takes 17.2 × 18 pixels. So the first place beside another one is 18 above it, then, as 18 is the
// first ring on which they are free, 17.6 to the left, to the right, and 18 below.
func TestLabelsOnOnePointByHand(t *testing.T) {
	if got := (label{"abc", spot{1, 2}, 10}).at(3, 4); got != (area{spot{4, 6}, 13.5, 6}) {
		t.Errorf("the area of abc is %+v", got)
	}
	labels := slices.Repeat([]label{{"a", spot{100, 100}, 16}}, 5)
	want := []spot{{100, 100}, {100, 82}, {82.4, 100}, {117.6, 100}, {100, 118}}
	for i, got := range placed(labels, nil) {
		if math.Hypot(got.x-want[i].x, got.y-want[i].y) > 1e-6 {
			t.Errorf("label %d is at %v, want %v", i, got, want[i])
		}
	}
	everywhere := []area{{spot{100, 100}, 1e6, 1e6}}
	if got := placed(labels[:1], everywhere)[0]; got != labels[0].point {
		t.Errorf("a label without a free place is at %v", got)
	}
}

func TestALineIsCoveredWithAreas(t *testing.T) {
	for line, want := range map[[2]spot][]spot{
		{{0, 0}, {12, 0}}:    {{0, 0}, {6, 0}, {12, 0}},
		{{0, 9}, {0, 0}}:     {{0, 9}, {0, 4.5}, {0, 0}},
		{{10, 20}, {16, 28}}: {{10, 20}, {13, 24}, {16, 28}},
		{{5, 5}, {2, 1}}:     {{5, 5}, {2, 1}},
		{{7, 8}, {7, 8}}:     {{7, 8}},
	} {
		var got []spot
		for _, each := range along(line[0], line[1]) {
			if got = append(got, each.spot); each.halfWidth != 3 || each.halfHeight != 3 {
				t.Errorf("an area of %v × %v", each.halfWidth, each.halfHeight)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", line, got, want)
		}
	}
	one, touching := area{spot{0, 0}, 2, 1}, area{spot{5, 0}, 3, 1}
	below, on := area{spot{5, 2}, 3, 1}, area{spot{4.9, 1.9}, 3, 1}
	if one.overlaps(touching) || touching.overlaps(below) || !one.overlaps(on) {
		t.Error("areas overlap if they share more than an edge")
	}
}

// Seven pictures of 80 pixels with gaps of 26 are a row of five and a row of two. The longest caption has two lines, so
// a row is 80 + 12 + 2 · 15 pixels high.
func TestPicturesByHand(t *testing.T) {
	images := slices.Repeat([]Image{{image.NewGray(image.Rect(0, 0, 4, 4)), "a", ""}}, 7)
	images[1].Sign, images[2].Caption = "+", "a child that smiles"
	p, err := imageRow("Faces", images)
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, row := range rowsOf(p) {
		places = append(places, fmt.Sprintf("%v %v %v%v", row["x"], row["y"], row["sign"], row["caption"]))
	}
	equal(t, "places", places, []string{
		"53 40 <nil>a", "159 40 <nil>a", "106 40 +<nil>", "265 40 <nil>a child that\nsmiles", "371 40 <nil>a",
		"477 40 <nil>a", "53 162 <nil>a", "159 162 <nil>a",
	})
	if p.spec["width"] != 5*106.0+13 || p.spec["height"] != 2*122.0 {
		t.Errorf("%v × %v pixels, want 543 × 244", p.spec["width"], p.spec["height"])
	}
	if p, err = imageRow("", images[:5]); err != nil || p.spec["height"] != 122.0 {
		t.Errorf("five pictures are %v pixels high, %v", p.spec["height"], err)
	}
	captions, lines := wrapped([]Image{{Caption: "sixteen letters."}, {Caption: "seventeen letters"}, {}})
	equal(t, "captions", captions, []string{"sixteen letters.", "seventeen\nletters", ""})
	if lines != 2 {
		t.Errorf("%d lines, want 2", lines)
	}
}

func TestAttentionByHand(t *testing.T) {
	p, err := attention("Where it looks", []string{"she", "was", "she"},
		[][][]float64{{{1}, {0.5, 0.5}, {0.2, 0.7, 0.1}}, {{1, 0, 0}, {0, 1, 0}, {0.25, 0, 0.75}}})
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, row := range rowsOf(p) {
		cells = append(cells, fmt.Sprint(row["head"], row["from"], row["to"], row["share"]))
	}
	equal(t, "cells", cells, []string{"1 0 0 1", "1 1 0 0.5", "1 1 1 0.5", "1 2 0 0.2", "1 2 1 0.7", "1 2 2 0.1",
		"2 0 0 1", "2 1 0 0", "2 1 1 1", "2 2 0 0.25", "2 2 1 0", "2 2 2 0.75"})
	if p.spec["width"] != 72 || p.spec["height"] != 72 {
		t.Errorf("%v × %v pixels, want 24 for each token", p.spec["width"], p.spec["height"])
	}
	const want = `Where "she" looks most: head 1: "was", 70 %; head 2: "she", 75 %.`
	if got := attentionText([]string{"she", "was", "she"},
		[][][]float64{{{1}, {0.5, 0.5}, {0.2, 0.7, 0.1}}, {{1, 0, 0}, {0, 1, 0}, {0.25, 0, 0.75}}}); !strings.HasSuffix(
		got, want) {
		t.Errorf("text %q, want %q at its end", got, want)
	}
}
