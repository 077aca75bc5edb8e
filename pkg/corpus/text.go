package corpus

// Running text, such as a novel, as one long document.

import (
	"bytes"
	"compress/flate"
	"fmt"
	"math"
	"strings"
)

// Unwrap joins the lines of each paragraph with spaces. In the result, each paragraph is one line that ends with \n,
// and there are no empty lines. In the text, empty lines separate the paragraphs.
func Unwrap(text string) string {
	var unwrapped strings.Builder
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if words := strings.Fields(paragraph); len(words) > 0 {
			fmt.Fprintln(&unwrapped, strings.Join(words, " "))
		}
	}
	return unwrapped.String()
}

// SplitText cuts a text into two documents: the first part, to learn from, is Train, and the rest is Dev. It cuts at
// the first end of a line after the given share of the bytes; a share of 0.9 is nine tenths. It returns an error if
// the share is not between 0 and 1, or if one part would be empty.
func SplitText(text string, share float64) (Split, error) {
	if !(share > 0 && share < 1) {
		return Split{}, fmt.Errorf("a share of %g to learn from: it must lie between 0 and 1", share)
	}
	start := int(share * float64(len(text)))
	length := strings.Index(text[start:], "\n") + 1
	if length == 0 || start+length == len(text) {
		return Split{}, fmt.Errorf("no line ends between %.0f %% of the text and its end: nothing would be held out",
			100*share)
	}
	return Split{Train: []string{text[:start+length]}, Dev: []string{text[start+length:]}}, nil
}

// Zipped returns how many bits per byte a zip program needs for a text (DEFLATE, RFC 1951): a number to compare
// language models with. For an empty text it returns NaN.
func Zipped(text string) float64 {
	if text == "" {
		return math.NaN()
	}
	var packed bytes.Buffer
	writer, _ := flate.NewWriter(&packed, flate.BestCompression) // returns an error only for an unknown level
	writer.Write([]byte(text))                                   // a write to a bytes.Buffer returns no error
	writer.Close()
	return 8 * float64(packed.Len()) / float64(len(text))
}
