package gocell

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestFacts(t *testing.T) {
	for name, c := range map[string]struct {
		message, code string
		line, column  int
		want          string
	}{
		"a value at the end":   {"8 is not used", "func f() int {\n\t8\n}", 2, 2, "[last][result int]"},
		"not at the end":       {"8 is not used", "func f() int {\n\t8\n\treturn 3\n}", 2, 2, "[result int]"},
		"in a function inside": {"8 is not used", "%%\nf := func() int {\n\t8\n}", 3, 2, "[last][result int]"},
		"two results":          {"8 is not used", "func f() (int, error) {\n\t8\n}", 2, 2, ""},
		"the index of a list":  {"cannot use x (…)", "%%\nfor x := range f(3) {\n\tg(x)\n}", 3, 4, "[index x of f(3)]"},
		"a loop in one line":   {"cannot use x (…)", "%%\nfor x := range f(3) { g(x) }", 2, 26, "[index x of f(3)]"},
		"a list as argument": {"cannot use x (…)",
			"func f(n int, names []string) {\n\tfor x := range names {\n\t\tg(x)\n\t}\n}", 3, 5, "[index x of names]"},
		"one line of a func":   {"8 is not used", "func f() int { 8; return 3 }", 1, 16, "[result int]"},
		"twice in one line":    {"declared and not used: x", "func f() { x := 1; { x := 2 } }", 1, 22, "[second x 1]"},
		"in the last line":     {"expected operand", "var x = 3 *\n)", 2, 1, "[after * 1]"},
		"outside the loop":     {"cannot use x (…)", "%%\nfor x := range f(3) {\n}\ng(x)", 4, 3, ""},
		"two names":            {"cannot use x (…)", "%%\nfor x, y := range f(3) {\n\tg(x, y)\n}", 3, 4, ""},
		"another name":         {"cannot use z (…)", "%%\nfor x := range f(3) {\n\tg(z)\n}", 3, 4, ""},
		"up to a number":       {"cannot use x (…)", "%%\nfor x := range 3 {\n\tg(x)\n}", 3, 4, ""},
		"up to a length":       {"cannot use x (…)", "%%\nn := len(s)\nfor x := range n {\n\tg(x)\n}", 4, 4, ""},
		"a whole number":       {"invalid operation: x += y", "%%\nx := 7\nx += y", 3, 1, "[int x 7 2]"},
		"a float":              {"invalid operation: x += y", "%%\nx := 7.5\nx += y", 3, 1, ""},
		"made again":           {"invalid operation: x += y", "%%\nx := 7\n{\n\tx := f()\n\tx += y\n}", 5, 2, ""},
		"made in a block":      {"invalid operation: x += y", "%%\nif z {\n\tx := 7\n}\nx += y", 5, 1, ""},
		"a second one":         {"declared and not used: x", "%%\nx := 7\nfor {\n\tx := 2\n}", 4, 2, "[second x 2]"},
		"a sign at the end":    {"expected operand", "%%\nx := 3 *\n}", 3, 1, "[after * 2]"},
		"a percent":            {"expected operand", "%%\nx := 3.5%\n}", 3, 1, "[percent 3.5 2]"},
		"a comment":            {"expected operand", "%%\nf() // 3.5%\n}", 3, 1, ""},
		"x++":                  {"expected operand", "%%\nx++\n}", 3, 1, ""},
		"not at the beginning": {"expected operand", "%%\nx := 3 *\n f()}", 3, 5, ""},
	} {
		line := strings.Split(c.code, "\n")[c.line-1]
		e := Explanation{Message: c.message, Line: c.line, Column: c.column, Source: line, code: c.code}
		if got := e.facts(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A cell may hold anything, and Go's place may be wrong: the sentence is made all the same.
func TestFactsOfAnyCell(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var messages, lines []string
	for _, a := range answers(t) {
		messages = append(messages, a.Message)
	}
	slices.Sort(messages)
	for _, m := range everyMistake() {
		lines = append(lines, strings.Split(m.cell, "\n")...)
	}
	for range 3000 {
		var code []string
		for range 1 + random.IntN(6) {
			code = append(code, append(lines, fragments...)[random.IntN(len(lines)+len(fragments))])
		}
		line := random.IntN(len(code) + 2)
		p := Problem{Line: line, Column: random.IntN(20), Code: strings.Join(code, "\n"),
			Source: code[min(line, len(code)-1)], Message: messages[random.IntN(len(messages))]}
		if e := Explain([]Problem{p}, ""); e.Message != shortened(p.Message) {
			t.Fatalf("%+v: %+v", p, e)
		}
	}
}
