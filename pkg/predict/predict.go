// Package predict keeps what a student predicts before a page shows the result.
//
//	predict.Commit("01 the likeliest letter after abi", "d")
//
// The first answer to each question stays in a file beside the trained models. `nexttoken class` counts the first
// answers of a class: it reads them in the saved pages.
package predict

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nexttoken/pkg/chart"
)

// Commit shows the student's prediction in a box, and keeps the first answer to the question. If the answer is a later
// one, the box also shows the first.
//
// The answer is a finite number of any type, a character such as 'd', or a text of one line and at most 80 characters.
// With nil, the box asks for an answer. For anything else it says in one sentence what is possible. A question has its
// page's number before it, and is asked once in the lecture.
func Commit(question string, answer any) {
	if answer == nil {
		chart.Note(chart.Missing, "No prediction yet:", "write your answer in place of nil, then run this cell.")
		return
	}
	said, refusal := written(answer)
	if refusal != "" {
		chart.Note(chart.Refused, "This is not a prediction.", refusal)
		return
	}
	first, err := keepFirst(file(), question, said)
	chart.Note(chart.Given, fmt.Sprintf("Your prediction: %s.", said), message(said, first, err))
}

// message returns what stands below a prediction; err is not nil if the first answer could not be kept.
func message(said, first string, err error) string {
	sentences := "Now go on."
	if first != said {
		sentences = fmt.Sprintf("First you said %s. %s", first, sentences)
	}
	if err != nil {
		sentences += fmt.Sprintf(" (It is only on this page: it could not be kept in a file, because %v.)", err)
	}
	return sentences
}

// longest is the number of characters that an answer may have.
const longest = 80

// written returns an answer as it is shown, or a sentence for the student that says why it is none.
func written(answer any) (said, refusal string) {
	switch v := reflect.ValueOf(answer); {
	case v.Type() == reflect.TypeFor[rune]() && unicode.IsGraphic(rune(v.Int())):
		return writtenText(string(rune(v.Int())))
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), ""
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10), ""
	case v.CanFloat():
		return writtenFloat(v.Float(), v.Type().Bits())
	case v.Kind() == reflect.String:
		return writtenText(v.String())
	}
	return "", fmt.Sprintf("A prediction is a number, such as 12.5, or a short text in quotes, such as \"d\": "+
		"yours is a value of the type %T.", answer)
}

// writtenFloat writes a number with the digits that it needs: 1000000, 0.25, 1e+20.
func writtenFloat(x float64, bits int) (said, refusal string) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "", fmt.Sprintf("A prediction is a finite number: %v is none.", x)
	}
	format := byte('g')
	if size := math.Abs(x); size < 1e15 && size >= 1e-4 {
		format = 'f'
	}
	return strconv.FormatFloat(x, format, -1, bits), ""
}

// writtenText returns a text without the spaces around it.
func writtenText(text string) (said, refusal string) {
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", "The text is empty: write your prediction between the quotes."
	case n > longest:
		return "", fmt.Sprintf("The text has %d characters: it may have at most %d.", n, longest)
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", fmt.Sprintf("The text %q is more than one line of plain characters: write one line.", text)
	}
	return text, ""
}
