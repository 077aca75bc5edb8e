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

// brackets are those of some tokens that are open, and two that are suspect.
type brackets struct {
	open     []lexeme
	unclosed *lexeme // the first whose partner stands further left than its own line
	early    *lexeme // the first partner that stands further right than the line of the bracket it closes
	closed   lexeme  // the bracket that early closes
}

// unbalanced returns a problem if the brackets of some tokens do not match.
//
// Which bracket is wrong shows best in the indentation: a } that stands further left than the line of its { belongs to
// another one, and so does one that stands further right.
func (l *layout) unbalanced(tokens []lexeme) *Problem {
	var b brackets
	for i, t := range tokens {
		switch nesting(t.token) {
		case 1:
			b.open = append(b.open, t)
		case -1:
			if len(b.open) == 0 {
				return l.closesNothing(b, t)
			}
			top := b.open[len(b.open)-1]
			if partner[top.token] != t.token {
				return l.mismatch(b, t)
			}
			l.suspect(&b, top, t, i == 0 || tokens[i-1].line < t.line)
			b.open = b.open[:len(b.open)-1]
		}
	}
	if len(b.open) == 0 {
		return nil
	}
	return l.notClosed(b)
}

var partner = map[token.Token]token.Token{
	token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK, token.LBRACE: token.RBRACE,
}

// suspect keeps a pair of brackets whose lines are not indented alike. first: the closing one is the first in its line.
func (l *layout) suspect(b *brackets, opening, closing lexeme, first bool) {
	left, right := l.indent(opening.line), l.indent(closing.line)
	if first && b.unclosed == nil && right < left {
		b.unclosed = &opening
	}
	if b.early == nil && right > left {
		b.early, b.closed = &closing, opening
	}
}

// mismatch returns the problem where a bracket closes another kind: either the open one lacks its partner, or this one.
func (l *layout) mismatch(b brackets, closing lexeme) *Problem {
	belongs := slices.ContainsFunc(b.open, func(t lexeme) bool { return partner[t.token] == closing.token })
	top := b.open[len(b.open)-1]
	switch {
	case belongs:
		return l.notClosed(b)
	case top.line == closing.line:
		return l.problemAt(closing.offset, fmt.Sprintf("Write `%s` here, not `%s`: the bracket before it is `%s`.",
			partner[top.token], closing.token, top.token))
	}
	return l.closesNothing(b, closing)
}

func (l *layout) notClosed(b brackets) *Problem {
	opener := b.open[len(b.open)-1]
	if b.unclosed != nil {
		opener = *b.unclosed
	}
	sign, closing := opener.token, partner[opener.token]
	return l.problemAt(opener.offset,
		fmt.Sprintf("This `%s` has no `%s`. Add the `%s` where its part ends.", sign, closing, closing))
}

func (l *layout) closesNothing(b brackets, t lexeme) *Problem {
	if b.early != nil && b.early.token == t.token {
		return l.problemAt(b.early.offset, fmt.Sprintf("One `%s` is too many: "+
			"this one already closes the `%s` in line %d. Remove it.", t.token, b.closed.token, b.closed.line+1))
	}
	opening := map[token.Token]string{token.RPAREN: "(", token.RBRACK: "[", token.RBRACE: "{"}[t.token]
	return l.problemAt(t.offset, fmt.Sprintf("This `%s` closes nothing: no `%s` above it is open. "+
		"Remove it, or add the `%s`.", t.token, opening, opening))
}

// indent returns how many columns a line is indented. A tab counts as four.
func (l *layout) indent(line int) int {
	text := strings.ReplaceAll(l.lines[line], "\t", "    ")
	return len(text) - len(strings.TrimLeft(text, " "))
}
