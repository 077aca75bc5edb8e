// Package gocell reads a notebook's cell as Go reads it, keeps what the cells declared, and turns errors into sentences.
//
// It is pure: no processes, no network, no files. It needs the standard library only.
package gocell

// Cell is one cell of a notebook, read as Go reads it.
type Cell struct {
	Source   string   // as the student wrote it
	Code     string   // what GoNB gets: as many lines as Source, protected where GoNB would misread a line
	Declares []string // its top-level declarations, in order: "softmax", "Point", "Point.Sum" for a method
}

// Problem is one error, at a line of a cell.
type Problem struct {
	Cell    int    // the number in [ ]; 0 for the cell that runs now
	Line    int    // counts from 1; 0 if not known
	Column  int    // counts from 1, in bytes; 0 if not known
	Message string // the compiler's own text, e.g. "undefined: softmx"
	Source  string // the line of the cell's code where the error is; "" if not known

	// Sentence is what is wrong and what to do, where the reader of the cell knows it already; else "".
	Sentence string
}

// Read reads a cell. A *Problem says why the cell must not go to GoNB.
func Read(source string) (*Cell, *Problem) {
	return &Cell{Source: source, Code: source}, nil
}
