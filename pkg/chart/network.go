package chart

import (
	"fmt"
	"html"
	"strings"
)

// Network draws how a context goes through the model: rows looked up, concatenated, a hidden layer, logits.
//
//	letters: [context]; embeddings: [context][embedding]
func Network(title string, letters []string, embeddings [][]float64, hidden, vocabulary int) {
	content, text, err := network(title, letters, embeddings, hidden, vocabulary)
	check(err)
	showHTML(content, text)
}

func network(title string, letters []string, embeddings [][]float64, hidden, vocabulary int) (content, text string, err error) {
	if err := sameLength("letters", len(letters), "embeddings", len(embeddings)); err != nil {
		return "", "", err
	}
	d := &drawing{}
	top := d.lookUps(letters, embeddings)
	d.layer(380, top, hidden, "hidden", "#d55e00")
	d.layer(550, top, vocabulary, "logits", "#009e73")
	d.connect(236, 362, top)
	d.connect(398, 532, top)
	text = fmt.Sprintf("%s. %s are looked up, %d numbers each, concatenated to %d numbers; a hidden layer of %d; %d logits.",
		title, strings.Join(letters, ", "), len(embeddings[0]), d.numbers, hidden, vocabulary)
	return fmt.Sprintf(`<svg role="img" aria-label="%s" width="620" height="%d" viewBox="0 0 620 %d" `+
		`style="background:white;max-width:100%%" font-family="system-ui,'DejaVu Sans',sans-serif" font-size="13">`+
		`<text x="14" y="24" font-size="15" font-weight="bold" fill="#222">%s</text>%s</svg>`,
		html.EscapeString(text), d.height, d.height, html.EscapeString(title), d.content.String()), text, nil
}

// drawing collects the parts of an SVG.
type drawing struct {
	content         strings.Builder
	numbers, height int
}

const rowHeight = 30

// lookUps draws each letter, its row, and the rows one below the other; it returns the middle of the picture.
func (d *drawing) lookUps(letters []string, embeddings [][]float64) (middle int) {
	y := 76
	d.label(24, 54, "context")
	d.label(150, 54, "look up, then concatenate")
	for i, letter := range letters {
		centre := y + rowHeight*len(embeddings[i])/2
		d.circle(46, centre, 17, "#0072b2", letter)
		d.arrow(68, centre, 142, centre)
		for _, x := range embeddings[i] {
			fmt.Fprintf(&d.content, `<rect x="150" y="%d" width="80" height="%d" fill="#e6f1f8" stroke="#0072b2"/>`, y, rowHeight-4)
			fmt.Fprintf(&d.content, `<text x="190" y="%d" text-anchor="middle" fill="#222">%g</text>`, y+rowHeight/2+2, x)
			y, d.numbers = y+rowHeight, d.numbers+1
		}
		y += 10
	}
	d.height = max(y+34, 250)
	d.label(150, y+16, fmt.Sprintf("%d numbers", d.numbers))
	return (76 + y - 10) / 2
}

// layer draws a column of circles that stands for n of them.
func (d *drawing) layer(x, middle, n int, name, colour string) {
	for i := -3; i <= 3; i++ {
		if i == 2 {
			d.label(x-4, middle+i*26+4, "⋮")
			continue
		}
		d.circle(x, middle+i*26, 10, colour, "")
	}
	d.label(x-18, 54, name)
	d.label(x-18, middle+3*26+38, fmt.Sprint(n))
}

// connect draws lines between two columns: each number reaches each circle.
func (d *drawing) connect(from, to, middle int) {
	for i := -2; i <= 2; i++ {
		for j := -2; j <= 2; j++ {
			fmt.Fprintf(&d.content, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#bbb" stroke-width="0.8"/>`, from, middle+i*34, to, middle+j*30)
		}
	}
}

func (d *drawing) label(x, y int, text string) {
	fmt.Fprintf(&d.content, `<text x="%d" y="%d" fill="#444">%s</text>`, x, y, html.EscapeString(text))
}

func (d *drawing) circle(x, y, radius int, colour, text string) {
	fmt.Fprintf(&d.content, `<circle cx="%d" cy="%d" r="%d" fill="%s"/>`, x, y, radius, colour)
	fmt.Fprintf(&d.content, `<text x="%d" y="%d" text-anchor="middle" fill="white" font-weight="bold">%s</text>`, x, y+5, html.EscapeString(text))
}

func (d *drawing) arrow(x1, y1, x2, y2 int) {
	fmt.Fprintf(&d.content, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#444"/><path d="M %d %d l -8 -4 v 8 z" fill="#444"/>`, x1, y1, x2, y2, x2, y2)
}
