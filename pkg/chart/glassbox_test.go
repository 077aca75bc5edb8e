package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/glassbox"
)

func glassBoxes(t *testing.T) (forward, backward picture) {
	t.Helper()
	forward, err := glassBox("Forward", glassbox.Small(), glassExample{context: "abi"})
	if err != nil {
		t.Fatal(err)
	}
	backward, err = glassBox("Backward", glassbox.Small(), glassExample{"aza", "i", 0.5})
	if err != nil {
		t.Fatal(err)
	}
	return forward, backward
}

// glassSignal returns a signal of a glass box.
func glassSignal(p picture, name string) spec {
	for _, each := range p.spec["signals"].([]any) {
		if signal := each.(spec); signal["name"] == name {
			return signal
		}
	}
	return nil
}

func TestAGlassBoxBeginsWithTheExample(t *testing.T) {
	forward, backward := glassBoxes(t)
	for name, want := range map[string]any{"context": "abi", "letters": "abi", "step": 0, "showLoss": false,
		"selected": 10.0, "value": 0.5, "p0": 0.2, "p10": 0.5, "p33": 0.9, "p37": 0.0, "p38": 0.9, "p62": 0.1} {
		if got := glassSignal(forward, name)["value"]; got != want {
			t.Errorf("forward: %s is %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]any{"context": "aza", "letters": "aza", "next": "i", "came": "i", "step": 1,
		"showLoss": true, "p63": 0.5} {
		if got := glassSignal(backward, name)["value"]; got != want {
			t.Errorf("backward: %s is %v, want %v", name, got, want)
		}
	}
	if forward.kind() != "application/vnd.vega.v5+json" {
		t.Errorf("a glass box is sent as %s", forward.kind())
	}
}

// Each control obeys its keys in JupyterLab. What belongs to the way back has none in a picture without it.
func TestTheControlsOfAGlassBox(t *testing.T) {
	forward, backward := glassBoxes(t)
	for _, name := range []string{"context", "selected", "value", "next", "step"} {
		for i, p := range []picture{forward, backward} {
			bind, bound := glassSignal(p, name)["bind"].(spec)
			if wanted := i == 1 || name != "next" && name != "step"; bound != wanted {
				t.Errorf("%s has the control %v, should have one: %v", name, bind, wanted)
			}
			if bound && bind["data-lm-suppress-shortcuts"] != "true" {
				t.Errorf("the control of %s gives its keys to JupyterLab: %v", name, bind)
			}
		}
	}
	if got := glassSignal(forward, "selected")["bind"].(spec)["max"]; got != 62 {
		t.Errorf("the last number that can be selected is %v, want 62: there is no learning rate", got)
	}
}

// Each of the 63 parameters, and the learning rate on the way back, has one box. No boxes cover each other.
func TestTheBoxesOfAGlassBox(t *testing.T) {
	forward, backward := glassBoxes(t)
	for p, want := range map[*picture][2]int{
		&forward: {63, 63 + 6 + 8 + 4 + 15}, &backward: {64, 64 + 6 + 8 + 4 + 25},
	} {
		boxes := p.spec["data"].([]any)[0].(spec)["values"].([]row)
		found := map[any]int{}
		for i, box := range boxes {
			if box["parameter"] != -1 {
				found[box["parameter"]]++
			}
			x, y := box["x"].(float64), box["y"].(float64)
			right, bottom := x+box["width"].(float64), y+box["height"].(float64)
			if x < 0 || right > 552 || y < 0 || bottom > p.spec["height"].(float64) {
				t.Errorf("%v is outside the picture", box)
			}
			for _, other := range boxes[:i] {
				if math.Abs(x-other["x"].(float64)) < 22 && math.Abs(y-other["y"].(float64)) < 28 {
					t.Errorf("%v covers %v", box, other)
				}
			}
		}
		if len(found) != want[0] || len(boxes) != want[1] {
			t.Errorf("%d parameters in %d boxes, want %v", len(found), len(boxes), want)
		}
		for parameter, times := range found {
			if times != 1 {
				t.Errorf("parameter %v has %d boxes", parameter, times)
			}
		}
	}
}

func TestTheTextOfAGlassBox(t *testing.T) {
	forward, backward := glassBoxes(t)
	if want := "Forward. The context abi: inputs 0.200, −0.100, −0.300, 0.500, 0.100, 0.300; " +
		"sums 1.460, −1.130, 0.180, 0.670; tanh 0.898, −0.811, 0.178, 0.585; " +
		"logits 1.264, −0.949, 0.189, 0.223, 0.396; " +
		"probabilities a 0.450, b 0.049, i 0.153, z 0.159, - 0.189."; forward.text != want {
		t.Errorf("text %q, want %q", forward.text, want)
	}
	n := glassbox.Small()
	before, _ := n.Loss("aza", "i")
	g, _ := n.Backward("aza", "i")
	after, _ := n.Update(g, 0.5).Loss("aza", "i")
	want := fmt.Sprintf("The loss is %.3f, and %.3f after one update with the rate 0.5.", before, after)
	if !strings.HasSuffix(backward.text, want) || !strings.Contains(backward.text, "came next is i: p − y is a 0.") {
		t.Errorf("text %q, want %q at its end", backward.text, want)
	}
}

func TestAGlassBoxOfBadExamples(t *testing.T) {
	for i, test := range []struct {
		network glassbox.Network
		example glassExample
		want    string
	}{
		{glassbox.Small(), glassExample{context: "nip"}, `"n" is none of`},
		{glassbox.Small(), glassExample{"abi", "d", 0.1}, `"d" is none of`},
		{glassbox.Small(), glassExample{"abi", "-", math.NaN()}, "the learning rate: number 1 is NaN"},
		{glassbox.Network{}, glassExample{context: "abi"}, "Table has 0 rows"},
	} {
		if _, err := glassBox("", test.network, test.example); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%d: %v, want %q", i, err, test.want)
		}
	}
	infinite := glassbox.Small()
	infinite.W1[1][2] = math.Inf(1)
	if _, err := glassBox("", infinite, glassExample{context: "abi"}); err == nil ||
		!strings.Contains(err.Error(), "number 9 is +Inf") {
		t.Errorf("an infinite weight: %v", err)
	}
}
