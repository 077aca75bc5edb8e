package gocell

import "strings"

// nearest returns the one known name that differs from a name by a letter, or only in capital letters; "" if there is
// none, or more than one.
func nearest(name string, known []string) string {
	found := ""
	for _, candidate := range known {
		if candidate == name || candidate == found || !alike(name, candidate) {
			continue
		}
		if found != "" {
			return ""
		}
		found = candidate
	}
	return found
}

// alike reports whether a letter too many, too few, changed or swapped with the next is all that two names differ in.
// Names of one or two letters are alike only if their capitals differ.
func alike(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	swapped := len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
	return min(len([]rune(a)), len([]rune(b))) > 2 && (len(x) <= 1 && len(y) <= 1 || swapped)
}
