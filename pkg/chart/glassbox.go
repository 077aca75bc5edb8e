package chart

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"nexttoken/pkg/glassbox"
)

// The rows of the glass box, in pixels from its top, and its columns.
const (
	numberWidth  = 52.0
	numberHeight = 30.0
	firstNumber  = 64.0 // x of the first column; the names of the rows are before it
	glassWidth   = 552.0
)

// GlassBox draws a small network with every number of one example: embeddings, weights, sums, tanh, logits and
// probabilities. A click on a number selects it, a slider and the arrow keys change it, and all numbers that depend on
// it follow. The picture computes this itself; it needs no kernel.
//
//	context: three of the letters a, b, i, z, -
func GlassBox(title string, network glassbox.Network, context string) {
	show(glassBox(title, network, glassExample{context: context}))
}

// GlassBoxBackward draws the same, with the way back: the loss, the gradient of each number, and the network after one
// update, parameter − rate · gradient. It begins with the gradients.
//
//	next: the letter that came next, one of a, b, i, z, -
//	rate: the learning rate, which can be changed as any number of the picture
func GlassBoxBackward(title string, network glassbox.Network, context, next string, rate float64) {
	show(glassBox(title, network, glassExample{context, next, rate}))
}

// glassExample is what a glass box begins with. next is "" for one that only goes forward.
type glassExample struct {
	context, next string
	rate          float64
}

func (e glassExample) backward() bool { return e.next != "" }

func glassBox(title string, network glassbox.Network, e glassExample) (picture, error) {
	text, err := glassText(network, e)
	if err != nil {
		return picture{}, err
	}
	content, err := specs.ReadFile("specs/glassbox.json")
	if err != nil {
		return picture{}, err
	}
	filled := spec{}
	if err := json.Unmarshal(content, &filled); err != nil {
		return picture{}, fmt.Errorf("specs/glassbox.json: %w", err)
	}
	b := glassDrawing{backward: e.backward()}
	b.draw()
	filled["title"], filled["description"] = spec{"text": title}, text
	filled["height"] = b.height()
	for i, rows := range [][]row{b.numbers, b.words, b.letters, b.tabs} {
		set(filled, rows, "data", i, "values")
	}
	filled["signals"] = append(begun(filled["signals"].([]any), network, e), glassSignals(network, e.rate)...)
	filled["signals"] = append(filled["signals"].([]any), spec{"name": "captionY", "value": b.caption},
		spec{"name": "showLoss", "value": b.backward})
	return picture{filled, title + ". " + text}, nil
}

// begun gives the signals that a student changes their first values and their controls.
func begun(signals []any, network glassbox.Network, e glassExample) []any {
	first := map[string]any{"context": e.context, "letters": e.context, "next": e.next, "came": e.next, "step": 1,
		"value": network.W1[0][0]}
	if !e.backward() {
		first["next"], first["came"], first["step"] = "-", "-", 0
	}
	for _, each := range signals {
		signal := each.(spec)
		if value, given := first[signal["name"].(string)]; given {
			signal["value"] = value
		}
		if bind, bound := signal["bind"].(spec); bound {
			e.control(signal, bind)
		}
	}
	return signals
}

// control gives a control its keys in JupyterLab. What belongs to the way back has none in a picture without it.
func (e glassExample) control(signal, bind spec) {
	switch name := signal["name"]; {
	case e.backward():
	case name == "next" || name == "step":
		delete(signal, "bind")
	case name == "selected":
		bind["max"] = rateAt - 1
	}
	bind["data-lm-suppress-shortcuts"] = "true"
	if bind["input"] == "Range" {
		bind["style"] = wideEnough
	}
}

// glassText describes the picture for readers who do not see it.
func glassText(network glassbox.Network, e glassExample) (string, error) {
	v, err := network.Forward(e.context)
	if err != nil {
		return "", err
	}
	if err := finiteNetwork(network, e.rate); err != nil {
		return "", err
	}
	text := fmt.Sprintf("The context %s: inputs %s; sums %s; tanh %s; logits %s; probabilities %s.", e.context,
		threeDecimals(v.Inputs), threeDecimals(v.Sums), threeDecimals(v.Hidden), threeDecimals(v.Logits),
		named(v.Probabilities))
	if !e.backward() {
		return text, nil
	}
	g, err := network.Backward(e.context, e.next)
	if err != nil {
		return "", err
	}
	loss, err := network.Loss(e.context, e.next)
	if err != nil {
		return "", err
	}
	after, err := network.Update(g, e.rate).Loss(e.context, e.next)
	return fmt.Sprintf("%s The letter that came next is %s: p − y is %s; the gradients of the hidden numbers are %s, "+
		"those of the inputs %s. The loss is %.3f, and %.3f after one update with the rate %g.", text, e.next,
		named(g.Logits), threeDecimals(g.Hidden), threeDecimals(g.Inputs), loss, after, e.rate), err
}

// finiteNetwork returns an error if a number of the network or the learning rate cannot be drawn.
func finiteNetwork(n glassbox.Network, rate float64) error {
	return errors.Join(finite("the table", slices.Concat(n.Table...)...), finite("W1", slices.Concat(n.W1...)...),
		finite("B1", n.B1...), finite("W2", slices.Concat(n.W2...)...), finite("B2", n.B2...),
		finite("the learning rate", rate))
}

func threeDecimals(numbers []float64) string {
	parts := make([]string, len(numbers))
	for i, x := range numbers {
		parts[i] = minus(fmt.Sprintf("%.3f", x))
	}
	return strings.Join(parts, ", ")
}

// named returns the numbers of the five symbols with their letters.
func named(numbers []float64) string {
	parts := make([]string, len(numbers))
	for i, letter := range glassbox.Letters() {
		parts[i] = letter + " " + minus(fmt.Sprintf("%.3f", numbers[i]))
	}
	return strings.Join(parts, ", ")
}

// minus writes a number's sign as Vega does.
func minus(number string) string { return strings.Replace(number, "-", "−", 1) }
