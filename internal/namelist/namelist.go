// Package namelist finds the names in a file that somebody made: one name on each line, or a column of a table.
//
// It finds out how the file writes characters (UTF-8, UTF-16, Windows-1252), and which column of a table holds the
// names. It also describes lines that are no names, such as those of a Python list. It changes no name: packages that
// need other letters do that.
package namelist

import "strings"

// List is what Read finds in a file.
type List struct {
	Lines []string // what may be names, in the order of the file; "" where a row of a table has none
	Notes []string // how the file was read, one sentence each, where it is not simply one name on each line in UTF-8
}

// Read returns the lines of a file that hold more than white space, or one column of a table whose first line calls
// that column by one of the headers. A table has commas, semicolons or tabs between its columns.
//
// It returns an error if the file is no text or has no lines, or if a row of the table cannot be read.
func Read(file string, headers Headers) (List, error) {
	text, note, err := decode(file)
	if err != nil {
		return List{}, err
	}
	list := List{Lines: lines(text)}
	if note != "" {
		list.Notes = append(list.Notes, note)
	}
	if len(list.Lines) == 0 {
		return List{}, errEmpty
	}
	if found, isTable := headers.find(list.Lines[0]); isTable {
		list.Notes = append(list.Notes, found.String())
		if list.Lines, err = found.read(list.Lines); err == nil && len(list.Lines) == 0 {
			err = errEmpty
		}
	}
	return list, err
}

// lines returns the lines that hold more than white space. A line ends with \n.
func lines(text string) (found []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			found = append(found, line)
		}
	}
	return found
}
