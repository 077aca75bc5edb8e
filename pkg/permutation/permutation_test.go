package permutation_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/permutation"
)

func Example() {
	heights := []float64{1.5, 1.6, 1.7, 1.8, 1.9, 2.0}
	sum := func(group []int) float64 { return heights[group[0]] + heights[group[1]] }
	groups, _ := permutation.Groups(len(heights), 2, 9999, 1)
	var random []float64
	for _, group := range groups {
		random = append(random, sum(group))
	}
	// Of the 15 pairs, one is as small as the two smallest: 1/15 is 0.067.
	fmt.Printf("p = %.2f\n", permutation.P(sum([]int{0, 1}), random))
	// Output:
	// p = 0.07
}

func TestPByHand(t *testing.T) {
	for _, test := range []struct {
		ours   float64
		random []float64
		want   float64
	}{
		{0.6, []float64{0.9, 0.5, 1.1}, 2. / 4}, {0.5, []float64{0.5, 1, 2, 3}, 2. / 5},
		{0, []float64{1, 2, 3}, 1. / 4}, {9, []float64{1, 2, 3}, 1}, {1, nil, 1},
	} {
		if got := permutation.P(test.ours, test.random); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("P(%v, %v) = %v, want %v", test.ours, test.random, got, test.want)
		}
	}
}

// 20,000 groups of 2 of 5: each of the ten pairs is drawn 2,000 times, give or take four standard deviations of 42.
func TestEachGroupIsEquallyLikely(t *testing.T) {
	groups, err := permutation.Groups(5, 2, 20_000, 7)
	if err != nil {
		t.Fatal(err)
	}
	count := map[[2]int]int{}
	for _, group := range groups {
		slices.Sort(group)
		count[[2]int(group)]++
	}
	for pair, n := range count {
		if pair[0] == pair[1] || pair[0] < 0 || pair[1] > 4 || n < 1830 || n > 2170 {
			t.Errorf("%v was drawn %d times", pair, n)
		}
	}
	if len(count) != 10 {
		t.Errorf("%d pairs, want 10", len(count))
	}
}

func TestTheSeedDecidesTheGroups(t *testing.T) {
	first, _ := permutation.Groups(26, 5, 10, 1)
	again, _ := permutation.Groups(26, 5, 10, 1)
	other, _ := permutation.Groups(26, 5, 10, 2)
	if !reflect.DeepEqual(first, again) || reflect.DeepEqual(first, other) {
		t.Error("the same seed gives the same groups, and another one others")
	}
	for _, size := range []int{1, 3} { // of three
		groups, err := permutation.Groups(3, size, 1, 1)
		if err != nil || len(groups[0]) != size {
			t.Errorf("a group of %d: %v, %v", size, groups, err)
		}
	}
}

func TestGroupsThatCannotBeDrawn(t *testing.T) {
	for _, test := range []struct {
		n, size, draws int
		want           string
	}{
		{26, 27, 1, "a group of 27 of 26: its size must be between 1 and 26"}, {26, 0, 1, "a group of 0"},
		{5, 2, 0, "0 groups: draw at least 1"}, {0, 0, 1, "a group of 0 of 0"},
	} {
		if _, err := permutation.Groups(test.n, test.size, test.draws, 1); err == nil ||
			!strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%v: %v, want %s", test, err, test.want)
		}
	}
}
