package trainloop

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"
)

// shown is what a report shows of a run, as text.
func (f *fake) shown() (lines []string) {
	for _, r := range f.reports {
		lines = append(lines, fmt.Sprintf("%d: %.4g at %.4g/s, %v left", r.Step, r.TrainLoss, r.StepsPerSecond,
			r.Remaining.Round(time.Millisecond)))
	}
	return lines
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d reports %q, want %d", len(got), got, len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("report %d: %q, want %q", i, got[i], want[i])
		}
	}
}

// A step of 10 ms has its own number as its loss, so after step 35 the mean since step 20 is (21 + 35) / 2.
func TestReportsGiveTheMeanLossTheSpeedAndTheTimeLeft(t *testing.T) {
	f, config := newFake()
	f.stepTakes, f.loss = 10*time.Millisecond, func(step int) float32 { return float32(step) }
	f.run(t, config)
	same(t, f.shown(), []string{
		"0: NaN at 0/s, 0s left",
		"8: 4.5 at 100/s, 520ms left",
		"20: 10.5 at 100/s, 400ms left",
		"35: 28 at 100/s, 250ms left",
		"40: 30.5 at 100/s, 200ms left",
		"55: 48 at 100/s, 50ms left",
		"60: 50.5 at 100/s, 0s left",
	})
}

// A compilation of 5 s and the evaluation before the first step count as compiling. Twenty steps of 10 ms and an
// evaluation of 0.3 s take 0.5 s.
func TestEvaluationsCountAsTrainingAndCompilationsDoNot(t *testing.T) {
	f, config := newFake()
	f.stepTakes, f.compiles, f.evaluation = 10*time.Millisecond, 5*time.Second, 300*time.Millisecond
	state := f.run(t, config)
	if math.Abs(state.Seconds-1.5) > 1e-9 || math.Abs(state.Compiling-5.3) > 1e-9 {
		t.Errorf("%v s of training and %v s of compiling, want 1.5 and 5.3", state.Seconds, state.Compiling)
	}
	shown := f.shown()
	same(t, shown[len(shown)-1:], []string{"60: 1 at 40/s, 0s left"})
}

// The speed is that of this process, and the time in the state that of all.
func TestASecondProcessMeasuresItsOwnSpeed(t *testing.T) {
	f, config := newFake()
	f.stepTakes, f.step = 10*time.Millisecond, 40
	loop := f.loop(config)
	loop.State = State{Step: 40, Seconds: 1000, Compiling: 7, History: []Point{{0, nan, 9}, {20, 1, 8}, {40, 1, 7}},
		Best: 2}
	if _, err := loop.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	same(t, f.shown(), []string{"0: NaN at 0/s, 0s left", "20: 1 at 0/s, 0s left", "40: 1 at 0/s, 0s left",
		"48: 1 at 100/s, 120ms left", "60: 1 at 100/s, 0s left"})
	if seconds := loop.State.Seconds; math.Abs(seconds-1000.2) > 1e-9 {
		t.Errorf("%v s of training, want 1000.2", seconds)
	}
}

func TestTheLastNoteHoldsAllThatIsToSay(t *testing.T) {
	early := "stopped early: the dev loss has not improved since step 0"
	far := "the dev loss of 200 is far above 3.00, the loss of equal probabilities for all classes: " +
		"try a smaller learning rate, or smaller first values"
	for _, test := range []struct {
		uniform float64
		losses  []float64
		want    string
	}{
		{3, []float64{8, 9}, early},
		{3, []float64{8, 200}, early + "; " + far},
		{3, []float64{8, 7, 6, 200}, far}, // the last step is no early stop
		{3, []float64{8, 7, 6, 5}, ""},
		{0, []float64{8, 7, 6, 200}, ""}, // the loss of equal probabilities is not known
	} {
		f, config := newFake()
		config.Patience, config.UniformLoss = 1, test.uniform
		f.devAt(20, test.losses...)
		f.run(t, config)
		if note := f.reports[len(f.reports)-1].Note; note != test.want {
			t.Errorf("dev losses %v: %q, want %q", test.losses, note, test.want)
		}
	}
}
