package progress_test

import (
	"math"
	"os"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"nexttoken/pkg/progress"
)

func ExampleSentence() {
	report := progress.Report{
		Step: 500, Steps: 2000, TrainLoss: 2.4567, StepsPerSecond: 3000, Remaining: 500 * time.Millisecond,
	}
	os.Stdout.WriteString(progress.Sentence(report, 2.5))
	// Output: step 500 of 2000 · train loss 2.457 · dev loss 2.500 · 3000 steps/s · 1s left
}

func TestSentenceLeavesOutWhatIsNotKnown(t *testing.T) {
	got := progress.Sentence(progress.Report{Steps: 10, TrainLoss: math.NaN()}, math.NaN())
	if want := "step 0 of 10"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheLastSentenceGivesNoTimeLeft(t *testing.T) {
	report := progress.Report{Step: 10, Steps: 10, TrainLoss: 2, StepsPerSecond: 5, Done: true}
	got := progress.Sentence(report, math.NaN())
	if want := "step 10 of 10 · train loss 2.000 · 5 steps/s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLineKeepsTheDevLossAndEndsWithTheRun(t *testing.T) {
	var screen strings.Builder
	show := progress.Line(&screen)
	show(progress.Report{Step: 1, Steps: 2, TrainLoss: 3, DevLoss: 3.25})
	show(progress.Report{Step: 2, Steps: 2, TrainLoss: 3, DevLoss: math.NaN(), Done: true, Note: "interrupted"})
	lines := strings.Split(screen.String(), "\r\033[K")
	if last := lines[len(lines)-1]; last != "step 2 of 2 · train loss 3.000 · dev loss 3.250 · interrupted\n" {
		t.Errorf("the last line is %q", last)
	}
}

// bar returns how many characters of a bar are full, and how many are empty.
func bar(step, steps int) (full, empty int) {
	var screen strings.Builder
	progress.Bar(&screen)(progress.Report{Step: step, Steps: steps, TrainLoss: 3, DevLoss: 3.25})
	return strings.Count(screen.String(), "█"), strings.Count(screen.String(), "░")
}

func TestBarFillsUp(t *testing.T) {
	for _, c := range []struct{ step, steps, full int }{
		{0, 2, 0}, {1, 2, 12}, {2, 2, 24}, {23, 24, 23}, {1, 25, 0}, {24, 25, 23},
		{3, 2, 24}, {0, 0, 0}, {5, 0, 0}, {-1, 2, 0}, {-2, -1, 0}, {1, -1, 0},
		{math.MaxInt, 1, 24}, {math.MinInt, 1, 0}, {math.MaxInt, math.MaxInt, 24}, {1, math.MinInt, 0},
	} {
		if full, empty := bar(c.step, c.steps); full != c.full || full+empty != 24 {
			t.Errorf("step %d of %d: %d full and %d empty, want %d full of 24", c.step, c.steps, full, empty, c.full)
		}
	}
}

func TestAnyBarHasTheSameWidth(t *testing.T) {
	if err := quick.Check(func(step, steps int) bool {
		full, empty := bar(step, steps)
		return full+empty == 24
	}, nil); err != nil {
		t.Error(err)
	}
}

func ExampleBar() {
	show := progress.Bar(plain{})
	show(progress.Report{Step: 50, Steps: 100, TrainLoss: 2.5, DevLoss: 2.6})
	show(progress.Report{Step: 100, Steps: 100, TrainLoss: 2.25, DevLoss: math.NaN(), Done: true})
	// Output:
	// ████████████░░░░░░░░░░░░ step 50 of 100 · train loss 2.500 · dev loss 2.600
	// ████████████████████████ step 100 of 100 · train loss 2.250 · dev loss 2.600
}

// plain writes to the standard output, a line for each report: it has no terminal whose line is written over.
type plain struct{}

func (plain) Write(text []byte) (int, error) {
	return os.Stdout.WriteString(strings.ReplaceAll(string(text), "\r\033[K", "\n"))
}
