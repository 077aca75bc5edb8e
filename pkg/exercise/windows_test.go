package exercise_test

import (
	"math"
	"strings"
	"testing"

	"nexttoken/data"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/exercise"
	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// counted returns how many questions a function asks about the real names, and the loss of a model that counts them.
func counted(t *testing.T, ask func(name string, context int) []string) (questions int, loss float64) {
	t.Helper()
	letters, counts := vocab.Letters(), map[string]float64{}
	split, _, err := corpus.Load(data.Names(), letters)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range split.Train {
		for _, question := range ask(name, 3) {
			counts[question]++
			questions++
		}
	}
	model := lm.Func(letters, 3, func(context []int) []float64 {
		seen, _ := letters.Decode(context)
		var logits []float64
		for _, symbol := range letters.Tokens() {
			logits = append(logits, math.Log(counts[seen+" → "+symbol]+1))
		}
		return logits
	})
	if loss, err = lm.Loss(model, split.Dev); err != nil {
		t.Fatal(err)
	}
	return questions, loss
}

func TestWindowsDriveACountingModel(t *testing.T) {
	for name, test := range map[string]struct {
		ask  func(string, int) []string
		want string
	}{
		"right":               {windows(0, 0, 0), "Right: 51149 questions, and a loss of 2.220: the same"},
		"nothing":             {func(string, int) []string { return nil }, "Not done yet: Let ask"},
		"no end":              {windows(0, 1, 0), "One question is missing for each name"},
		"answer in context":   {windows(-1, 1, 0), "the loss is 5.024. Is the answer in its own context"},
		"context with answer": {windows(0, 0, 1), "the loss is 4.351. Is the answer in its own context"},
		"one letter skipped":  {windows(1, 0, 0), "44841 questions are too few"},
		"always abi": {func(string, int) []string { return windows(0, 0, 0)("abi", 3) },
			"25232 questions are too few"},
		"twice": {func(name string, n int) []string {
			return append(windows(0, 0, 0)(name, n), windows(0, 0, 0)(name, n)...)
		}, "102298 questions are too many"},
	} {
		if got := exercise.CountingModel(counted(t, test.ask)).String(); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s, want %q", name, got, test.want)
		}
	}
}

func TestALossThatIsNoNumber(t *testing.T) {
	for _, loss := range []float64{math.NaN(), math.Inf(1)} {
		if got := exercise.CountingModel(51149, loss); got.State != exercise.Wrong ||
			!strings.Contains(got.Message, "no number to compare") {
			t.Errorf("%v: %v", loss, got)
		}
	}
}
