package exercise

// Notebook 08: the likeliest name, and beam search.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// LikeliestName checks a prediction: the probability of the likeliest name of the small model of these exercises. It is
// b with .4 · .6, and not ab with .5 · .7 · .6, which greedy decoding writes.
func LikeliestName(p float64) Result { return likeliestName.check(p) }

var likeliestName = choice{
	todo:      "Predict first, then put the probability in the place of the 0.",
	praise:    "It is b, with .4 × .6. Greedy begins with a, and then no name is likelier than ab, with .21.",
	right:     0.24,
	tolerance: 1e-6,
	mistakes: map[float64]string{
		0.21: "That is ab, the name that greedy writes: it takes the likeliest character each time. " +
			"The likeliest first step need not lead to the likeliest name.",
		0.35:   "That is the beginning ab. A name is written only if its end comes, too.",
		0.4:    "That is the beginning b. A name is written only if its end comes, too.",
		0.5:    "That is the likeliest first letter. A name is a product, up to its end.",
		0.1:    "That is a name of one a, or the empty name. There is a likelier one.",
		0.0504: anotherName,
		0.0441: anotherName,
		0.024:  anotherName,
		0.021:  anotherName,
		24:     "That is in percent. A probability is between 0 and 1.",
	},
	below: multiplyNames,
	above: multiplyNames,
}

const anotherName = "That is a less likely name. Is there a likelier one?"

const multiplyNames = "Write down the names a, b, ab and ba, and multiply along each of them, up to its end."

// Keep is the part of a beam search that keeps the likeliest texts.
type Keep = func(texts map[string]float64) map[string]float64

// KeepLikeliest returns a function that keeps the likeliest width texts. Of equally likely ones, it keeps those that
// come first in the alphabet.
func KeepLikeliest(width int) Keep {
	return func(texts map[string]float64) map[string]float64 {
		sorted := slices.SortedFunc(maps.Keys(texts), func(a, b string) int {
			return cmp.Or(cmp.Compare(texts[b], texts[a]), strings.Compare(a, b))
		})
		kept := map[string]float64{}
		for _, text := range sorted[:max(0, min(width, len(sorted)))] {
			kept[text] = texts[text]
		}
		return kept
	}
}

type beamInput struct {
	prompt string
	width  int
}

func (b beamInput) String() string {
	return fmt.Sprintf("the beginning %q and a beam of width %d", b.prompt, b.width)
}

// Beam checks a beam search: a function that continues all texts by every symbol, keeps the likeliest of them all, and
// repeats this until all of them have ended. It returns them, with "-" at their end, and their probabilities.
func Beam(mine func(next Next, keep Keep, prompt string) map[string]float64) Result {
	return beam.check(func(b beamInput) map[string]float64 {
		return mine(limited(), KeepLikeliest(b.width), b.prompt)
	})
}

// searcher is a beam search as the exercise asks for it, or with a mistake.
type searcher struct {
	greedy bool // keeps one text, whatever the width
	last   bool // takes the probability of the last character only
	once   bool // does not repeat
}

func (s searcher) search(b beamInput) map[string]float64 {
	texts, keep := map[string]float64{b.prompt: 1}, KeepLikeliest(b.width)
	if s.greedy {
		keep = KeepLikeliest(1)
	}
	for range deep {
		longer, open := s.longer(texts)
		if !open {
			break
		}
		texts = keep(longer)
		if s.once {
			break
		}
	}
	return texts
}

// longer returns all texts with one character more, and whether there is one that has not ended.
func (s searcher) longer(texts map[string]float64) (longer map[string]float64, open bool) {
	longer = map[string]float64{}
	for text, p := range texts {
		if strings.HasSuffix(text, "-") {
			longer[text] = p
			continue
		}
		open = true
		for symbol, q := range toy(text) {
			longer[text+symbol] = p * q
			if s.last {
				longer[text+symbol] = q
			}
		}
	}
	return longer, open
}

var beam = task[beamInput, map[string]float64]{
	todo:   "Your function still returns the beginning alone.",
	praise: "With width 1 it is greedy. With more, a less likely first letter can win: b instead of ab.",
	inputs: []beamInput{{"", 1}, {"", 2}, {"", 4}, {"a", 2}, {"b", 3}},
	right:  searcher{}.search,
	stub:   func(b beamInput) map[string]float64 { return map[string]float64{b.prompt: 1} },
	mistakes: []mistake[beamInput, map[string]float64]{
		{"That is greedy: the likeliest character each time. It need not give the likeliest name: keep several texts.",
			searcher{greedy: true}.search},
		{"The texts have the probability of their last character only: multiply it with that of the text before it.",
			searcher{last: true}.search},
		{"Only one character is added: repeat it until all texts have ended.", searcher{once: true}.search},
		{"You return the texts without keeping the likeliest.",
			func(b beamInput) map[string]float64 {
				longer, _ := searcher{}.longer(map[string]float64{b.prompt: 1})
				return longer
			}},
	},
	hint: func(b beamInput, got map[string]float64) string {
		if len(got) > b.width {
			return fmt.Sprintf("It returns %d texts: keep the likeliest %d of all texts, not of each.",
				len(got), b.width)
		}
		for text := range got {
			if !strings.HasSuffix(text, "-") {
				return fmt.Sprintf("The text %q has not ended: go on until all have.", text)
			}
		}
		return "Follow it by hand: which texts are there after each step, and how likely are they?"
	},
}
