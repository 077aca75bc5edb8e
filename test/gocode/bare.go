package main

import (
	"go/scanner"
	"go/token"
	"strings"
)

// bare returns the tokens of Go code, a line each, without comments.
func bare(code string) string {
	var kept strings.Builder
	for _, part := range parts(code) {
		if isCommand(part) {
			kept.WriteString(part)
			continue
		}
		for _, text := range tokens(part) {
			kept.WriteString(text + "\n")
		}
	}
	return kept.String()
}

// parts cuts a text into lines that are commands of GoNB, each for itself, and the code between them.
func parts(code string) (found []string) {
	begin := true // of a part
	for _, line := range strings.SplitAfter(code, "\n") {
		if begin || isCommand(line) {
			found = append(found, line)
		} else {
			found[len(found)-1] += line
		}
		begin = isCommand(line)
	}
	return found
}

func isCommand(line string) bool { return strings.HasPrefix(line, "%") || strings.HasPrefix(line, "!") }

// tokens returns what the compiler reads. Mistakes do not matter: a text with another mistake has other tokens.
func tokens(code string) (texts []string) {
	var s scanner.Scanner
	source := []byte(code)
	file := token.NewFileSet().AddFile("", -1, len(source))
	s.Init(file, source, func(token.Position, string) {}, scanner.ScanComments)
	for {
		_, kind, literal := s.Scan()
		switch {
		case kind == token.EOF:
			return texts
		case kind == token.COMMENT && !strings.HasPrefix(literal, "//go:"):
		case kind == token.SEMICOLON:
			texts = append(texts, ";")
		case kind.IsOperator():
			texts = append(texts, kind.String())
		default:
			texts = append(texts, literal)
		}
		texts = withoutLast(texts)
	}
}

// withoutLast drops a semicolon or a comma before a closing bracket: which of them stand there is a matter of layout.
func withoutLast(texts []string) []string {
	last := len(texts) - 1
	if last < 1 || texts[last] != "}" && texts[last] != ")" || texts[last-1] != ";" && texts[last-1] != "," {
		return texts
	}
	return append(texts[:last-1], texts[last])
}
