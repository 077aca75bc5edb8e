package sample_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/sample"
	"nexttoken/pkg/vocab"
)

// random is a model with random logits for each context: the same context always has the same logits.
var random = lm.Func(vocab.Letters(), 3, func(context []int) []float64 {
	source := rand.New(rand.NewPCG(uint64(context[0]*729+context[1]*27+context[2]), 5))
	logits := make([]float64, 27)
	for i := range logits {
		logits[i] = 2 * source.NormFloat64()
	}
	return logits
})

func TestLeavesAndPrunedSumToOne(t *testing.T) {
	for _, test := range []struct {
		temperature, minimum float64
		depth                int
	}{{1, .01, 5}, {1, 0, 3}, {.5, .001, 40}, {2, .02, 4}, {0, .5, 10}, {1, 1, 3}, {100, .001, 2}} {
		tree, err := sample.Tree(random, "abi", test.temperature, test.minimum, test.depth)
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

// check tests the rules that hold for every branch of a tree.
func check(t *testing.T, branch *sample.Branch, minimum float64, depth int) {
	t.Helper()
	if branch.Cumulative < minimum || depth < 0 || branch.Ended && branch.Children != nil {
		t.Errorf("branch %+v with minimum %g, %d above the depth", branch, minimum, depth)
	}
	total, last := branch.Pruned, 1.0
	for _, child := range branch.Children {
		if child.Text != branch.Text+child.Token || child.Probability > last {
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

// The probabilities in a tree agree with the frequencies of generated names.
func TestTreeAgreesWithDrawing(t *testing.T) {
	tree, err := sample.Tree(random, "abi", .5, .05, 40)
	if err != nil {
		t.Fatal(err)
	}
	const draws = 20_000
	names, err := sample.Generate(random, "abi", draws, at(.5, 3))
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
	model := likely(map[string]string{"abi": "dn", "bid": "-", "bin": "-a", "ina": "-"})
	tree, err := sample.Tree(model, "abi", 1, .01, 10)
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
	if tree.Text != "abi" || tree.Token != "" {
		t.Errorf("root %+v", tree)
	}
	if d := tree.Children[0]; d.Token != "d" || math.Abs(d.Probability-.5) > 1e-9 {
		t.Errorf("first child %+v", d)
	}
}

func TestTreeWithoutChildrenIsAllPruned(t *testing.T) {
	tree, err := sample.Tree(uniform, "", 1, .5, 3)
	if err != nil || len(tree.Leaves()) != 0 || math.Abs(tree.PrunedTotal()-1) > 1e-9 {
		t.Errorf("%+v, %v", tree, err)
	}
}

// A branch whose probability is equal to the minimum stays.
func TestTheMinimumItselfStays(t *testing.T) {
	v, err := vocab.New("abc")
	if err != nil {
		t.Fatal(err)
	}
	quarters := lm.Func(v, 1, func([]int) []float64 { return make([]float64, 4) })
	tree, err := sample.Tree(quarters, "", 1, .25, 1)
	if err != nil || len(tree.Children) != 4 || tree.Pruned != 0 {
		t.Errorf("%+v, %v: want all four branches of probability 0.25", tree, err)
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
		tree, err := sample.Tree(uniform, "abi", 1, test.minimum, test.depth)
		if tree != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v", test, err)
		}
	}
}

// Of 400 symbols, 250 begin a text, and each of these goes on with 399: 250 · 400 branches. One more is too many.
func TestATreeHasAtMost100000Branches(t *testing.T) {
	v, err := vocab.New(characters(399))
	if err != nil {
		t.Fatal(err)
	}
	for first, want := range map[int]int{399: 100_000, 400: 0} { // how many follow the first symbol
		model := lm.Func(v, 1, func(context []int) []float64 {
			follow := 399
			switch context[0] {
			case v.End():
				follow = 250
			case 0:
				follow = first
			}
			return append(make([]float64, follow), slices.Repeat([]float64{-inf}, 400-follow)...)
		})
		tree, err := sample.Tree(model, "", 1, 0, 2)
		if want == 0 {
			if err == nil || !strings.Contains(err.Error(), "over 100,000 branches") {
				t.Errorf("100,001 branches: %v", err)
			}
		} else if err != nil || len(tree.Children) != 250 || len(tree.Leaves()) != 250*399 {
			t.Errorf("100,000 branches: %v", err)
		}
	}
}
