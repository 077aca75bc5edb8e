package gocell

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// check returns the first thing that is wrong with a cell's Go: with its structure, or what the parser says.
func (l *layout) check(syntax *Problem) *Problem {
	structure, explained := l.checkStructure(), l.explained(syntax)
	switch {
	case structure == nil:
		return explained
	case syntax == nil:
		return structure
	case ofSigns.MatchString(syntax.Message), explained.isBefore(structure) && !l.follows(explained, structure):
		return explained
	}
	return structure
}

// follows reports whether a } too many is the reason why a statement stands outside its function.
func (l *layout) follows(syntax, structure *Problem) bool {
	return statement.MatchString(syntax.Message) && strings.HasPrefix(structure.Sentence, "This `}`") &&
		l.main < 0 && syntax.Line > 1 && !l.withoutBrace(syntax.Line)
}

// isBefore reports whether a problem stands above another one, or left of it.
func (p *Problem) isBefore(other *Problem) bool {
	return p.Line < other.Line || p.Line == other.Line && p.Column < other.Column
}

// ofSigns fits the messages about signs and texts that are no Go. A text without an end can hide a bracket.
var ofSigns = regexp.MustCompile(`not terminated$|^illegal |quotation mark|escape`)

// checkStructure returns what is wrong with a cell's parts: its brackets, and what stands where.
func (l *layout) checkStructure() *Problem {
	if problem := l.checkBrackets(); problem != nil {
		return problem
	}
	for _, c := range l.commands {
		if c.inside {
			return l.problemAt(l.starts[c.line], "A command cannot stand inside brackets. "+
				"Put it at the top of the cell.")
		}
	}
	return l.checkPlaces()
}

// checkPlaces returns a problem if package, import or func stands where it cannot.
func (l *layout) checkPlaces() *Problem {
	above := l.main // how many of the tokens stand above %%
	if l.main < 0 {
		above = len(l.tokens)
	}
	depth := 0
	top := code(l.tokens[:above])
	for i, t := range append(top, code(l.tokens[above:])...) {
		if problem := l.misplaced(t, after(l.tokens, t), i >= len(top), depth); problem != nil {
			return problem
		}
		depth += nesting(t.token)
	}
	return nil
}

// after returns the tokens after one, without comments.
func after(tokens []lexeme, t lexeme) []lexeme {
	i, _ := slices.BinarySearchFunc(tokens, t.offset, func(t lexeme, offset int) int { return t.offset - offset })
	return tokens[min(i+1, len(tokens)):]
}

// misplaced returns a problem if package, import or func stands where it cannot.
func (l *layout) misplaced(t lexeme, rest []lexeme, below bool, depth int) *Problem {
	switch inside := below || depth > 0; {
	case t.token == token.PACKAGE:
		return l.problemAt(t.offset, "A cell needs no `package` line. Remove it: the notebook adds it.")
	case t.token == token.IMPORT && inside:
		return l.problemAt(t.offset, "`import` must stand at the top of a cell, above `%%` and above every `func`.")
	case t.token == token.FUNC && below && depth == 0 && len(rest) > 0 && rest[0].text == "main":
		return l.problemAt(t.offset, "`%%` begins main already. Remove this `func main() {`, and the `}` at its end.")
	case t.token == token.FUNC && below && depth == 0 && named(rest) && l.needsNoMain():
		return l.problemAt(t.offset, "A `func` with a name must stand above `%%`. Nothing in this cell runs now: "+
			"delete the line `%%`.")
	case t.token == token.FUNC && below && depth == 0 && named(rest):
		return l.problemAt(t.offset, "A `func` with a name must stand above `%%`. "+
			"Below `%%` stand the statements that run. Move the `func` up.")
	case t.token == token.FUNC && inside && named(rest):
		return l.problemAt(t.offset, "A `func` with a name cannot stand inside another one. "+
			"Move it out, or write `f := func(…) {…}`.")
	}
	return nil
}

// needsNoMain reports whether a cell only declares, so that it is right without its %%.
func (l *layout) needsNoMain() bool {
	lines := slices.Clone(l.lines)
	lines[l.mainLine] = ""
	_, problem := Read(strings.Join(lines, "\n"))
	return problem == nil
}

// named reports whether the tokens after func are those of a function or method with a name.
func named(rest []lexeme) bool {
	rest = code(rest[:min(len(rest), 200)])
	if len(rest) > 0 && rest[0].token == token.IDENT {
		return true
	}
	depth := 0
	for i, t := range rest {
		if depth += nesting(t.token); depth == 0 { // after the receiver
			return i > 0 && i+2 < len(rest) && rest[i+1].token == token.IDENT && rest[i+2].token == token.LPAREN
		}
	}
	return false
}

// explained adds a sentence to a syntax error where the cell's structure is the reason. It returns nil for no error.
func (l *layout) explained(syntax *Problem) *Problem {
	if syntax == nil {
		return nil
	}
	text := strings.TrimSpace(syntax.Source)
	switch {
	case syntax.Message == "imports must appear before other declarations":
		syntax.Sentence = "`import` must stand at the top of a cell, above every other declaration. Move it up."
	case syntax.Message == "illegal character U+003F '?'" && strings.HasPrefix(text, "?"):
		syntax.Sentence = "Go has no `?`. To see what a name is, click on it and press Shift and Tab."
	case statement.MatchString(syntax.Message) && l.withoutBrace(l.lineBefore(syntax.Line)):
		line := l.lineBefore(syntax.Line)
		return &Problem{Line: line, Column: len(l.lines[line-1]), Message: syntax.Message, Source: l.lines[line-1],
			Sentence: "This `func` has no `{` at the end of its line. Add it."}
	case strings.HasPrefix(text, "%%") || strings.HasPrefix(text, "%main"):
		syntax.Sentence = "`%%` must stand at the beginning of its line. Remove what stands in front of it."
	case statement.MatchString(syntax.Message):
		syntax.Sentence = l.statementAbove(syntax)
	}
	return syntax
}

// statement fits the parser's message about what begins no declaration. The group is what the table of errors has,
// Python among it.
var statement = regexp.MustCompile(`^expected declaration, found (?:([\pL_][\pL\d_]*|'(?:for|if|switch|return)')$)?`)

// lineBefore returns the last line above a line that is not empty. Both count from 1.
func (l *layout) lineBefore(line int) int {
	for line--; line > 1 && strings.TrimSpace(l.lines[line-1]) == ""; line-- {
	}
	return max(line, 1)
}

// withoutBrace reports whether a line, which counts from 1, is a func that lacks its {.
func (l *layout) withoutBrace(line int) bool {
	return headOfFunc.MatchString(strings.TrimSpace(l.lines[line-1]))
}

var headOfFunc = regexp.MustCompile(`^func [^{}]*\)[^{}]*$`)

// statementAbove returns what to do about a statement that does not stand below %%; "" if the table of errors has it.
func (l *layout) statementAbove(syntax *Problem) string {
	for _, c := range l.commands {
		if c.isMain() && c.line >= syntax.Line {
			return fmt.Sprintf("This is a statement: it must stand below `%%%%`. Move it below line %d.", c.line+1)
		}
	}
	if statement.FindStringSubmatch(syntax.Message)[1] != "" {
		return ""
	}
	return "Statements need a line with `%%` above them. Write `%%` in a line of its own above this one."
}
