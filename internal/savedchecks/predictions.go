package savedchecks

import (
	"cmp"
	"regexp"
	"slices"
)

// Prediction is a question that a page asks, and the first answer that its output holds, "" if there is none. Both are
// Plain.
type Prediction struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Plain returns the prediction with its texts Plain.
func (p Prediction) Plain() Prediction { return Prediction{Plain(p.Question), Plain(p.Answer)} }

// tagPredict is the tag of a cell that commits a prediction.
const tagPredict = "predict"

// committedQuestion matches the call of predict.Commit, up to the end of the question.
var committedQuestion = regexp.MustCompile(`\bpredict\.Commit\("([^"\\]+)"`)

// committedAnswer matches what predict.Commit shows of an answer: the latest, and the first if it is another one.
var committedAnswer = regexp.MustCompile(`^● Your prediction: (.+?)\.(?: First you said (.+)\.)? Now go on\.`)

// Predictions returns the predictions of a notebook, given the content of its file, in their order.
func Predictions(content []byte) (predictions []Prediction, err error) {
	cells, err := cellsOf(content)
	for _, cell := range cells {
		found, asks := PredictionIn(joined(cell.Source), cell.text())
		if asks && slices.Contains(cell.Metadata.Tags, tagPredict) {
			predictions = append(predictions, found)
		}
	}
	return predictions, err
}

// PredictionIn returns the prediction of a cell, given its source and the plain text of its outputs. It returns false
// if the source asks for none.
func PredictionIn(source, text string) (prediction Prediction, asks bool) {
	question := committedQuestion.FindStringSubmatch(source)
	if question == nil {
		return prediction, false
	}
	prediction.Question = Plain(question[1])
	if answer := committedAnswer.FindStringSubmatch(Plain(text)); answer != nil {
		prediction.Answer = cmp.Or(answer[2], answer[1])
	}
	return prediction, true
}
