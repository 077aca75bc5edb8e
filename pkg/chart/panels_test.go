package chart

import (
	"fmt"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

func ExamplePanels() {
	Panels("After abi", []string{"d", "n", "-"},
		Panel{Title: "top-k, k = 2", Probabilities: []float64{0.6, 0.1, 0.3}, Kept: []float64{0.667, 0, 0.333}})
	// Output: After abi. Bars, with a line at 1/3. top-k, k = 2: d 60.0 %, - 30.0 %, n 10.0 %. Kept: 2 of 3.
}

func TestPanelsByHand(t *testing.T) {
	p := gallery(t)["panels"]
	equal(t, "rows", columns(p, "panel", "symbol", "probability", "state", "line"), []string{
		"learned a 0.2 kept 1/3", "learned b 0.7 kept <nil>", "learned - 0.1 kept <nil>",
		"top-k, k = 1 a 0.2 cut <nil>", "top-k, k = 1 b 0.7 kept <nil>", "top-k, k = 1 - 0.1 cut <nil>",
	})
	for _, layer := range []int{1, 2} {
		y := p.spec["spec"].(spec)["layer"].([]any)[layer].(spec)["encoding"].(spec)["y"]
		if fmt.Sprint(y) != "map[datum:0.33333]" {
			t.Errorf("the line and its label are at %v, want 1/3", y)
		}
	}
}

// Without anything that is cut, all bars have one colour, which needs no legend.
func TestPanelsHaveALegendIfSomethingIsCut(t *testing.T) {
	plain, err := panelsPicture("", symbols, []Panel{{"learned", some, nil}})
	if err != nil {
		t.Fatal(err)
	}
	for want, p := range map[string]picture{"<nil>": plain, "map[orient:top]": gallery(t)["panels"]} {
		color := p.spec["spec"].(spec)["layer"].([]any)[0].(spec)["encoding"].(spec)["color"].(spec)
		if got := fmt.Sprint(color["legend"]); got != want {
			t.Errorf("the legend is %s, want %s", got, want)
		}
	}
}

func TestPanelsThatAreRefused(t *testing.T) {
	for want, panels := range map[string][]Panel{
		"no panels":                      nil,
		"cold: 3 symbols and 1 prob":     {{"cold", []float64{1}, nil}},
		"cold: number 1 is 2, which":     {{"cold", []float64{2, 0, 0}, nil}},
		"cold: what is kept has 1 numbe": {{"cold", some, []float64{1}}},
	} {
		if _, err := panelsPicture("", symbols, panels); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// marksOf returns the marks of a tree's rows, a line for each row.
func marksOf(p picture) []string { return columns(p, "text", "path_of") }

func TestWaysAreMarkedFromTheRootOn(t *testing.T) {
	equal(t, "marks", marksOf(gallery(t)["tree with paths"]), []string{
		"ab <nil>", "abi greedy", "abi- greedy", "aby other",
	})
	shared, err := treePaths("", smallTree(), []TreePath{{"first", "abi"}, {"second", "abi-"}})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "a shared branch", marksOf(shared), []string{"ab <nil>", "abi first", "abi- second", "aby <nil>"})
	if want := "Marked paths: greedy: abi-, 54.0 %; other: aby, 30.0 %."; !strings.HasSuffix(
		gallery(t)["tree with paths"].text, want) {
		t.Errorf("text %q, want %q at its end", gallery(t)["tree with paths"].text, want)
	}
	if lines := gallery(t)["tree with paths"].spec["layer"].([]any); len(lines) != len(
		gallery(t)["tree"].spec["layer"].([]any))+1 {
		t.Errorf("%d layers", len(lines))
	}
}

func TestWaysThatAreRefused(t *testing.T) {
	for want, paths := range map[string][]TreePath{
		"0 paths are marked":       nil,
		"4 paths are marked":       make([]TreePath, 4),
		`no branch "abz": prune`:   {{"a", "abz"}},
		`no branch "abi-x": prune`: {{"a", "abi-x"}},
		`no branch "ab": prune`:    {{"a", "ab"}},
	} {
		if _, err := treePaths("", smallTree(), paths); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := treePaths("", &sample.Branch{}, []TreePath{{"a", "b"}}); err == nil {
		t.Error("a tree without branches is not refused")
	}
}

// The slider is logarithmic: its ends are T = 0.1 and T = 100, and it begins at T = 1. The line is at 1/3.
func TestTheTemperatureSliderIsLogarithmic(t *testing.T) {
	p := gallery(t)["temperature"]
	params := p.spec["params"].([]any)
	bind := params[0].(spec)["bind"].(spec)
	if bind["min"] != -1.0 || bind["max"] != 2.0 || params[0].(spec)["value"] != 0.0 ||
		params[1].(spec)["expr"] != "pow(10, logT)" {
		t.Errorf("the slider is %v", params)
	}
	for _, layer := range []int{2, 3} {
		inner := p.spec["layer"].([]any)[0].(spec)["layer"].([]any)[layer].(spec)
		if y := inner["encoding"].(spec)["y"].(spec)["datum"]; y != 0.33333 {
			t.Errorf("the line is at %v, want 1/3", y)
		}
	}
}
