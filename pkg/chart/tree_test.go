package chart

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

// smallTree is ab → abi (0.6) → abi- (0.9, the rest pruned) and ab → aby (0.3, all branches after it pruned); 0.1 is
// pruned directly after ab.
func smallTree() *sample.Branch {
	end := &sample.Branch{Token: "-", Text: "abi-", Ended: true, Probability: 0.9, Cumulative: 0.54}
	i := &sample.Branch{Token: "i", Text: "abi", Probability: 0.6, Cumulative: 0.6, Pruned: 0.06,
		Children: []*sample.Branch{end}}
	y := &sample.Branch{Token: "y", Text: "aby", Probability: 0.3, Cumulative: 0.3, Pruned: 0.3}
	return &sample.Branch{Text: "ab", Probability: 1, Cumulative: 1, Children: []*sample.Branch{i, y}, Pruned: 0.1}
}

func ExampleTree() {
	Tree("After ab", smallTree())
	// Output:
	// After ab. A tree from "ab"; leaves: 1; 46.0 % of the probability is pruned. The likeliest leaves: abi 54.0 %.
}

func nodes(t *testing.T) map[string]row {
	byText := map[string]row{}
	for _, node := range rowsOf(gallery(t)["tree"]) {
		byText[node["text"].(string)] = node
	}
	return byText
}

func TestTheKindOfANodeIsEndedPrunedOrContinued(t *testing.T) {
	for text, kind := range map[string]string{
		"abi-": "the name ends", "aby": "what follows is pruned", "abi": "the name goes on",
	} {
		if got := nodes(t)[text]["kind"]; got != kind {
			t.Errorf("%s is %q, want %q", text, got, kind)
		}
	}
}

func TestTreeLinesLeadFromParentToChild(t *testing.T) {
	byText := nodes(t)
	for child, parent := range map[string]string{"abi": "ab", "aby": "ab", "abi-": "abi"} {
		if byText[child]["fromX"] != byText[parent]["x"] || byText[child]["fromY"] != byText[parent]["y"] {
			t.Errorf("the line to %s does not begin at %s", child, parent)
		}
	}
}

func TestLeavesStandApartAndTheWholeTreeIsInThePicture(t *testing.T) {
	p := gallery(t)["tree"]
	plain, err := plainTypes(p.spec)
	if err != nil {
		t.Fatal(err)
	}
	y := plain["encoding"].(map[string]any)["y"].(map[string]any)["scale"].(map[string]any)["domain"].([]any)
	at := map[float64]bool{}
	for _, node := range rowsOf(p) {
		height := node["y"].(float64)
		if height <= y[0].(float64) || height >= y[1].(float64) {
			t.Errorf("%v lies outside %v", node, y)
		}
		if node["outcome"] != nil && at[height] {
			t.Errorf("two leaves at %v", height)
		}
		at[height] = node["outcome"] != nil
	}
}

func TestLeavesAndPrunedOfThePictureSumToOne(t *testing.T) {
	sum := 0.0
	for _, node := range rowsOf(gallery(t)["tree"]) {
		sum += node["leaf"].(float64) + node["pruned"].(float64)
	}
	if math.Abs(sum-1) > 1e-4 {
		t.Errorf("they sum to %v", sum)
	}
}

func TestATreeThatDoesNotSumToOneIsRefused(t *testing.T) {
	root := smallTree()
	root.Pruned = 0
	_, err := tree("", root)
	if err == nil || !strings.Contains(err.Error(), "leaves and Pruned sum to 0.9000, not 1.0000") {
		t.Errorf("got %v", err)
	}
}

// deepTree is a prompt and a single path of n characters after it.
func deepTree(prompt string, n int) *sample.Branch {
	root := &sample.Branch{Text: prompt, Probability: 1, Cumulative: 1}
	for last := root; n > 0; n-- {
		next := &sample.Branch{Token: "x", Text: last.Text + "x", Probability: 1, Cumulative: 1}
		last.Children, last = []*sample.Branch{next}, next
	}
	return root
}

func TestALongWayIsBrokenIntoLinesThatHaveSpace(t *testing.T) {
	p, err := tree("", deepTree("abi", 25))
	if err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(p)
	path := rows[len(rows)-1]["path"].(string)
	lines := strings.Split(path, "\n")
	for _, line := range lines {
		if len([]rune(line)) > pathLine {
			t.Errorf("%q is too wide", line)
		}
	}
	if want := "= 100.0 %"; len(lines) < 4 || strings.Count(path, "100.0 %") != 26 || !strings.HasSuffix(path, want) {
		t.Errorf("the path is %q, want 25 factors in several lines, then %q", path, want)
	}
	if bottom := p.spec["padding"].(spec)["bottom"].(int); bottom < pathHeight*len(lines) {
		t.Errorf("below the tree are %d pixels for %d lines", bottom, len(lines))
	}
}

func TestTheRootIsThePromptAndHasSpace(t *testing.T) {
	for prompt, want := range map[string]string{
		"abi": "abi", "": "start", "the king of France": "…g of France", "ältestenrat!": "ältestenrat!",
	} {
		p, err := tree("", deepTree(prompt, 3))
		if err != nil {
			t.Fatal(err)
		}
		if got := rowsOf(p)[0]["label"]; got != want {
			t.Errorf("the root of %q is %q, want %q", prompt, got, want)
		}
		x := p.spec["encoding"].(spec)["x"].(spec)["scale"].(spec)["domain"].([]float64)
		pixels := -x[0] / (x[1] - x[0]) * treeWidth
		if least := 7.5 * float64(len([]rune(want))); pixels < 15+least {
			t.Errorf("before the root of %q are %.0f pixels", prompt, pixels)
		}
	}
}

// The width of a branch is that of the whole path, so the branches after a character are together as wide as it is.
func TestABranchIsAsWideAsItsWayIsProbable(t *testing.T) {
	width := gallery(t)["tree"].spec["layer"].([]any)[0].(spec)["encoding"].(spec)["strokeWidth"].(spec)
	if width["field"] != "cumulative" {
		t.Errorf("the width is %v", width)
	}
}

func TestTheWayToANodeMultiplies(t *testing.T) {
	if got, want := nodes(t)["abi-"]["path"], "abi-: 60.0 % × 90.0 % = 54.0 %"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestATreeTooLargeToDrawIsRefused(t *testing.T) {
	root := &sample.Branch{Text: "a"}
	for i := range 200 {
		root.Children = append(root.Children, &sample.Branch{Token: fmt.Sprint(i), Text: "x"})
	}
	_, err := tree("", root)
	if err == nil || !strings.Contains(err.Error(), "200 leaves, and 150 can be drawn: prune more") {
		t.Errorf("got %v", err)
	}
}
