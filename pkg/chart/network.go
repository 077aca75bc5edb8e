package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	networkWidth  = 552.0
	networkTop    = 34.0 // below the headings
	networkHeight = 330.0
	cellHeight    = 28.0 // of the box of a number, if all boxes fit
	shown         = 7    // circles of a larger layer; the last but one is "⋮"
	white, dark   = "#ffffff", "#222222"
)

// Network draws the computation of the lecture's model: the embeddings of a context, looked up and concatenated, a
// hidden layer, and the logits (Bengio et al., A Neural Probabilistic Language Model, 2003).
//
//	letters: [context]
//	embeddings: [context][embedding]
//	hidden, vocabulary: the numbers of hidden values and of logits, at least 1
func Network(title string, letters []string, embeddings [][]float64, hidden, vocabulary int) {
	show(network(title, letters, embeddings, hidden, vocabulary))
}

func network(title string, letters []string, embeddings [][]float64, hidden, vocabulary int) (picture, error) {
	if err := embedded(letters, embeddings); err != nil {
		return picture{}, err
	}
	if hidden < 1 || vocabulary < 1 {
		return picture{}, fmt.Errorf("a hidden layer of %d and %d logits: both must be at least 1", hidden, vocabulary)
	}
	d := &drawing{}
	joined := d.lookUps(letters, embeddings)
	columns := []column{
		{290, joined}, d.layer(405, hidden, "hidden", "#d55e00"), d.layer(516, vocabulary, "logits", "#009e73"),
	}
	d.connect(columns[0], columns[1], 34)
	d.connect(columns[1], columns[2], 13)
	d.text(290, 18, 13, dark, fmt.Sprintf("concatenated: %d", len(joined)))
	text := fmt.Sprintf("%s are looked up, %d numbers each: %s. "+
		"Concatenated they are %d numbers; then a hidden layer of %d, and %d logits.",
		strings.Join(letters, ", "), len(embeddings[0]), listed(letters, embeddings), len(joined), hidden, vocabulary)
	p, err := load("network", title, text, d.rows)
	if err == nil {
		fixedPixels(p.spec, networkWidth, networkHeight)
	}
	return p, err
}

// embedded returns an error if each letter does not have an embedding, or if these differ in length.
func embedded(letters []string, embeddings [][]float64) error {
	if err := sameLength("letters", len(letters), "embeddings", len(embeddings)); err != nil {
		return err
	}
	for i, numbers := range embeddings {
		if len(numbers) != len(embeddings[0]) || len(numbers) == 0 {
			return fmt.Errorf("the embedding of %s has %d numbers and that of %s has %d: "+
				"they must have the same length, and not be empty",
				letters[i], len(numbers), letters[0], len(embeddings[0]))
		}
		if err := finite("the embedding of "+letters[i], numbers...); err != nil {
			return err
		}
	}
	return nil
}

// listed returns the letters with the beginnings of their embeddings.
func listed(letters []string, embeddings [][]float64) string {
	parts := make([]string, len(letters))
	for i, letter := range letters {
		parts[i] = fmt.Sprintf("%s (%s)", letter, beginning(embeddings[i], 4))
	}
	return strings.Join(parts, ", ")
}

// beginning returns the first n numbers as text, with "…" if there are more.
func beginning(numbers []float64, n int) string {
	var parts []string
	for _, x := range numbers[:min(n, len(numbers))] {
		parts = append(parts, short(x))
	}
	if len(numbers) > n {
		parts = append(parts, "…")
	}
	return strings.Join(parts, ", ")
}

// short returns a number as text with at most two decimals.
func short(x float64) string {
	decimals := math.Round(x*100)/100 + 0 // which makes −0 to 0
	return strings.Replace(strconv.FormatFloat(decimals, 'g', -1, 64), "-", "−", 1)
}

// column is the place of a layer: one x, and a y for each of its numbers.
type column struct {
	x  float64
	ys []float64
}

// drawing collects the parts of a picture, in any order: boxes and circles cover lines.
type drawing struct{ rows []row }

// lookUps draws the letters, their rows of the table, and the column of the concatenated numbers. It returns the y of
// each of these numbers.
func (d *drawing) lookUps(letters []string, embeddings [][]float64) (joined []float64) {
	d.text(28, 18, 13, dark, "context")
	d.text(140, 18, 13, dark, "look up")
	const gap = 8.0
	each := float64(len(embeddings[0]))
	height := min(cellHeight, (networkHeight-networkTop-gap*float64(len(letters)))/(each*float64(len(letters))))
	used := float64(len(letters))*(each*height+gap) - gap
	y := networkTop + (networkHeight-networkTop-used)/2
	for i, letter := range letters {
		middle := y + each*height/2
		d.circle(28, middle, 17, "#0072b2", letter, "a character of the context")
		d.arrow(48, middle, 88)
		d.row(90, 190, middle, embeddings[i], "row "+letter+" of the embedding table")
		d.arrow(192, middle, 248)
		for j, x := range embeddings[i] {
			about := fmt.Sprintf("number %d of the row of %s", j+1, letter)
			d.box(250, y, 330, y+height, min(13, height-1), short(x), about)
			joined = append(joined, y+height/2)
			y += height
		}
		y += gap
	}
	return joined
}

// row draws a row of the table in one box: at most two numbers, and "…" if there are more.
func (d *drawing) row(left, right, middle float64, numbers []float64, about string) {
	d.box(left, middle-12, right, middle+12, 12, beginning(numbers, 2), about)
}

// layer draws a layer of n numbers as a column of at most seven circles.
func (d *drawing) layer(x float64, n int, name, colour string) column {
	d.text(x, 18, 13, dark, fmt.Sprintf("%d %s", n, name))
	count := min(n, shown)
	middle, apart := (networkTop+networkHeight)/2, 36.0
	c := column{x: x}
	for i := range count {
		y := middle + (float64(i)-float64(count-1)/2)*apart
		if n > shown && i == count-2 {
			d.text(x, y, 18, dark, "⋮")
			continue
		}
		d.circle(x, y, 11, colour, "", fmt.Sprintf("one of %d: %s", n, name))
		c.ys = append(c.ys, y)
	}
	return c
}

// connect draws a line from each number of a column to each number of the next. halfWidth is that of the first column.
func (d *drawing) connect(from, to column, halfWidth float64) {
	for _, y := range from.ys {
		for _, y2 := range to.ys {
			d.rows = append(d.rows, row{"part": "line",
				"x": from.x + halfWidth + 6, "y": rounded(y), "x2": to.x - 13, "y2": rounded(y2)})
		}
	}
}

func (d *drawing) text(x, y, size float64, colour, text string) {
	d.rows = append(d.rows, row{"part": "text",
		"x": x, "y": rounded(y), "size": rounded(size), "colour": colour, "text": text})
}

func (d *drawing) circle(x, y, radius float64, colour, text, about string) {
	area := rounded(math.Pi * radius * radius)
	d.rows = append(d.rows, row{"part": "circle",
		"x": x, "y": rounded(y), "size": area, "colour": colour, "about": about})
	if text != "" {
		d.text(x, y, 15, white, text)
	}
}

func (d *drawing) box(left, top, right, bottom, size float64, text, about string) {
	d.rows = append(d.rows, row{"part": "box",
		"x": left, "y": rounded(top), "x2": right, "y2": rounded(bottom), "about": text + ": " + about})
	d.text((left+right)/2, (top+bottom)/2, size, dark, text)
}

func (d *drawing) arrow(from, y, to float64) {
	d.rows = append(d.rows, row{"part": "arrow", "x": from, "y": rounded(y), "x2": to, "y2": rounded(y)})
}
