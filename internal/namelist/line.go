package namelist

// One line: the signs around a name, and lines that are no names.

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Trim returns a text without the white space and the invisible signs at both ends, such as zero-width spaces and the
// marks of right-to-left text. It keeps a joiner after a combining mark at the end: in some scripts of India, the two
// are a letter.
func Trim(text string) string {
	text = strings.TrimLeftFunc(text, unseen)
	for {
		last, size := utf8.DecodeLastRuneInString(text)
		before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size])
		if size == 0 || !unseen(last) || unicode.Is(unicode.Join_Control, last) && unicode.IsMark(before) {
			return text
		}
		text = text[:len(text)-size]
	}
}

func unseen(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// Fault describes lines that are no names.
type Fault struct{ Reason, Advice string }

// form is a way to write a list that is not one name on each line.
type form struct {
	*regexp.Regexp
	Fault
}

var forms = []form{
	{regexp.MustCompile(`^[|]|^([-*+•·‣◦]|#+|>)\s`), Fault{
		"the signs of a Markdown list or table", "write one name on each line, without them",
	}},
	{regexp.MustCompile(`[\[\]{}"“”„«»]|^['‘’].*['‘’],?$`), Fault{
		"quotation marks or brackets of a Python or JSON list", "write one name on each line, without them",
	}},
	{regexp.MustCompile(`^\p{Ps}?\p{Nd}+(\p{Po}|\p{Pe}|\s)+\p{L}`), Fault{
		"a number before the name", "leave the numbers out",
	}},
	{regexp.MustCompile(`[\t;,]`), Fault{
		"commas, semicolons or tabs, and no column with the header \"name\"",
		"write one name on each line, or give a table whose first line has the header \"name\"",
	}},
}

// longest is how many bytes of a line FaultOf looks at.
const longest = 1 << 10

// FaultOf returns what a line of another kind of list is, and false for a line that may be a name.
func FaultOf(line string) (Fault, bool) {
	line = Trim(line[:min(len(line), longest)])
	for _, form := range forms {
		if form.MatchString(line) {
			return form.Fault, true
		}
	}
	return Fault{}, false
}
