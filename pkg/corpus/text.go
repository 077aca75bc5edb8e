package corpus

// Running text, such as a novel: one long document.

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math"
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

// SplitText cuts a text in two at the end of the line in which a share of it is reached: one document to learn from, Train,
// and one that is held out, Dev. It returns an error if the share is not between 0 and 1, or if one part would be empty.
func SplitText(text string, share float64) (Split, error) {
	if !(share > 0 && share < 1) {
		return Split{}, fmt.Errorf("a share of %g to learn from: it must lie between 0 and 1", share)
	}
	start := int(share * float64(len(text)))
	length := strings.Index(text[start:], "\n") + 1
	if length == 0 || start+length == len(text) {
		return Split{}, fmt.Errorf("no line ends between %.0f %% of the text and its end: nothing would be held out", 100*share)
	}
	return Split{Train: []string{text[:start+length]}, Dev: []string{text[start+length:]}}, nil
}

// Zipped returns how many bits a zip program (DEFLATE) needs for each byte of a text: a number to compare models with. A text
// of no bytes costs NaN bits a byte.
func Zipped(text string) float64 {
	if text == "" {
		return math.NaN()
	}
	var packed bytes.Buffer
	writer, _ := flate.NewWriter(&packed, flate.BestCompression) // its only error is a level that flate does not know
	writer.Write([]byte(text))                                   // a buffer takes everything
	writer.Close()
	return 8 * float64(packed.Len()) / float64(len(text))
}
