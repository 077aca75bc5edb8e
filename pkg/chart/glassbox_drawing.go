package chart

import (
	"fmt"

	"nexttoken/pkg/glassbox"
)

// glassDrawing collects the places of a glass box: those of its numbers, words, letters and tabs.
type glassDrawing struct {
	backward                      bool
	numbers, words, letters, tabs []row
	y                             float64 // of what is drawn next
	caption                       float64 // y of the text that explains the small numbers
}

func (b *glassDrawing) draw() {
	if b.backward {
		b.drawTabs()
	}
	b.drawTable()
	b.drawContext()
	b.drawHidden()
	b.drawLogits()
	if b.backward {
		b.word(glassWidth-numberWidth-8, b.y+20, "right", "learning rate")
		b.number("rate", 0, glassWidth-numberWidth, b.y+8, numberWidth, rateAt, "learning rate")
	}
}

// height returns the height of the picture: two lines of text are below the numbers.
func (b *glassDrawing) height() float64 {
	if b.backward {
		return b.y + 86
	}
	return b.y + 34
}

func (b *glassDrawing) drawTabs() {
	for i, text := range []string{"1 forward", "2 backward", "3 after one update"} {
		b.tabs = append(b.tabs, row{"at": i, "x": 126 * i, "width": 120, "y": 0, "text": text})
	}
	b.y = 40
}

// drawTable draws five rows of the embedding table, at the right.
func (b *glassDrawing) drawTable() {
	const left, height = 392.0, 28.0
	b.heading(left, b.y+6, "left", "table, 5 of its 27 rows")
	for i, letter := range glassbox.Letters() {
		y := b.y + 18 + height*float64(i)
		b.word(left, y+height/2, "left", letter)
		b.word(left+16, y+height/2, "left", fmt.Sprintf("id %d", glassbox.IDs()[i]))
		for j := range glassbox.Embedding {
			b.parameter("table", i*glassbox.Embedding+j, 0, left+56+numberWidth*float64(j), y, height)
		}
	}
}

// drawContext draws the letters, and below them the inputs.
func (b *glassDrawing) drawContext() {
	b.heading(0, b.y+38, "left", "context")
	inputs := b.y + 18 + 5*28 - numberHeight
	for i := range glassbox.Context {
		x := firstNumber + numberWidth*float64(2*i+1)
		for side := range glassbox.Embedding {
			b.letters = append(b.letters, row{"at": i, "x": x, "y": b.y + 38,
				"inputX": x + numberWidth*(float64(side)-0.5), "inputY": inputs})
		}
	}
	b.heading(0, inputs+numberHeight/2, "left", "inputs")
	for i := range glassbox.Inputs {
		b.number("inputs", i, weightColumn(i), inputs, numberWidth, -1, fmt.Sprintf("input %d", i+1))
	}
	b.y = inputs + numberHeight + 14
}

// drawHidden draws a line for each hidden number: its weights, below the inputs that they are multiplied with, its
// bias, the sum, and tanh of it.
func (b *glassDrawing) drawHidden() {
	const ends = 62.0 // width of sum and tanh
	sum := weightColumn(glassbox.Inputs + 1)
	b.heading(weightColumn(glassbox.Inputs/2), b.y, "center", "× weights")
	b.heading(weightColumn(glassbox.Inputs)+numberWidth/2, b.y, "center", "+ bias")
	b.heading(sum+ends/2, b.y, "center", "= sum")
	b.heading(sum+ends*1.5, b.y, "center", "tanh")
	for h := range glassbox.Hidden {
		y := b.y + 10 + numberHeight*float64(h)
		b.word(0, y+numberHeight/2, "left", fmt.Sprintf("hidden %d", h+1))
		for i := range glassbox.Inputs {
			b.parameter("w1", glassbox.Inputs*h+i, w1At, weightColumn(i), y, numberHeight)
		}
		b.parameter("b1", h, b1At, weightColumn(glassbox.Inputs), y, numberHeight)
		b.number("sums", h, sum, y, ends, -1, fmt.Sprintf("sum of hidden %d", h+1))
		b.number("hidden", h, sum+ends, y, ends, -1, fmt.Sprintf("hidden %d, tanh of its sum", h+1))
	}
	b.y += 10 + numberHeight*glassbox.Hidden + 12
}

