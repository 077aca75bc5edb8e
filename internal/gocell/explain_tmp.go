package gocell

import "html"

type Explanation struct {
	Cell, Line                         int
	Sentence, Message, Source, Details string
}

func Explain(p []Problem, details string) Explanation {
	if len(p) == 0 {
		return Explanation{Message: details, Details: details}
	}
	return Explanation{Cell: p[0].Cell, Line: p[0].Line, Sentence: p[0].Sentence, Message: p[0].Message, Details: details}
}
func ExplainRun(s, e string) Explanation { return Explanation{Message: e, Details: s} }
func (e Explanation) HTML() string       { return "<pre>" + html.EscapeString(e.Text()) + "</pre>" }
func (e Explanation) Text() string       { return e.Sentence + e.Message }
func ParseGoNB(v string, t []string) []Problem {
	return []Problem{{Message: v}}
}
func NoteHTML(n string) string { return n }
