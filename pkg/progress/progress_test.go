package progress

import (
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

func ExampleSentence() {
	report := Report{Step: 500, Steps: 2000, TrainLoss: 2.4567, StepsPerSecond: 3000, Remaining: 500 * time.Millisecond}
	os.Stdout.WriteString(Sentence(report, 2.5))
	// Output: step 500 of 2000 · train loss 2.457 · dev loss 2.500 · 3000 steps/s · 1s left
}

func TestSentenceLeavesOutWhatIsNotKnown(t *testing.T) {
	got := Sentence(Report{Steps: 10, TrainLoss: math.NaN()}, math.NaN())
	if want := "step 0 of 10"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLineRemembersTheDevLossAndEndsWithTheRun(t *testing.T) {
	var screen strings.Builder
	tell := Line(&screen)
	tell(Report{Step: 1, Steps: 2, TrainLoss: 3, DevLoss: 3.25})
	tell(Report{Step: 2, Steps: 2, TrainLoss: 3, DevLoss: math.NaN(), Done: true, Note: "interrupted"})
	lines := strings.Split(screen.String(), "\r\033[K")
	if last := lines[len(lines)-1]; last != "step 2 of 2 · train loss 3.000 · dev loss 3.250 · interrupted\n" {
		t.Errorf("the last line is %q", last)
	}
}

func TestBarFillsUp(t *testing.T) {
	var screen strings.Builder
	tell := Bar(&screen)
	for step, full := range map[int]int{0: 0, 1: 12, 2: 24} {
		screen.Reset()
		tell(Report{Step: step, Steps: 2, TrainLoss: 3, DevLoss: 3.25})
		if got := strings.Count(screen.String(), "█"); got != full || strings.Count(screen.String(), "░") != 24-full {
			t.Errorf("step %d of 2: %q", step, screen.String())
		}
	}
	tell(Report{Step: 2, Steps: 2, TrainLoss: 3, DevLoss: math.NaN(), Done: true})
	if !strings.HasSuffix(screen.String(), "dev loss 3.250\n") {
		t.Errorf("the last line is %q", screen.String())
	}
}
