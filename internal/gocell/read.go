// Package gocell reads a notebook's cell as Go reads it, keeps what the cells declared, and turns errors into
// sentences.
//
// It is pure: no processes, no network, no files. It needs the standard library only.
package gocell

import (
	"cmp"
	"strings"
)

// Cell is one cell of a notebook, read as Go reads it.
type Cell struct {
	Source   string   // as the student wrote it
	Code     string   // what GoNB gets: as many lines as Source, protected where GoNB would misread a line
	Declares []string // its top-level declarations, in order: "softmax", "Point", "Point.Sum" for a method

	declarations []declaration
	body         declaration // what runs: the code below %%, or the cell's own main
	imports      []imported
	made         []string // the names that the code below %% makes, outside its blocks
	commands     []command
	refused      bool // it must not go to GoNB
	goes         bool // it has Go: GoNB builds a program
}

// Problem is one error, at a line of a cell.
type Problem struct {
	Cell    int    // the number in [ ]; 0 for the cell that runs now
	Line    int    // counts from 1; 0 if not known
	Column  int    // counts from 1, in bytes; 0 if not known
	Message string // the compiler's own text, e.g. "undefined: softmx"; "" if the compiler did not see the cell
	Source  string // the line of the cell's code where the error is; "" if not known
	Code    string // the whole cell, where more than the line is to be looked at; "" if not known

	// Sentence is what is wrong and what to do, where the reader of the cell knows it already; else "".
	// It does not begin with the line's number: who shows the problem shows its Line, too.
	// Where only the compiler's message matters, it is "", and the table of errors has it.
	Sentence string
}

// Read reads a cell. A *Problem says why the cell must not go to GoNB. The *Cell is never nil: with a Problem it has
// what could be read, for History.Failed.
func Read(source string) (*Cell, *Problem) {
	cell := &Cell{Source: source, Code: withoutMarks(source)}
	if name := magic(cell.Code); name != "" {
		return cell.checked(checkMagic(name, cell.Code))
	}
	l := scan(cell.Code)
	cell.Code, cell.commands, cell.goes = l.protected(), l.commands, l.hasGo()
	tree, syntax := l.parse()
	cell.declare(l, tree, syntax != nil)
	problem := cmp.Or(l.checkCommands(), l.check(syntax))
	return cell.checked(cmp.Or(problem, tree.checkDeclarations(l), l.checkProtected(cell.Code)))
}

// checked marks a cell with a problem.
func (c *Cell) checked(problem *Problem) (*Cell, *Problem) {
	if problem != nil {
		c.refused, c.Code = true, c.Source
	}
	return c, problem
}

// withoutMarks returns a cell's text without the signs that some editors add, and Go does not want in the middle of a
// file: a byte order mark, and carriage returns at the ends of lines.
func withoutMarks(source string) string {
	return strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
}
