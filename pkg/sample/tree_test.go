package sample_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

// random gives each context logits of its own, the same each time.
func random(context []int) ([]float64, error) {
	source := rand.New(rand.NewPCG(uint64(context[0]*729+context[1]*27+context[2]), 5))
	logits := make([]float64, 27)
	for i := range logits {
		logits[i] = 2 * source.NormFloat64()
	}
	return logits, nil
}

func TestLeavesAndPrunedSumToOne(t *testing.T) {
	for _, test := range []struct {
		temperature, minimum float64
		depth                int
	}{{1, .01, 5}, {1, 0, 3}, {.5, .001, 40}, {2, .02, 4}, {0, .5, 10}, {1, 1, 3}, {100, .001, 2}} {
		tree, err := generator(random).Tree("abi", test.temperature, test.minimum, test.depth)
		if err != nil {
			t.Fatal(err)
		}
		total := tree.PrunedTotal()
		for _, leaf := range tree.Leaves() {
			total += leaf.Cumulative
		}
		if math.Abs(total-1) > 1e-9 {
			t.Errorf("%+v: leaves and pruned sum to %v", test, total)
		}
		check(t, tree, test.minimum, test.depth)
	}
}

// check tests what holds for every branch that goes on.
func check(t *testing.T, branch *sample.Branch, minimum float64, depth int) {
	t.Helper()
	if branch.Cumulative < minimum || depth < 0 || branch.Ended() && branch.Children != nil {
		t.Errorf("branch %+v with minimum %g, %d above the depth", branch, minimum, depth)
	}
	total, last := branch.Pruned, 1.0
	for _, child := range branch.Children {
		if child.Text != branch.Text+child.Symbol || child.Probability > last {
			t.Errorf("child %+v of %q, after one with probability %v", child, branch.Text, last)
		}
		if math.Abs(child.Cumulative-branch.Cumulative*child.Probability) > 1e-12 {
			t.Errorf("%q has %v of the %v before it", child.Text, child.Cumulative, branch.Cumulative)
		}
		total, last = total+child.Cumulative, child.Probability
		check(t, child, minimum, depth-1)
	}
	if branch.Children != nil && math.Abs(total-branch.Cumulative) > 1e-9 {
		t.Errorf("children and pruned of %q sum to %v, want %v", branch.Text, total, branch.Cumulative)
	}
}

// The shares of a tree's leaves are those of names that are drawn.
func TestTreeAgreesWithDrawing(t *testing.T) {
	g := generator(random)
	tree, err := g.Tree("abi", .5, .05, 40)
	if err != nil {
		t.Fatal(err)
	}
	const draws = 20_000
	names, err := g.Names("abi", draws, .5, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, child := range tree.Children {
		count := 0
		for _, name := range names {
			if strings.HasPrefix(name+"-", child.Text) {
				count++
			}
		}
		deviation := math.Sqrt(child.Probability * (1 - child.Probability) / draws)
		if got := float64(count) / draws; math.Abs(got-child.Probability) > 4*deviation {
			t.Errorf("%q: drawn %.4f, in the tree %.4f", child.Text, got, child.Probability)
		}
	}
}

func TestTreeByHand(t *testing.T) {
	g := generator(likely(map[string]string{"abi": "dn", "bid": "-", "bin": "-a", "ina": "-"}))
	tree, err := g.Tree("abi", 1, .01, 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, leaf := range tree.Leaves() {
		got = append(got, leaf.Text)
	}
	if want := []string{"abid-", "abina-", "abin-"}; !slices.Equal(got, want) {
		t.Errorf("leaves %q, want %q", got, want)
	}
	if d := tree.Children[0]; d.Symbol != "d" || math.Abs(d.Probability-.5) > 1e-9 || tree.Text != "abi" || tree.Symbol != "" {
		t.Errorf("root %+v, first child %+v", tree, d)
	}
}

func TestTreeWithoutChildrenIsAllPruned(t *testing.T) {
	tree, err := generator(uniform).Tree("", 1, .5, 3)
	if err != nil || len(tree.Leaves()) != 0 || math.Abs(tree.PrunedTotal()-1) > 1e-9 {
		t.Errorf("%+v, %v", tree, err)
	}
}

func TestTreesThatAreRefused(t *testing.T) {
	for _, test := range []struct {
		minimum float64
		depth   int
		want    string
	}{
		{-.1, 3, "minimum -0.1"}, {1.1, 3, "minimum 1.1"}, {nan, 3, "minimum NaN"},
		{.1, 0, "depth 0"}, {.1, -1, "depth -1"}, {0, 40, "over 100,000 branches"},
	} {
		tree, err := generator(uniform).Tree("abi", 1, test.minimum, test.depth)
		if tree != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v", test, err)
		}
	}
}
