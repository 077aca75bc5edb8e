package gocell

import (
	"go/scanner"
	"go/token"
	"slices"
	"sort"
	"strings"
)

// layout is a cell's text, cut into commands and Go.
type layout struct {
	source   string
	lines    []string
	starts   []int // the offset of each line
	tokens   []lexeme
	commands []command
	main     int // how many tokens stand above %%; -1 without %%
	mainLine int // the line of %%
	depth    int // how many brackets are open
}

// lexeme is one token of Go, or a comment.
type lexeme struct {
	token  token.Token
	text   string
	offset int
	line   int // counts from 0
}

// scan cuts a cell's text into commands and Go.
func scan(source string) *layout {
	l := &layout{source: source, lines: strings.Split(source, "\n"), main: -1}
	offset := 0
	for _, line := range l.lines {
		l.starts = append(l.starts, offset)
		offset += len(line) + 1
	}
	bytes := []byte(source)
	for offset = 0; offset < len(source); {
		offset = l.scanGo(bytes, offset)
	}
	return l
}

// scanGo scans Go up to the next command, and that command. It returns the offset of the line after it.
func (l *layout) scanGo(source []byte, from int) int {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(source)-from)
	s.Init(file, source[from:], nil, scanner.ScanComments)
	statement := true // a statement may begin
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return len(source)
		}
		offset := from + file.Offset(pos)
		found := lexeme{tok, text, offset, l.lineAt(offset)}
		if l.isCommand(found, statement) {
			return l.addCommand(found.line)
		}
		l.tokens = append(l.tokens, found)
		l.depth = max(0, l.depth+nesting(tok))
		if tok != token.COMMENT {
			statement = tok == token.SEMICOLON && text == "\n"
		}
	}
}

// isCommand reports whether a token begins a command: % at the start of a line is never Go; ! is, where an expression
// goes on.
func (l *layout) isCommand(t lexeme, statement bool) bool {
	if t.offset != l.starts[t.line] {
		return false
	}
	switch text := trimPrefix(l.lines[t.line]); {
	case strings.HasPrefix(text, "%"):
		return true
	case strings.HasPrefix(text, "!"):
		return statement
	}
	return false
}

// addCommand keeps the command that begins in a line, and returns the offset of the line after it.
func (l *layout) addCommand(line int) int {
	c := joined(l.lines, line)
	c.inside = l.depth > 0
	l.commands = append(l.commands, c)
	if c.isMain() {
		l.depth = 0
		if l.main < 0 {
			l.main, l.mainLine = len(l.tokens), line
		}
	}
	if c.last+1 < len(l.starts) {
		return l.starts[c.last+1]
	}
	return len(l.source)
}

// lineAt returns the line of an offset. It counts from 0.
func (l *layout) lineAt(offset int) int {
	return sort.SearchInts(l.starts, offset+1) - 1
}

// problemAt returns a problem at an offset of the cell's text.
func (l *layout) problemAt(offset int, sentence string) *Problem {
	line := l.lineAt(offset)
	return &Problem{Line: line + 1, Column: offset - l.starts[line] + 1, Source: l.lines[line], Sentence: sentence}
}

// code returns the tokens without comments.
func code(tokens []lexeme) []lexeme {
	isComment := func(t lexeme) bool { return t.token == token.COMMENT }
	return slices.DeleteFunc(slices.Clone(tokens), isComment)
}

// nesting returns 1 for an opening bracket, -1 for a closing one, else 0.
func nesting(t token.Token) int {
	switch t {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return 1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		return -1
	}
	return 0
}
