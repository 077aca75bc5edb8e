package gocell

import (
	"go/scanner"
	"go/token"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gonb reads a cell as GoNB 0.11.5 does, line by line: internal/specialcmd's Parse and internal/goexec's composer.
func gonb(cell string) (commands []string, program string) {
	lines := strings.Split(cell, "\n")
	used := map[int]bool{}
	for i, line := range lines {
		line = strings.TrimPrefix(line, "//gonb:")
		if used[i] || len(line) < 2 || line[0] != '%' && line[0] != '!' {
			continue
		}
		text := ""
		for j := i; j < len(lines); j++ {
			text += strings.TrimPrefix(lines[j], "//gonb:")
			used[j] = true
			if text[len(text)-1] != '\\' {
				break
			}
			text = text[:len(text)-1] + " "
		}
		commands = append(commands, text[:1]+strings.TrimLeft(text[1:], " \t"))
	}
	return commands, composed(lines, used)
}

func composed(lines []string, used map[int]bool) string {
	program, closing := "package main\n\n", ""
	for i, line := range lines {
		trimmed := strings.TrimPrefix(line, "//gonb:")
		switch {
		case strings.HasPrefix(trimmed, "%main") || trimmed == "%%" || strings.HasPrefix(trimmed, "%% ") ||
			strings.HasPrefix(trimmed, "%%\t"):
			program += "func main() {\n"
			closing = "\n}\n"
		case strings.HasPrefix(trimmed, "%exec"):
			program += "func main() { " + strings.Split(trimmed, " ")[1] + "() }\n"
		case !used[i] && !strings.HasPrefix(line, "package"):
			program += line + "\n"
		}
	}
	return program + closing
}

// tokens returns the tokens of Go without comments. Sums of strings in brackets are one string.
func tokens(program string) []string {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(program)), []byte(program), nil, 0)
	var list []string
	for {
		_, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return list
		case tok == token.STRING:
			value, _ := strconv.Unquote(text)
			list = append(list, "text "+value)
		case tok.IsLiteral():
			list = append(list, text)
		default:
			list = append(list, tok.String())
		}
		list = added(list)
	}
}

// added adds the last strings of a list of tokens, if a ) has just closed their sum.
func added(list []string) []string {
	isText := func(i int) bool { return strings.HasPrefix(list[i], "text ") }
	last := len(list) - 1
	if last < 2 || list[last] != ")" || !isText(last-1) {
		return list
	}
	from := last - 1
	for from >= 2 && list[from-1] == "+" && isText(from-2) {
		from -= 2
	}
	if from == 0 || list[from-1] != "(" {
		return list
	}
	sum := "text "
	for i := from; i < last; i += 2 {
		sum += strings.TrimPrefix(list[i], "text ")
	}
	return append(list[:from-1], sum)
}

// check reads a cell, and returns what is wrong with the result; "" if nothing.
func check(source string) string {
	c, problem := Read(source)
	lines := strings.Split(withoutMarks(source), "\n")
	switch {
	case c == nil:
		return "no cell"
	case c.Source != source:
		return "the source was changed"
	case strings.Count(c.Code, "\n") != strings.Count(source, "\n"):
		return "the code has another number of lines"
	case problem != nil:
		return checkProblem(problem, lines)
	case magic(source) != "":
		return ""
	}
	return checkProgram(c.Code, scan(withoutMarks(source)))
}

func checkProblem(p *Problem, lines []string) string {
	switch {
	case p.Line < 1 || p.Line > len(lines):
		return "a problem in line " + strconv.Itoa(p.Line)
	case p.Source != lines[p.Line-1]:
		return "the problem's line is not " + p.Source
	case p.Message == "" && p.Sentence == "":
		return "the problem is empty"
	case strings.Contains(p.Sentence, "\n"):
		return "the sentence has several lines"
	}
	return ""
}

// checkProgram compares what GoNB makes of a cell's code with what Go reads in the cell.
func checkProgram(code string, l *layout) string {
	commands, program := gonb(code)
	want := l.program()
	var wanted []string
	for _, c := range l.commands {
		wanted = append(wanted, c.text[:1]+strings.TrimLeft(c.text[1:], " \t"))
		if words := c.words(); c.name() == "exec" {
			want += "\nfunc main() { " + words[1] + "() }"
		}
	}
	got, expected := tokens(program), tokens(want)
	if slices.ContainsFunc(l.commands, func(c command) bool { return c.name() == "exec" }) {
		slices.Sort(got) // GoNB writes main where the command stands
		slices.Sort(expected)
	}
	switch {
	case len(commands) != len(wanted):
		return "GoNB finds the commands " + strings.Join(commands, ", ")
	case !slices.Equal(got, expected):
		return "GoNB's program is\n" + program + "\nand not\n" + want
	}
	return ""
}

// fragments are lines of cells: whole ones, and parts of texts, comments and expressions.
var fragments = strings.Split("!ls|!echo \\|%cd|%ls \\|%%|%% -n 3|%main|% %|%exec f|%exec  g x|%|% |!|! |%wasm|"+
	"!pip install x|package main|packages := 3|var packages = 3|package|//gonb:%%|//gonb:!ls|//gonb:x|//line 7|"+
	"//line a:9|/*line b:1*/|`|x := `a|`, 3)|f(`|/*|*/|/* a|b */ x()|func f() {|"+
	"func (p *Point) F() int {|}|{|(|)|if true &&|!ok {|!ok|return|"+
	"a := []bool{|!a,|var x = \"%\" +|\"!\"|var y = `a|!b`|%c|package d|e`|type T struct {|x int `a|import \"fmt\"|"+
	"const (|A = iota|\r|\t|x := 'a|\"|//|// !x|%%bash|%%writefile x|%reset|%rm f|func init() {}|"+
	"var z = load()|é|\ufeff|case 1:|for i := 0;|!done;|i++ {", "|")

func TestGoNBReadsTheCodeAsGoReadsTheCell(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	read, cells := 0, 5_000
	if testing.Short() {
		cells = 500
	}
	for range cells {
		lines := make([]string, random.IntN(7)+1)
		for i := range lines {
			lines[i] = fragments[random.IntN(len(fragments))]
		}
		source := strings.Join(lines, "\n")
		if wrong := check(source); wrong != "" {
			t.Fatalf("%q: %s", source, wrong)
		}
		if _, problem := Read(source); problem == nil {
			read++
		}
	}
	if read < cells/100 {
		t.Errorf("only %d cells were read without a problem", read)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("%%\nfmt.Println(`a\n!b`)")
	f.Add(strings.Join(fragments, "\n"))
	for _, fragment := range fragments {
		f.Add("x := `a\n" + fragment + "\nb`\n" + fragment)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if wrong := check(source); wrong != "" {
			t.Fatal(wrong)
		}
		var h History
		c, problem := Read(source)
		h.Failed(c, 1)
		if problem == nil {
			h.Notes(c)
			h.Compiled(c, 2)
		}
		if notes := h.Notes(c); problem == nil && len(notes) > 0 && strings.Contains(notes[0], "[1]") {
			t.Errorf("a cell that compiled: %q", notes)
		}
	})
}
