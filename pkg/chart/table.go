package chart

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"
)

const (
	widest      = 11 // characters of the longest word that a table does not break
	oneLineWide = 14 // characters of the longest heading that stays on one line
	manyColumns = 6  // columns of the smallest table that has smaller letters and narrower gaps
)

// oneLine reports whether a heading stays on one line.
func oneLine(heading string) bool { return utf8.RuneCountInString(heading) <= oneLineWide }

// parts cuts a text at the places where a table may break a long word. Numbers are not cut.
func parts(text string) (pieces []string) {
	from, length := 0, 0
	for at, r := range text {
		if length++; !unicode.IsLetter(r) && r != '|' {
			length = 0
		}
		if length > widest {
			pieces, from, length = append(pieces, text[from:at]), at, 1
		}
	}
	return append(pieces, text[from:])
}

// number is what a cell holds that reads as a number, with its percent sign or its seconds.
var number = regexp.MustCompile(`^[-−+±]?(\d[\d,_]*(\.\d+)?|\.\d+)(e[-+]?\d+)?( ?%| s)?$`)

// aligned returns the CSS value for each column: right for numbers, which are compared digit by digit, else left. A
// column of numbers may have empty cells.
func aligned(columns int, rows [][]string) []string {
	sides := make([]string, columns)
	for column := range columns {
		numbers, others := 0, 0
		for _, cells := range rows {
			switch cell := strings.TrimSpace(cells[column]); {
			case number.MatchString(cell):
				numbers++
			case cell != "":
				others++
			}
		}
		sides[column] = "left"
		if numbers > 0 && others == 0 {
			sides[column] = "right"
		}
	}
	return sides
}

// Table shows a table of text. Columns of numbers are aligned on the right.
//
//	header: [columns]
//	rows: [rows][columns]
func Table(title string, header []string, rows [][]string) {
	content, text, err := table(title, header, rows)
	check(err)
	showHTML(content, text)
}

func table(title string, header []string, rows [][]string) (content, text string, err error) {
	for i, cells := range rows {
		if len(cells) != len(header) {
			return "", "", fmt.Errorf("row %d has %d cells under %d headings: give it one for each",
				i+1, len(cells), len(header))
		}
	}
	return htmlTable(title, header, rows), plainTable(title, header, rows), nil
}

// htmlTable returns a table with inline styles: a notebook that is not trusted removes other styles.
func htmlTable(title string, header []string, rows [][]string) string {
	padding, size := 14, 14 // in pixels: of the sides of a cell, and of its letters
	if len(header) >= manyColumns {
		padding, size = 5, 13
	}
	var page strings.Builder
	fmt.Fprintf(&page, `<div style="margin:4px 0 8px"><div style="font-weight:600;margin-bottom:6px">%s</div>`,
		html.EscapeString(title))
	fmt.Fprintf(&page, `<table style="border-collapse:collapse;font-size:%dpx"><thead><tr>`, size)
	sides := aligned(len(header), rows)
	for column, heading := range header {
		style := fmt.Sprintf("text-align:%s;padding:4px %dpx;border-bottom:2px solid #888;white-space:%s",
			sides[column], padding, whiteSpace(heading))
		fmt.Fprintf(&page, `<th scope="col" style="%s">%s</th>`, style, html.EscapeString(heading))
	}
	page.WriteString(`</tr></thead><tbody>`)
	for _, cells := range rows {
		page.WriteString(`<tr>`)
		for column, cell := range cells {
			style := fmt.Sprintf("text-align:%s;padding:3px %dpx;border-bottom:1px solid rgba(128,128,128,.35)",
				sides[column], padding)
			fmt.Fprintf(&page, `<td style="%s">%s</td>`, style, breakable(cell))
		}
		page.WriteString(`</tr>`)
	}
	page.WriteString(`</tbody></table></div>`)
	return page.String()
}

// whiteSpace returns the CSS value that keeps a short heading on one line.
func whiteSpace(heading string) string {
	if oneLine(heading) {
		return "nowrap"
	}
	return "normal"
}

// breakable returns a text as HTML, with <wbr> at the places where the table may break it.
func breakable(text string) string {
	pieces := parts(text)
	for i, piece := range pieces {
		pieces[i] = html.EscapeString(piece)
	}
	return strings.Join(pieces, "<wbr>")
}

// plainTable returns a table as lines of text.
func plainTable(title string, header []string, rows [][]string) string {
	var text strings.Builder
	fmt.Fprintln(&text, title)
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, cells := range append([][]string{header}, rows...) {
		fmt.Fprintln(columns, strings.Join(cells, "\t"))
	}
	columns.Flush()
	return strings.TrimSpace(text.String())
}

// Samples shows lists of names in a table, for instance a list for each temperature. Lists may differ in length. An
// empty name is shown as (empty).
//
//	header: [lists]
//	columns: [lists][any number]
func Samples(title string, header []string, columns [][]string) {
	rows, err := samples(header, columns)
	check(err)
	Table(title, header, rows)
}

// samples returns the rows of a table whose columns are lists of names.
func samples(header []string, columns [][]string) ([][]string, error) {
	if err := sameLength("headings", len(header), "columns", len(columns)); err != nil {
		return nil, err
	}
	var rows [][]string
	for i := 0; ; i++ {
		cells, found := make([]string, len(columns)), false
		for j, names := range columns {
			if i < len(names) {
				cells[j], found = visibleName(names[i]), true
			}
		}
		if !found {
			return rows, nil
		}
		rows = append(rows, cells)
	}
}

func visibleName(name string) string {
	if name == "" {
		return "(empty)"
	}
	return name
}
