package exercise

// Notebook 01: names become numbers.

import (
	"fmt"
	"slices"
	"strings"
)

// Questions checks how many questions "krishna" gives with a context of 3.
func Questions(prediction int) Result { return questions.check(float64(prediction)) }

var questions = choice{
	todo:   "Put your prediction in the place of the 0.",
	praise: "One question for each of the seven letters and one for the end, whatever the context.",
	right:  8,
	mistakes: map[float64]string{
		7: "Seven letters, and one thing more to predict: the end token is missing.",
		4: "That would be so if the context had to be full. The hyphens fill it, so the first letter is a question too.",
		5: "That would be so if the context had to be full. The hyphens fill it, so the first letter is a question too.",
		9: "One too many: the name begins and ends, but only its end is predicted.",
		3: "3 is how many characters a question shows, not how many questions there are.",
	},
	below: "Count the arrows that window prints for abi, and compare with its letters.",
	above: "Count the arrows that window prints for abi, and compare with its letters.",
}

// nameInContext is what the exercises on windows are given.
type nameInContext struct {
	name    string
	context int
}

func (in nameInContext) String() string {
	return fmt.Sprintf("the name %q and a context of %d", in.name, in.context)
}

var namesInContexts = []nameInContext{{"abi", 3}, {"nipun", 2}, {"krishna", 5}, {"om", 1}}

// Padded checks a function that puts the hyphens before and after a name.
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
		{"The padding is missing: what does the model see before the first letter?",
			func(in nameInContext) string { return in.name + "-" }},
		{"You always put three hyphens before the name. Their number must be that of the context.",
			func(in nameInContext) string { return "---" + in.name + "-" }},
		{"The padding stands on the wrong side: what the model has seen is on the left.",
			func(in nameInContext) string { return "-" + in.name + hyphens(in.context) }},
		{"As many hyphens after the name as before it: one end is enough.",
			func(in nameInContext) string { return hyphens(in.context) + in.name + hyphens(in.context) }},
		{"One hyphen too few before the name: when the first letter is asked for, the context is all hyphens.",
			func(in nameInContext) string { return hyphens(in.context-1) + in.name + "-" }},
	},
	hint: func(in nameInContext, got string) string {
		if !strings.Contains(got, in.name) {
			return "The name itself must be in it."
		}
		return "Count the hyphens on each side of the name."
	},
}

// Windows checks a function that cuts a name into questions such as "--a → b".
func Windows(mine func(name string, context int) []string) Result {
	return windows.check(func(in nameInContext) []string { return mine(in.name, in.context) })
}

// slide returns the questions of a text: n of them, each a context that starts at i + from, and the character at i + next.
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
	todo:   "Let the loop add a question for each character that is asked for.",
	praise: "Each character once, the end token too, each after the context before it. That is all that a model is ever asked.",
	inputs: namesInContexts,
	right:  rightWindows,
	stub:   func(nameInContext) []string { return nil },
	mistakes: []mistake[nameInContext, []string]{
		{"The end token is missing: the last question asks where the name stops.", func(in nameInContext) []string {
			return slide(padded.right(in), in.context, len(in.name), 0, in.context)
		}},
		{"The window is shifted by one: the answer already stands in the context. A model that sees the answer learns to copy it.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name)+1, 0, in.context-1)
			}},
		{"The window is shifted by one: the context runs up to the answer itself. It must end just before.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name)+1, 1, in.context)
			}},
		{"The window is shifted by one: a character is skipped between the context and the answer.",
			func(in nameInContext) []string {
				return slide(padded.right(in), in.context, len(in.name), 0, in.context+1)
			}},
		{"Questions with a full context only: the beginning of the name is missing. Slide over the padded text.",
			func(in nameInContext) []string {
				return slide(in.name+"-", in.context, len(in.name)+1-in.context, 0, in.context)
			}},
		{"The context grows with the name. A model's context has the same length each time: slide, don't stretch.",
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
		{"The right questions from the last to the first: let the window slide from left to right.", func(in nameInContext) []string {
			list := rightWindows(in)
			slices.Reverse(list)
			return list
		}},
	},
	hint: func(in nameInContext, got []string) string {
		if want := len(in.name) + 1; len(got) != want {
			return fmt.Sprintf("It has %d questions; the name has %d letters and one end.", len(got), len(in.name))
		}
		return "Compare with what window prints, character by character; the arrow has a space on each side."
	},
}

// Chance checks how often a guess among 27 symbols is right, as a share.
func Chance(share float64) Result { return chance.check(share) }

var chance = choice{
	todo:      "Put a share in the place of the 0. (In Go, 1/5 is 0: it divides whole numbers without a rest. 1.0/5 is 0.2.)",
	praise:    "One in 27, not quite 4 in a hundred. Whatever a model does better than that, it has learned.",
	right:     1.0 / 27,
	tolerance: 0.014,
	mistakes: map[float64]string{
		1.0 / 26:   "That is one in 26: the end token can be the answer too.",
		1.0 / 28:   "That is one in 28: the hyphen is there once, for the end and for the padding.",
		27:         "That is how many symbols there are. How often is one guess among them right?",
		100.0 / 27: "That is in percent. A share lies between 0 and 1.",
		1.0 / 3:    "The context has three characters, but the answer is one of more symbols than three.",
	},
	below: "Among how many symbols does the guess choose?",
	above: "Among how many symbols does the guess choose?",
}
