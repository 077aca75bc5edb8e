package gocell

import "strings"

// Completable reports whether GoNB can read an unfinished cell, to complete or inspect a name in it. Some cells end the
// kernel at the first Tab: for these, answer without GoNB that there is nothing.
func Completable(source string) bool {
	lines := strings.Split(source, "\n")
	mains := 0
	for i, line := range lines {
		text := trimPrefix(line)
		switch {
		case strings.HasPrefix(line, "//line ") || strings.Contains(line, "/*line "):
			return false
		case len(text) < 2 || text[0] != '%' && text[0] != '!':
		case strings.Trim(joined(lines, i).text[1:], " \t") == "":
			return false
		case strings.HasPrefix(text, "%exec"):
			if !strings.Contains(text, " ") {
				return false
			}
			mains++
		case strings.HasPrefix(text, "%main"), text == "%%", text[:2] == "%%" && (text[2] == ' ' || text[2] == '\t'):
			mains++
		}
	}
	return mains < 2
}
