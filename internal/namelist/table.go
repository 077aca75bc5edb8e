package namelist

// Tables: the column of names.

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"nexttoken/internal/quote"
)

// Headers are what a table may call the column of names, in lower case, the best first.
type Headers []string

// FirstNames are the headers of a column of first names. In German and French lists "name" and "nom" are family names,
// so words for first names come before them.
var FirstNames = Headers{
	"first name", "firstname", "given name", "given names", "givenname", "forename", "vorname", "vornamen",
	"prénom", "prenom", "nombre", "nombres", "nome", "imię", "imie", "ім я", "имя", "όνομα", "שם פרטי", "الاسم",
	"नाम", "名", "名字", "名前", "name", "names", "nom", "student", "姓名", "שם", "اسم", "isim",
}

// Logins are the headers of a column of names to log in with.
var Logins = append(Headers{"login", "username", "user name", "user", "account"}, FirstNames...)

// others are words in headers of columns that hold other names.
var others = []string{
	"last", "family", "middle", "file", "class", "course", "school", "country", "city", "id", "number", "email",
}

// column is the column of names in a table.
type column struct {
	header    string
	index, of int
	separator rune // 0 if the list has only this column
}

func (c column) String() string {
	if c.separator == 0 {
		return fmt.Sprintf("the first line, %s, is the header of the names", quote.Text(c.header))
	}
	return fmt.Sprintf("the names are column %d of %d, %s", c.index+1, c.of, quote.Text(c.header))
}

// find finds the column of names by the first line of a table. A line without separators is the header of a list only
// if it is one of the headers and nothing else.
func (h Headers) find(line string) (column, bool) {
	separator := separatorOf(line)
	if strings.ContainsAny(line, "[]{}=") { // Python or JSON
		return column{}, false
	}
	fields := []string{line}
	if separator != 0 {
		var err error
		if fields, err = reader(line, separator).Read(); err != nil {
			return column{}, false
		}
	}
	index := h.index(fields, separator != 0)
	if index < 0 {
		return column{}, false
	}
	return column{Trim(fields[index]), index, len(fields), separator}, true
}

// index returns which field is the header of the names, −1 if none is. Equal headers count before those that have the
// word among others, such as "student's first name".
func (h Headers) index(fields []string, amongOthers bool) int {
	var spelled []string
	for _, field := range fields {
		spelled = append(spelled, words(field))
	}
	for _, header := range h {
		if index := slices.Index(spelled, header); index >= 0 {
			return index
		}
	}
	if !amongOthers {
		return -1
	}
	for _, header := range h {
		if index := slices.IndexFunc(spelled, func(text string) bool { return mentions(text, header) }); index >= 0 {
			return index
		}
	}
	return -1
}

// words returns the words of a header in lower case, with one space between them: "First_Name" becomes "first name".
func words(header string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(header), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	}), " ")
}

// mentions reports whether a text holds the words of a header, and no word for another kind of name.
func mentions(text, header string) bool {
	return strings.Contains(" "+text+" ", " "+header+" ") &&
		!slices.ContainsFunc(others, func(word string) bool { return strings.Contains(" "+text+" ", " "+word+" ") })
}

// separatorOf returns the tab, semicolon or comma that a line has most of, 0 if it has none.
func separatorOf(line string) (separator rune) {
	most := 0
	for _, each := range "\t;," {
		if count := strings.Count(line, string(each)); count > most {
			separator, most = each, count
		}
	}
	return separator
}

func reader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator, -1
	r.TrimLeadingSpace = separator != '\t'
	return r
}

// read returns the column without its header. A row that is too short gives "".
func (c column) read(lines []string) (names []string, err error) {
	if c.separator == 0 {
		return lines[1:], nil
	}
	rows := reader(strings.Join(lines, "\n"), c.separator)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return names[1:], nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, fmt.Errorf("row %d of the table cannot be read (%w): "+
				"a quotation mark inside quotation marks is written twice", len(names)+1, wrong.Err)
		}
		names = append(names, append(row, make([]string, c.of)...)[c.index])
	}
}
