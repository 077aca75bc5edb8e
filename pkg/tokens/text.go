package tokens

import (
	"fmt"
	"strings"
)

// Unwrap joins the lines of each paragraph with spaces, so that line breaks mean something: each paragraph ends with one.
// Empty lines, which separated the paragraphs, are gone.
func Unwrap(text string) string {
	var unwrapped strings.Builder
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if words := strings.Fields(paragraph); len(words) > 0 {
			fmt.Fprintln(&unwrapped, strings.Join(words, " "))
		}
	}
	return unwrapped.String()
}

// Split cuts a text in two at the end of the line in which a share of it is reached: the part to learn from, and the part held out.
// It returns an error if the share is not between 0 and 1, or if one part would be empty.
func Split(text string, share float64) (train, dev string, err error) {
	if !(share > 0 && share < 1) {
		return "", "", fmt.Errorf("a share of %g to learn from: it must lie between 0 and 1", share)
	}
	start := int(share * float64(len(text)))
	length := strings.Index(text[start:], "\n") + 1
	if length == 0 || start+length == len(text) {
		return "", "", fmt.Errorf("no line ends between %.0f %% of the text and its end: nothing would be held out", 100*share)
	}
	return text[:start+length], text[start+length:], nil
}
