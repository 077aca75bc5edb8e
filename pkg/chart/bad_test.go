package chart

import (
	"image"
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/sample"
)

func TestBadDataGetOneSentence(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	far := Point{Label: "far", Y: inf}
	branches := func(children ...*sample.Branch) *sample.Branch { return &sample.Branch{Children: children} }
	for want, draw := range map[string]func() (picture, error){
		"3 symbols and 2 probabilities": func() (picture, error) { return distribution("", symbols, some[:2]) },
		"0 symbols and 0 probabilities": func() (picture, error) { return distribution("", nil, nil) },
		"number 2 is NaN": func() (picture, error) {
			return distribution("", symbols, []float64{0, nan, 1})
		},
		"number 1 is 4.5, which is not a probability": func() (picture, error) {
			return distribution("", symbols, []float64{4.5, 0, 0})
		},
		"2 steps and 1 distributions": func() (picture, error) {
			return distributionBySteps("", symbols, []int{0, 1}, [][]float64{some}, some)
		},
		"3 symbols and 1 probabilities": func() (picture, error) {
			return distributionBySteps("", symbols, []int{0}, [][]float64{{1}}, some)
		},
		"logit 0 is +Inf":           func() (picture, error) { return temperature("", symbols, []float64{inf, 0, 0}) },
		"3 symbols and 1 logits":    func() (picture, error) { return temperature("", symbols, []float64{0}) },
		"1 x values and 2 y values": func() (picture, error) { return line("", "", "", []float64{1}, []float64{1, 2}) },
		"row b has 1 numbers and row a has 2": func() (picture, error) {
			return heatMap("", symbols, [][]float64{{1, 2}, {1}, {1, 2}})
		},
		"row a has 0 numbers": func() (picture, error) { return heatMap("", []string{"a"}, [][]float64{{}}) },
		"2 steps and 1 sets of points": func() (picture, error) {
			return pointsPicture("", "", "", []int{0, 1}, [][]Point{{}})
		},
		"point man: number 1 is NaN": func() (picture, error) {
			return pointsPicture("", "", "", []int{0}, [][]Point{{{Label: "man", X: nan}}})
		},
		"there are no heads": func() (picture, error) { return attention("", symbols, nil) },
		"3 tokens and 1 rows of head 2": func() (picture, error) {
			return attention("", symbols, [][][]float64{{{1}, {0, 1}, {0, 0, 1}}, {{1}}})
		},
		"head 1: row 2 has 1 shares: it must have at least 2": func() (picture, error) {
			return attention("", symbols[:2], [][][]float64{{{1}, {1}}})
		},
		"head 1, row 1: number 1 is 2": func() (picture, error) {
			return attention("", symbols[:1], [][][]float64{{{2}}})
		},
		"there are no points": func() (picture, error) { return arrowsPicture("", "", "", nil, nil) },
		"point far: number 2 is +Inf": func() (picture, error) {
			return arrowsPicture("", "", "", []Point{man}, []Arrow{{"", man, far}})
		},
		"the tree has no branches": func() (picture, error) { return tree("", nil) },
		"a branch that is nil":     func() (picture, error) { return tree("", branches(nil)) },
		`the branch "abx": number 1 is NaN`: func() (picture, error) {
			return tree("", branches(&sample.Branch{Text: "abx", Probability: nan}))
		},
		"there are no pictures": func() (picture, error) { return imageRow("", nil) },
		`the picture "a child" is missing`: func() (picture, error) {
			return imageRow("", []Image{{Caption: "a child"}})
		},
		`the picture "an adult" is missing`: func() (picture, error) {
			return imageRow("", []Image{{(*image.Gray)(nil), "an adult", ""}})
		},
		"2 letters and 1 embeddings": func() (picture, error) {
			return network("", []string{"a", "b"}, [][]float64{{1}}, 4, 27)
		},
		"the embedding of b has 1 numbers": func() (picture, error) {
			return network("", []string{"a", "b"}, [][]float64{{1, 2}, {1}}, 4, 27)
		},
		"a hidden layer of 0": func() (picture, error) { return network("", []string{"a"}, [][]float64{{1}}, 0, 27) },
	} {
		if _, err := draw(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