// drawLogits draws the hidden numbers side by side, and a line for each symbol: its weights, its bias, the logit, e to
// the logit, and the probability.
func (b *glassDrawing) drawLogits() {
	b.heading(0, b.y+numberHeight/2, "left", "hidden")
	b.caption = b.y + numberHeight/2 - 7
	for h := range glassbox.Hidden {
		b.number("across", h, weightColumn(h), b.y, numberWidth, -1, fmt.Sprintf("hidden %d", h+1))
	}
	b.y += numberHeight + 14
	b.heading(weightColumn(glassbox.Hidden/2), b.y, "center", "× weights")
	b.heading(weightColumn(glassbox.Hidden)+numberWidth/2, b.y, "center", "+ bias")
	columns := b.results()
	for _, each := range columns {
		b.heading(each.middle(), b.y, "center", each.heading)
	}
	for s := range glassbox.Symbols {
		b.drawLogit(s, b.y+10+numberHeight*float64(s), columns)
	}
	b.y += 10 + numberHeight*glassbox.Symbols
}

// drawLogit draws the line of a symbol. A picture that only goes forward has a bar for the probability.
func (b *glassDrawing) drawLogit(s int, y float64, columns []resultColumn) {
	letter := glassbox.Letters()[s]
	b.word(0, y+numberHeight/2, "left", letter)
	for h := range glassbox.Hidden {
		b.parameter("w2", glassbox.Hidden*s+h, w2At, weightColumn(h), y, numberHeight)
	}
	b.parameter("b2", s, b2At, weightColumn(glassbox.Hidden), y, numberHeight)
	for _, each := range columns {
		b.number(each.part, s, each.left, y, each.width, -1, each.about+" of "+letter)
	}
	if !b.backward {
		b.numbers[len(b.numbers)-1]["bar"] = columns[2].width - numberWidth - 6
	}
}

// resultColumn is a column of results, behind the weights and biases of the logits.
type resultColumn struct {
	part, heading, about string
	left, width          float64
}

// middle returns the x of the column's heading.
func (c resultColumn) middle() float64 { return c.left + c.width/2 }

func (b *glassDrawing) results() []resultColumn {
	columns := []resultColumn{
		{"logits", "= logit", "logit", 324, 58}, {"powers", "e^logit", "e to the logit", 382, 54},
		{"probabilities", "probability", "probability", 436, glassWidth - 436},
	}
	if b.backward {
		columns[2] = resultColumn{"probabilities", "p", "probability", 436, 44}
		columns = append(columns, resultColumn{"y", "y", "came next, 1 or 0:", 480, 22},
			resultColumn{"errors", "p − y", "p − y", 502, 50})
	}
	return columns
}

// weightColumn returns the x of a column of weights.
func weightColumn(i int) float64 { return firstNumber + numberWidth*float64(i) }

// parameter draws a number that a student can change: number at of a part whose first parameter is number first.
func (b *glassDrawing) parameter(part string, at, first int, x, y, height float64) {
	b.numbers = append(b.numbers, row{"part": part, "at": at, "x": x, "y": y, "width": numberWidth, "height": height,
		"parameter": first + at, "about": parameterNames()[first+at], "bar": 0})
}

func (b *glassDrawing) number(part string, at int, x, y, width float64, parameter int, about string) {
	b.numbers = append(b.numbers, row{"part": part, "at": at, "x": x, "y": y, "width": width, "height": numberHeight,
		"parameter": parameter, "about": about, "bar": 0})
}

func (b *glassDrawing) word(x, y float64, align, text string) {
	b.words = append(b.words, row{"x": x, "y": y, "align": align, "weight": "normal", "text": text})
}

func (b *glassDrawing) heading(x, y float64, align, text string) {
	b.words = append(b.words, row{"x": x, "y": y, "align": align, "weight": "bold", "text": text})
}
