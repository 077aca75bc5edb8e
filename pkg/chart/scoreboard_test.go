package chart

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/ngram"
	"nexttoken/pkg/scoreboard"
	"nexttoken/pkg/vocab"
)

// someBoard has the uniform model, counts, and two networks that lie close together.
func someBoard() []scoreboard.Row {
	counts := ngram.Uniform(vocab.Letters())
	network := lm.Func(vocab.Letters(), 1, nil)
	return []scoreboard.Row{
		{Name: "uniform", Model: counts, Dev: math.Log(27)},
		{Name: "counts, 0", Model: counts, Parameters: 27, Dev: 2.8},
		{Name: "counts, 1", Model: counts, Parameters: 567, Dev: 2.3},
		{Name: "small network", Model: network, Parameters: 2257, Dev: 2.18},
		{Name: "other network", Model: network, Parameters: 2300, Dev: 2.179},
	}
}

// The axis goes from 10 parameters to 10^5.2.
func TestAScoreboardByHand(t *testing.T) {
	p, err := boardPicture("", someBoard())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", columns(p, "name", "kind", "parameters", "loss"), []string{
		"uniform counts <nil> 3.2958", "counts, 0 counts 27 2.8", "counts, 1 counts 567 2.3",
		"small network other models 2257 2.18", "other network other models 2300 2.179",
	})
	got := at(p, "encoding", "x", "scale") + at(p, "encoding", "y", "scale")
	for _, want := range []string{"[10 158490]", "[1.8 3.4]", "log"} {
		if !strings.Contains(got, want) {
			t.Errorf("the axes are %s, want %s", got, want)
		}
	}
}

// Neither a label nor a dot is covered, and every label lies inside.
func TestLabelsOfAScoreboardDoNotOverlap(t *testing.T) {
	view := frame{1, 5.2, 1.8, 3.4, boardWidth, boardHeight}
	var labels []area
	rows := boardRows(view, someBoard())
	for _, r := range rows {
		place := view.spot(math.Log10(r["labelX"].(float64)), r["labelY"].(float64))
		room := label{r["name"].(string), place, boardFont}.at(0, 0)
		room.halfWidth, room.halfHeight = room.halfWidth-0.5, room.halfHeight-0.5 // places are rounded
		if place.x < room.halfWidth || place.x > view.width-room.halfWidth {
			t.Errorf("%s is at %v", r["name"], place)
		}
		for _, other := range rows {
			if size, ok := other["parameters"].(int); ok {
				dot := area{view.spot(math.Log10(float64(size)), other["loss"].(float64)), 2, 2}
				if room.overlaps(dot) {
					t.Errorf("%s covers the dot of %s", r["name"], other["name"])
				}
			}
		}
		for i, other := range labels {
			if room.overlaps(other) {
				t.Errorf("%s covers the label of %s", r["name"], rows[i]["name"])
			}
		}
		labels = append(labels, room)
	}
}

func TestAnAxisGrowsForAModelOutsideOfIt(t *testing.T) {
	rows := append(someBoard(), scoreboard.Row{Name: "huge", Model: lm.Func(vocab.Letters(), 1, nil),
		Parameters: 1_000_000, Dev: 1.5})
	p, err := boardPicture("", rows)
	if err != nil {
		t.Fatal(err)
	}
	got := at(p, "encoding", "x", "scale", "domain") + at(p, "encoding", "y", "scale", "domain")
	if got != "[10 1.5849e+06][1.4 3.4]" {
		t.Errorf("the axes go from %s", got)
	}
}

func ExampleScoreboard() {
	Scoreboard("One model", someBoard()[1:2])
	// Output:
	// One model. Loss on dev against the number of parameters. counts, 0: 27 parameters, 2.800 nats.
}

func TestTimesOfABoardAreAlignedOnTheRight(t *testing.T) {
	sides := aligned(3, [][]string{{"0.01 s", "3 s", "s"}, {"12.30 s", "three s", "s"}})
	if want := "right left left"; strings.Join(sides, " ") != want {
		t.Errorf("sides %v, want %s", sides, want)
	}
}
