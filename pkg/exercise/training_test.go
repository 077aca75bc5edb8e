package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/pkg/exercise"
)

func TestBetterModelDependsOnTheDevLoss(t *testing.T) {
	for _, test := range []struct {
		loss float64
		want string
	}{
		{2.180, "Not done yet: 2.180"}, {1.997, "Right: 1.997"}, {2.14, "Not quite: 2.140: better, but"},
		{2.4, "worse than"},
		{3.296, "almost nothing"}, {1.2, "is too low"},
		{math.NaN(), "The loss is NaN"}, {math.Inf(1), "The loss is +Inf"},
	} {
		if got := exercise.BetterModel(test.loss).String(); !strings.Contains(got, test.want) {
			t.Errorf("a loss of %v: %s, want %s", test.loss, got, test.want)
		}
	}
}
