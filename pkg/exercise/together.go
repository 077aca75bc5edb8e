package exercise

// Notebook 08: a split that keeps near-duplicates together.

import (
	"fmt"
	"slices"
	"strings"

	"nexttoken/pkg/edits"
)

// twoLists are the names of a split.
type twoLists struct{ Train, Dev []string }

func (t twoLists) String() string {
	return fmt.Sprintf("train %s and dev %s", strings.Join(t.Train, " "), strings.Join(t.Dev, " "))
}

// Near reports whether a list has a name that is one edit away from a name: one letter inserted, deleted or replaced.
type Near = func(name string, list []string) bool

// Together checks a function that moves every dev name with a near-duplicate in train into train, until dev has no such
// name. It returns both lists, each in any order.
func Together(mine func(train, dev []string, near Near) (more, less []string)) Result {
	return together.check(func(t twoLists) twoLists {
		calls := 0
		more, less := mine(slices.Clone(t.Train), slices.Clone(t.Dev), func(name string, list []string) bool {
			if calls++; calls > often {
				panic(endless)
			}
			return nearIn(name, list)
		})
		return sortedLists(more, less)
	})
}

func sortedLists(train, dev []string) twoLists {
	return twoLists{slices.Sorted(slices.Values(train)), slices.Sorted(slices.Values(dev))}
}

// nearIn is Near, with the edits of package edits.
func nearIn(name string, list []string) bool {
	_, found := edits.First(name, list)
	return found
}

// moved moves names from dev to train for some rounds; keepIn leaves those that move in dev, too, and lost in neither.
func moved(t twoLists, rounds int, keepIn, lost bool) twoLists {
	train, dev := slices.Clone(t.Train), slices.Clone(t.Dev)
	for range rounds {
		var stay, moves []string
		for _, name := range dev {
			if nearIn(name, train) {
				moves = append(moves, name)
			} else {
				stay = append(stay, name)
			}
		}
		if !lost {
			train = append(train, moves...)
		}
		if !keepIn {
			dev = stay
		}
	}
	return sortedLists(train, dev)
}

var together = task[twoLists, twoLists]{
	todo:   "Your function still returns both lists as they are.",
	praise: "No name of dev has a near-duplicate in train now. What is left in dev is new to the model.",
	inputs: []twoLists{
		{[]string{"anita"}, []string{"ravi", "ani", "anit"}},
		{[]string{"mira", "dev"}, []string{"mi", "mir", "devi", "om"}},
		{[]string{"sita"}, []string{"om", "uma"}},
		{[]string{"abi"}, []string{"abinas", "abina", "abin", "zoya"}},
	},
	right: func(t twoLists) twoLists { return moved(t, len(t.Dev), false, false) },
	stub:  func(t twoLists) twoLists { return sortedLists(t.Train, t.Dev) },
	mistakes: []mistake[twoLists, twoLists]{
		{"A name that moves can be a near-duplicate of a name that is still in dev. Repeat it until none moves.",
			func(t twoLists) twoLists { return moved(t, 1, false, false) }},
		{"The names leave dev, but they are not in train: then they are lost. Append them to train.",
			func(t twoLists) twoLists { return moved(t, len(t.Dev), false, true) }},
		{"The names are in train and in dev now. Then dev measures what was learned by heart: keep them in one list.",
			func(t twoLists) twoLists { return moved(t, 1, true, false) }},
		{"You moved the names that have no near-duplicate in train. Move those that have one.",
			func(t twoLists) twoLists {
				train, dev := slices.Clone(t.Train), []string{}
				for _, name := range t.Dev {
					if nearIn(name, t.Train) {
						dev = append(dev, name)
					} else {
						train = append(train, name)
					}
				}
				return sortedLists(train, dev)
			}},
		{"All names are in train, and dev is empty: then there is nothing to measure the loss on.",
			func(t twoLists) twoLists { return sortedLists(slices.Concat(t.Train, t.Dev), nil) }},
	},
	hint: func(t twoLists, got twoLists) string {
		if len(got.Train)+len(got.Dev) != len(t.Train)+len(t.Dev) {
			return fmt.Sprintf("Together, the lists have %d names. Before, they had %d.",
				len(got.Train)+len(got.Dev), len(t.Train)+len(t.Dev))
		}
		return "Check each name of dev: near(name, train) says whether it moves."
	},
}
