package exercise_test

// The exercises on beam search, near-duplicates, top-p and cold models (08 and 09).

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

// search is what exercise.Beam checks.
type search = func(exercise.Next, exercise.Keep, string) map[string]float64

// searches returns a beam search. With each, it keeps the likeliest continuations of each text, not of all.
func searches(stays func(longer map[string]float64, text string, p float64), each bool) search {
	return func(next exercise.Next, keep exercise.Keep, prompt string) map[string]float64 {
		texts := map[string]float64{prompt: 1}
		for open := true; open; {
			longer := map[string]float64{}
			open = false
			for text, p := range texts {
				if strings.HasSuffix(text, "-") {
					stays(longer, text, p)
					continue
				}
				open = true
				own := map[string]float64{}
				for symbol, q := range next(text) {
					own[text+symbol] = p * q
				}
				if each {
					own = keep(own)
				}
				maps.Copy(longer, own)
			}
			if texts = longer; !each {
				texts = keep(longer)
			}
		}
		return texts
	}
}

func stay(longer map[string]float64, text string, p float64) { longer[text] = p }

// lists returns what exercise.Together checks: it moves names until none moves, or once.
func lists(once bool) func([]string, []string, exercise.Near) ([]string, []string) {
	return func(train, dev []string, near exercise.Near) ([]string, []string) {
		for {
			var left []string
			for _, name := range dev {
				if near(name, train) {
					train = append(train, name)
				} else {
					left = append(left, name)
				}
			}
			if len(left) == len(dev) || once {
				return train, left
			}
			dev = left
		}
	}
}

// byLikelihood returns the ids, the likeliest first.
func byLikelihood(p []float64) []int {
	ids := []int{}
	for id := range p {
		at := 0
		for at < len(ids) && p[ids[at]] >= p[id] {
			at++
		}
		ids = slices.Insert(ids, at, id)
	}
	return ids
}

// nucleus returns what exercise.TopP checks. In each step, stop says whether the sum is enough.
func nucleus(
	stop func(sum, next, limit float64) bool, order func([]float64) []int, divide bool,
) func(p []float64, limit float64) []float64 {
	return func(p []float64, limit float64) []float64 {
		kept, sum := make([]float64, len(p)), 0.0
		for _, id := range order(p) {
			if stop(sum, p[id], limit) {
				break
			}
			kept[id], sum = p[id], sum+p[id]
		}
		for id := range kept {
			if divide {
				kept[id] /= sum
			}
		}
		return kept
	}
}

func reached(sum, _, limit float64) bool { return sum >= limit }

func inOrder(p []float64) []int { return byLikelihood(make([]float64, len(p))) }

func TestRightSearchesAreRight(t *testing.T) {
	for name, result := range map[string]exercise.Result{
		"likeliest name": exercise.LikeliestName(0.4 * 0.6),
		"beam":           exercise.Beam(searches(stay, false)),
		"together":       exercise.Together(lists(false)),
		"least loss":     exercise.LeastLoss(1),
		"nearly 1":       exercise.LeastLoss(1.1),
		"top-p":          exercise.TopP(nucleus(reached, byLikelihood, true)),
	} {
		if result.State != exercise.Right {
			t.Errorf("%s: %v", name, result)
		}
	}
}

func TestMistakesOfSearchesAreNamed(t *testing.T) {
	greedy := func(next exercise.Next, _ exercise.Keep, prompt string) map[string]float64 {
		return searches(stay, false)(next, exercise.KeepLikeliest(1), prompt)
	}
	for i, test := range []struct {
		result exercise.Result
		want   string
	}{
		{exercise.LikeliestName(0.21), "the name that greedy writes"}, // .5 · .7 · .6
		{exercise.LikeliestName(0.4), "only if its end comes"},
		{exercise.LikeliestName(0.28), "0.28 is too large. Write down"},
		{exercise.Beam(greedy), "That is greedy"},
		{exercise.Beam(searches(stay, true)), "For the beginning"},
		{exercise.Beam(searches(func(map[string]float64, string, float64) {}, false)), "the check stopped it"},
		{exercise.Beam(func(exercise.Next, exercise.Keep, string) map[string]float64 { return nil }),
			"Follow it by hand"},
		{exercise.Beam(func(next exercise.Next, keep exercise.Keep, prompt string) map[string]float64 {
			texts := map[string]float64{prompt: 1}
			for {
				longer := map[string]float64{}
				for text, p := range texts {
					for symbol, q := range next(text) {
						longer[text+symbol] = p * q
					}
				}
				texts = keep(longer)
			}
		}), "the check stopped it"},
		{exercise.Together(lists(true)), "Repeat it until none moves"},
		{exercise.Together(func(train, dev []string, _ exercise.Near) ([]string, []string) {
			return append(train, dev...), nil
		}), "dev is empty"},
		{exercise.Together(func(train, dev []string, near exercise.Near) ([]string, []string) {
			return train, slices.DeleteFunc(dev, func(name string) bool { return near(name, train) })
		}), "then they are lost"},
		{exercise.Together(func(train, _ []string, _ exercise.Near) ([]string, []string) { return train[:0], nil }),
			"Together, the lists have 0 names"},
		{exercise.LeastLoss(0), "a low temperature is more correct"},
		{exercise.LeastLoss(0.5), "a low temperature is more correct"},
		{exercise.LeastLoss(2), "2 is too large. At a high T"},
		{exercise.TopP(nucleus(reached, byLikelihood, false)), "divide those that stay"},
		{exercise.TopP(nucleus(func(_, next, limit float64) bool { return next < limit }, byLikelihood, true)),
			"not for each symbol"},
		{exercise.TopP(nucleus(func(sum, next, limit float64) bool { return sum > 0 && sum+next >= limit },
			byLikelihood, true)), "You stop before"},
		{exercise.TopP(nucleus(reached, inOrder, true)), "the order of their ids"},
		{exercise.TopP(nucleus(func(sum, _, _ float64) bool { return sum > 0 }, byLikelihood, true)), "that is greedy"},
		{exercise.TopP(func(p []float64, limit float64) []float64 {
			kept := nucleus(reached, byLikelihood, true)(p, limit)
			slices.Sort(kept)
			slices.Reverse(kept)
			return kept
		}), "The result is sorted"},
		{exercise.TopP(func([]float64, float64) []float64 { return []float64{1} }), "The result has 1 numbers"},
	} {
		if test.result.State != exercise.Wrong || !strings.Contains(test.result.Message, test.want) {
			t.Errorf("%d: “%v”, want one with “%s”", i+1, test.result, test.want)
		}
	}
}

// Of equally likely texts, those that come first in the alphabet stay.
func TestTheLikeliestAreKept(t *testing.T) {
	texts := map[string]float64{"b": 0.3, "a": 0.3, "c": 0.1, "d": 0.4}
	for width, want := range map[int]map[string]float64{
		0: {}, 1: {"d": 0.4}, 2: {"d": 0.4, "a": 0.3}, 3: {"d": 0.4, "a": 0.3, "b": 0.3}, 9: texts,
	} {
		if got := exercise.KeepLikeliest(width)(texts); !maps.Equal(got, want) {
			t.Errorf("width %d: %v, want %v", width, got, want)
		}
	}
}
