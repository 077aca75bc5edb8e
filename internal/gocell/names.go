package gocell

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// Names returns the names that a cell may mean where it uses one that does not exist: those that cells declared, the
// packages that they import, and the words of the cell itself.
func (h *History) Names(c *Cell) []string {
	names := words(c.Source)
	for key, e := range h.entries {
		if !e.missing && !strings.Contains(key, ".") {
			names = append(names, key)
		}
	}
	for name := range h.imports {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// words returns the identifiers of a text in Go, as often as they occur; not those after a point, which belong to a
// package or a value.
func words(source string) []string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(source)), []byte(source), nil, 0)
	var found []string
	for before := token.ILLEGAL; ; {
		_, kind, text := s.Scan()
		switch {
		case kind == token.EOF:
			return found
		case kind == token.IDENT && before != token.PERIOD:
			found = append(found, text)
		}
		before = kind
	}
}
