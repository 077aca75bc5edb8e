// Package edits finds near-duplicates in a list of names: names that differ by one letter.
//
// A model that writes "anitha" copies little less than one that writes "anita", if "anita" is a name that it learned
// from. And a dev name is easy to predict if a name in train differs from it by one letter only.
package edits

// Near reports whether one edit turns one name into the other: a letter that is inserted, deleted or replaced. It also
// returns true for equal names. In other words, their Levenshtein distance is 0 or 1.
// (Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966)
func Near(a, b string) bool {
	short, long := []rune(a), []rune(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(long)-len(short) > 1 {
		return false
	}
	same := 0 // letters at the beginning of both
	for same < len(short) && short[same] == long[same] {
		same++
	}
	if same == len(short) {
		return true
	}
	if len(short) == len(long) {
		return string(short[same+1:]) == string(long[same+1:]) // one is replaced
	}
	return string(short[same:]) == string(long[same+1:]) // one is inserted
}

// First returns the first of the names to which a name is Near, and whether there is one.
func First(name string, names []string) (near string, found bool) {
	for _, other := range names {
		if Near(name, other) {
			return other, true
		}
	}
	return "", false
}
