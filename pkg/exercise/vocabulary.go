package exercise

// Notebook 01: names become numbers.

import (
	"fmt"
	"slices"
	"strings"
)

// Questions checks a prediction: how many questions, pairs of a context and the next character, the name "krishna"
// gives with a context of 3.
func Questions(prediction int) Result { return questions.check(float64(prediction)) }

var questions = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "One question for each of the seven letters and one for the end, whatever the context.",
	right:  8,
	mistakes: map[float64]string{
		7: "Seven letters, and one thing more to predict: the end token is missing.",
		4: onlyFull,
		5: onlyFull,
		9: "That is one too many: the end of the name is predicted, but not its beginning.",
		3: "3 is the number of characters in a context, not the number of questions.",
	},
	below: countArrows,
	above: countArrows,
}

const (
	onlyFull = "You counted only the contexts that letters fill. " +
		"Hyphens fill the others, so the first letter is a question, too."
	countArrows = "Count the arrows that window prints for abi, and the letters of abi."
)

// nameInContext is the input of the exercises on windows.
type nameInContext struct {
	name    string
	context int
}

func (in nameInContext) String() string {
	return fmt.Sprintf("the name %q and a context of %d", in.name, in.context)
}

var namesInContexts = []nameInContext{{"abi", 3}, {"nipun", 2}, {"krishna", 5}, {"om", 1}}

// Padded checks a function that returns a name with its padding: a hyphen for each place of the context before it, and
// one, the end token, after it.
func Padded(mine func(name string, context int) string) Result {
	return padded.check(func(in nameInContext) string { return mine(in.name, in.context) })
}

func hyphens(n int) string { return strings.Repeat("-", n) }

var padded = task[nameInContext, string]{
	todo:   "Add the hyphens before and after the name.",
	praise: "The hyphens before fill the first context, the one after is the end token.",
	inputs: namesInContexts,
	right:  func(in nameInContext) string { return hyphens(in.context) + in.name + "-" },
	stub:   func(in nameInContext) string { return in.name },
	mistakes: []mistake[nameInContext, string]{
		{"The end token is missing: how will the model learn where a name ends?",
			func(in nameInContext) string { return hyphens(in.context) + in.name }},
		{"The padding is missing: what is the context of the first letter?",
			func(in nameInContext) string { return in.name + "-" }},
		{"You always put three hyphens before the name. There must be as many as the context is long.",
			func(in nameInContext) string { return "---" + in.name + "-" }},
		{"The padding is on the wrong side: the context of the first letter is to the left of it.",
			func(in nameInContext) string { return "-" + in.name + hyphens(in.context) }},
		{"There are as many hyphens after the name as before it: one at the end is enough.",
			func(in nameInContext) string { return hyphens(in.context) + in.name + hyphens(in.context) }},
		{"One hyphen is missing before the name: the context of the first letter consists of hyphens only.",
			func(in nameInContext) string { return hyphens(in.context-1) + in.name + "-" }},
	},
	hint: func(in nameInContext, got string) string {
		if !strings.Contains(got, in.name) {
			return "The name itself must be in the result."
		}
		return "Count the hyphens on each side of the name."
	},
}

// Windows checks a function that returns the questions of a name, such as "--a → b": for each character, and for the
// end token, the context before it and the character itself.
func Windows(mine func(name string, context int) []string) Result {
	return windows.check(func(in nameInContext) []string { return mine(in.name, in.context) })
}

// slide returns n questions of a text, or fewer if it is too short. The context of question i, from 0, starts at
// i + from, and its answer is the character at i + next.
func slide(text string, context, n, from, next int) []string {
	var list []string
	for i := range n {
		if i+from+context > len(text) || i+next >= len(text) {
			break
		}
		list = append(list, text[i+from:i+from+context]+" → "+text[i+next:i+next+1])
	}
	return list
}

func rightWindows(in nameInContext) []string {
	return slide(padded.right(in), in.context, len(in.name)+1, 0, in.context)
}

var windows = task[nameInContext, []string]{
	todo: "Let the loop add a question for each character to predict.",
	praise: "Each character once, and the end token, each with the context before it. " +
		"A model gets only such questions.",
	inputs: namesInContexts,
	right:  rightWindows,
	stub:   func(nameInContext) []string { return nil },
	mistakes: []mistake[nameInContext, []string]{
		{"The end token is missing: the last question asks where the name ends.", func(in nameInContext) []string {
			return slide(padded.right(in), in.context, len(in.name), 0, in.context)
		}},
		{"The window is shifted by one: the answer is already in the context. " +
			"A model that sees the answer learns to copy it.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name)+1, 0, in.context-1)
			}},
		{"The window is shifted by one: the context ends with the answer. It must end just before it.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name)+1, 1, in.context)
			}},
		{"The window is shifted by one: a character is skipped between the context and the answer.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name), 0, in.context+1)
			}},
		{"You ask only with a context full of letters: the beginning is missing. Move along the padded text.",
			func(in nameInContext) []string {
				return slide(in.name+"-", in.context, len(in.name)+1-in.context, 0, in.context)
			}},
		{"Your contexts become longer and longer. The context of a model always has the same length.",
			func(in nameInContext) []string {
				text, list := padded.right(in), []string(nil)
				for i := range len(in.name) + 1 {
					list = append(list, text[:i+in.context]+" → "+text[i+in.context:i+in.context+1])
				}
				return list
			}},
		{"Context and answer have changed places.", func(in nameInContext) []string {
			list := rightWindows(in)
			for i, question := range list {
				context, next, _ := strings.Cut(question, " → ")
				list[i] = next + " → " + context
			}
			return list
		}},
		{"The questions are right, but in the wrong order: go through the name from left to right.",
			func(in nameInContext) []string {
				list := rightWindows(in)
				slices.Reverse(list)
				return list
			}},
	},
	hint: func(in nameInContext, got []string) string {
		if want := len(in.name) + 1; len(got) != want {
			return fmt.Sprintf("There are %d questions; the name has %d letters and one end.", len(got), len(in.name))
		}
		return "Compare it with the output of window, character by character. The arrow has a space on each side."
	},
}

// Chance checks a prediction: how often a guess among 27 symbols is right, as a share from 0 to 1.
func Chance(share float64) Result { return chance.check(share) }

var chance = choice{
	todo: "Put a share in the place of the 0. " +
		"(In Go, 1/5 is 0, because 1 and 5 are whole numbers. 1.0/5 is 0.2.)",
	praise:    "1 of 27, a little less than 4 %. If a model is right more often, it has learned something.",
	right:     1.0 / 27,
	tolerance: 0.014,
	mistakes: map[float64]string{
		1.0 / 26:   "That is one in 26: the end token can be the answer too.",
		1.0 / 28:   "That is one in 28: the hyphen is one symbol, used for the end and for the padding.",
		27:         "That is the number of symbols. How often is one guess among them right?",
		100.0 / 27: "That is in percent. A share is between 0 and 1.",
		1.0 / 3:    "3 is the length of the context. The answer is one of how many symbols?",
	},
	below: howManySymbols,
	above: howManySymbols,
}

const howManySymbols = "How many symbols can be guessed?"
