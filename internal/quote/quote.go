// Package quote puts texts into messages.
package quote

import "strconv"

// longest is how many characters of a text a message shows.
const longest = 40

// Text returns the text between quotation marks, as Go writes a string: what cannot be printed becomes an escape such
// as \n or \x00. Of a text that is longer than 40 characters it returns the first 40 and "…".
func Text(text string) string {
	count := 0
	for place := range text { // a byte that is not UTF-8 counts as a character
		if count == longest {
			return strconv.Quote(text[:place] + "…")
		}
		count++
	}
	return strconv.Quote(text)
}
