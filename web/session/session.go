// Package session is what the notebook's kernel in a browser knows of one notebook: it reads cells, makes programs of
// them, and explains why they failed. It reads and explains with package gocell, as the guard does in front of GoNB, so
// that both use the same words.
package session

import (
	"cmp"
	"strings"

	"nexttoken/internal/gocell"
)

// Session is one notebook. Its cells come one after the other: Read, then Built if the cell has a program, then Ended
// if the program ran.
type Session struct {
	packages []gocell.Package
	history  gocell.History
	sources  map[int]string // the cells that were read, by their numbers
	cell     *gocell.Cell   // the last one
	number   int
}

// New returns the session of a notebook whose programs can import these packages.
func New(packages []gocell.Package) *Session {
	return &Session{packages: packages, sources: map[int]string{}}
}

// Box is what a cell shows besides its own output.
type Box struct {
	HTML string `json:"html"`
	Text string `json:"text"`
}

// Reading is what Read found in a cell.
type Reading struct {
	Notes   []Box    `json:"notes"`   // to show above the result
	Error   *Box     `json:"error"`   // why the cell has no program
	Output  string   `json:"output"`  // what its commands print
	Program string   `json:"program"` // "" if the cell has no Go
	Imports []string `json:"imports"` // the paths that the program imports
	Runs    bool     `json:"runs"`    // it does something: it must be linked and run, too
}

// Read reads the cell with a number. A cell without a program is done with.
func (s *Session) Read(source string, number int) Reading {
	var problem *gocell.Problem
	s.cell, problem = gocell.Read(source)
	s.number, s.sources[number] = number, source
	if problem == nil {
		problem = s.cell.NotInABrowser()
	}
	if problem != nil {
		return Reading{Error: s.refused(problem)}
	}
	reading := Reading{Output: s.history.List(s.cell)}
	for _, note := range s.history.Notes(s.cell) {
		reading.Notes = append(reading.Notes, noted(note))
	}
	if !s.cell.HasGo() {
		s.history.Compiled(s.cell, number)
		return reading
	}
	reading.Program, reading.Imports, problem = s.history.Program(s.cell, number, s.packages)
	if problem != nil {
		reading.Error = s.refused(problem)
		return reading
	}
	reading.Runs = s.history.Runs(s.cell)
	return reading
}

// refused keeps that a cell has no program, and returns why.
func (s *Session) refused(problem *gocell.Problem) *Box {
	problem.Cell, problem.Code = s.number, s.source(s.number)
	s.history.Failed(s.cell, s.number)
	return explained(gocell.Explain([]gocell.Problem{*problem}, problem.Message))
}

// Built keeps whether the program of the last cell was compiled, and explains why not. output is what the compiler or
// the linker printed.
func (s *Session) Built(output string, ok bool) *Box {
	if ok {
		s.history.Compiled(s.cell, s.number)
		return nil
	}
	s.history.Failed(s.cell, s.number)
	problems := gocell.ParseGo(output, s.source)
	for i, p := range problems {
		problems[i].Sentence = s.history.Sentence(p.Message)
	}
	return explained(gocell.Explain(problems, output, s.history.Names(s.cell)...))
}

// Stopped keeps that the last cell was stopped while its program was built, and returns what to show.
func (s *Session) Stopped() *Box {
	s.history.Failed(s.cell, s.number)
	return explained(gocell.Explanation{Sentence: gocell.StoppedBuild})
}

// Ending is what is known of a program that ended.
type Ending struct {
	Stdout    string `json:"stdout"`    // what it printed; the beginning is enough
	Stderr    string `json:"stderr"`    // all that it wrote to the standard error
	Status    int    `json:"status"`    // its exit status, or −2 if ■ ended it
	Displayed bool   `json:"displayed"` // it showed something besides text
	Why       string `json:"why"`       // why the kernel ended it: a sentence
}

// Result is what to show when a program has ended.
type Result struct {
	Stderr string `json:"stderr"` // what it wrote to the standard error, without why it failed
	Notes  []Box  `json:"notes"`
	Error  *Box   `json:"error"`
}

// Ended explains why the program of the last cell ended.
func (s *Session) Ended(e Ending) Result {
	var result Result
	for _, note := range gocell.FormatNotes(e.Stdout) {
		result.Notes = append(result.Notes, noted(note))
	}
	silent := e.Stdout == "" && e.Stderr == "" && !e.Displayed
	switch {
	case e.Why != "":
		result.Error = explained(gocell.Explanation{Sentence: e.Why})
	case e.Status != 0:
		at := gocell.FailureAt(e.Stderr)
		result.Stderr, result.Error = e.Stderr[:at], s.failed(e.Stderr[at:], e.Status)
		return result
	case silent && s.history.Exits(s.cell):
		result.Error = explained(gocell.Explanation{Sentence: gocell.ExitSentence})
	}
	result.Stderr = e.Stderr
	return result
}

// failed explains the failure of a program. An error of our packages has no trace: its place is known where one line
// alone can have done it.
func (s *Session) failed(failure string, status int) *Box {
	e := gocell.ExplainRun(gocell.Marked(failure), status)
	if strings.HasPrefix(failure, "✗") && e.Message == "" {
		if cell, line := s.history.Check(s.cell); line > 0 {
			e.Cell, e.Line = cmp.Or(cell, s.number), line
		}
	}
	e.Source = gocell.Line(s.source(e.Cell), e.Line)
	return explained(e)
}

func (s *Session) source(number int) string { return s.sources[number] }

func explained(e gocell.Explanation) *Box { return &Box{e.HTML(), e.Text()} }

func noted(note string) Box { return Box{gocell.NoteHTML(note), note} }
