package gocell

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// checkBrackets returns a problem if a bracket is not closed, or closes nothing: above %%, then below it.
func (l *layout) checkBrackets() *Problem {
	above, below := l.tokens, []lexeme(nil)
	if l.main >= 0 {
		above, below = l.tokens[:l.main], l.tokens[l.main:]
	}
	if problem := l.unbalanced(above); problem != nil {
		return problem
	}
	return l.unbalanced(below)
}

// unbalanced returns a problem if the brackets of some tokens do not match.
//
// Which bracket is not closed shows best in the indentation: a } that stands further left than the line of its {
// belongs to another one.
func (l *layout) unbalanced(tokens []lexeme) *Problem {
	var open []lexeme
	var suspect *lexeme
	last := -1
	for _, t := range tokens {
		first := t.line != last
		last = t.line
		switch nesting(t.token) {
		case 1:
			open = append(open, t)
		case -1:
			if len(open) == 0 {
				return l.closesNothing(t)
			}
			top := open[len(open)-1]
			if partner[top.token] != t.token {
				return l.mismatch(open, suspect, t)
			}
			if first && suspect == nil && l.indent(t.line) < l.indent(top.line) {
				suspect = &top
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return nil
	}
	return l.notClosed(open, suspect)
}

var partner = map[token.Token]token.Token{
	token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK, token.LBRACE: token.RBRACE,
}

// mismatch returns the problem where a bracket closes another kind: either the open one lacks its partner, or this one.
func (l *layout) mismatch(open []lexeme, suspect *lexeme, closing lexeme) *Problem {
	belongs := slices.ContainsFunc(open, func(t lexeme) bool { return partner[t.token] == closing.token })
	if belongs {
		return l.notClosed(open, suspect)
	}
	return l.closesNothing(closing)
}

func (l *layout) notClosed(open []lexeme, suspect *lexeme) *Problem {
	opener := open[len(open)-1]
	if suspect != nil {
		opener = *suspect
	}
	sign, closing := opener.token.String(), partner[opener.token].String()
	return l.problemAt(opener.offset,
		fmt.Sprintf("This `%s` has no `%s`. Add the `%s` where its part ends.", sign, closing, closing))
}

func (l *layout) closesNothing(t lexeme) *Problem {
	opening := map[token.Token]string{token.RPAREN: "(", token.RBRACK: "[", token.RBRACE: "{"}[t.token]
	return l.problemAt(t.offset, fmt.Sprintf("This `%s` closes nothing: no `%s` above it is open. "+
		"Remove it, or add the `%s`.", t.token, opening, opening))
}

// indent returns how many columns a line is indented. A tab counts as four.
func (l *layout) indent(line int) int {
	text := strings.ReplaceAll(l.lines[line], "\t", "    ")
	return len(text) - len(strings.TrimLeft(text, " "))
}
