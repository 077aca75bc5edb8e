package gocell

import "regexp"

// A mistake is one that beginners make often, and what Go says about it.
type mistake struct {
	name     string // for tests
	pattern  string // of Go's message, the cell's line up to the error, the line from there on, and facts
	sentence string // what is wrong and what to do, with $1 for the pattern's first group
	cell     string // the smallest cell that makes it; what Go says about it is in testdata
	first    bool   // one of the eight that page 00 shows
}

// A chapter is a group of mistakes, under one title in the documentation.
type chapter struct {
	title    string
	mistakes []mistake
}

// table holds every mistake that has a sentence. The first whose pattern fits an error explains it.
var table = []chapter{
	{"Loops, and those of Python", loopMistakes},
	{"Python, and other languages", pythonMistakes},
	{"Commas, brackets, lines", syntaxMistakes},
	{"Names and packages", nameMistakes},
	{"Kinds of values", valueMistakes},
	{"Functions and statements", statementMistakes},
	{"Graphs of GoMLX", graphMistakes},
	{"While the program runs", runMistakes},
}

// patterns holds the table's patterns, compiled, by their text.
var patterns = compiled()

func compiled() map[string]*regexp.Regexp {
	found := map[string]*regexp.Regexp{}
	for _, chapter := range table {
		for _, m := range chapter.mistakes {
			found[m.pattern] = regexp.MustCompile(`(?m)\A(?:` + m.pattern + `)`)
		}
	}
	return found
}

// matching returns the table's first mistake for four lines (see mistake.pattern) and its sentence.
func matching(lines string) (mistake, string, bool) {
	for _, chapter := range table {
		for _, m := range chapter.mistakes {
			pattern := patterns[m.pattern]
			if groups := pattern.FindStringSubmatchIndex(lines); groups != nil {
				return m, string(pattern.ExpandString(nil, m.sentence, lines, groups)), true
			}
		}
	}
	return mistake{}, "", false
}
