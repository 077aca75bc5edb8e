package trainloop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEvaluationsSnapshotsAndSums(t *testing.T) {
	f, config := newFake()
	config.Steps, config.Snapshots = 50, []int{0, 13, 50}
	f.loss = func(step int) float32 { return float32(step) }
	state := f.run(t, config)
	want := []Point{{0, nan, 10}, {20, 10.5, 8}, {40, 30.5, 6}, {50, 45.5, 5}} // means of 1–20, 21–40, 41–50
	if fmt.Sprint(state.History) != fmt.Sprint(want) || !state.Finished || state.Best != 3 {
		t.Errorf("history %v, best %d, finished %v", state.History, state.Best, state.Finished)
	}
	for step := range map[int]bool{0: true, 13: true, 50: true} {
		if got := state.Snapshots[step]; len(got) != 1 || got["w"].Bytes[0] != byte(step) {
			t.Errorf("the snapshot of step %d is %v", step, got)
		}
	}
	if last := f.files[len(f.files)-1]; !last.state.Finished || last.values["w"].Bytes[0] != 50 ||
		len(last.values) != 2 {
		t.Errorf("the last file holds %+v", last)
	}
}

func TestPatienceCountsEvaluationsWithoutABetterDevLoss(t *testing.T) {
	for _, test := range []struct {
		patience int
		losses   []float64
		last     int // the last step
		best     int
	}{
		{0, []float64{9, 1, 2, 3}, 60, 20},
		{1, []float64{9, 1, 2, 3}, 40, 20},
		{2, []float64{9, 1, 2, 3}, 60, 20},
		{2, []float64{9, 9, 9, 1}, 40, 0}, // equal is not better
		{1, []float64{9, 8, 7, 6}, 60, 60},
	} {
		f, config := newFake()
		config.Patience = test.patience
		f.devAt(20, test.losses...)
		state := f.run(t, config)
		if state.Step != test.last || state.BestPoint().Step != test.best {
			t.Errorf("patience %d, dev losses %v: ended at step %d with the best of %d, want %d and %d",
				test.patience, test.losses, state.Step, state.BestPoint().Step, test.last, test.best)
		}
		early := strings.Contains(f.reports[len(f.reports)-1].Note, "stopped early")
		if early != (test.last < 60) {
			t.Errorf("patience %d, dev losses %v: the last note is %q", test.patience, test.losses,
				f.reports[len(f.reports)-1].Note)
		}
	}
}

func TestKeepBestEndsWithTheBestVariables(t *testing.T) {
	for keep, want := range map[bool]byte{true: 20, false: 60} {
		f, config := newFake()
		config.KeepBest = keep
		f.devAt(20, 9, 1, 2, 3)
		state := f.run(t, config)
		if last := f.files[len(f.files)-1].values["w"].Bytes[0]; f.step != want || last != want ||
			state.BestValues != nil {
			t.Errorf("KeepBest %v: the variables are those of step %d, in the file %d, want %d", keep, f.step, last,
				want)
		}
	}
}

func TestALossThatIsNotFiniteIsNeverTheBest(t *testing.T) {
	for _, test := range []struct {
		losses []float64
		best   int
		note   string
	}{
		{[]float64{inf, 3, inf, 4}, 20, ""},
		{[]float64{nan, 3, nan, 2}, 60, ""},
		{[]float64{-inf, 3, 2, -inf}, 40, "the dev loss is -Inf: "},
		{[]float64{nan, inf, nan, inf}, 0, "the dev loss is +Inf: "},
	} {
		f, config := newFake()
		f.devAt(20, test.losses...)
		state := f.run(t, config)
		if state.BestPoint().Step != test.best {
			t.Errorf("dev losses %v: the best is that of step %d, want %d", test.losses, state.BestPoint().Step,
				test.best)
		}
		if note := f.reports[len(f.reports)-1].Note; !strings.Contains(note, test.note) || test.note == "" &&
			note != "" && finite(test.losses[3]) {
			t.Errorf("dev losses %v: the note is %q, want one with %q", test.losses, note, test.note)
		}
		for i, report := range f.reports { // each evaluation is shown, with a number or with a sentence
			if loss := test.losses[report.Step/20]; report.Step%20 == 0 && !finite(loss) &&
				!strings.Contains(report.Note, fmt.Sprint(loss)) {
				t.Errorf("dev losses %v: report %d is %+v", test.losses, i, report)
			}
		}
	}
}

func TestAHistoryIsSavedWithEveryNumber(t *testing.T) {
	history := []Point{{0, nan, inf}, {20, 2.5, nan}, {40, math.Inf(-1), 0.1}}
	text, err := json.Marshal(State{History: history})
	if err != nil {
		t.Fatal(err)
	}
	var state State
	if err := json.Unmarshal(text, &state); err != nil || fmt.Sprint(state.History) != fmt.Sprint(history) {
		t.Errorf("%s was read as %v, %v", text, state.History, err)
	}
	if err := json.Unmarshal([]byte(`{"history":[{"step":3}]}`), &state); err != nil ||
		fmt.Sprint(state.History) != "[{3 NaN NaN}]" {
		t.Errorf("losses that are missing: %v, %v", state.History, err)
	}
	if err := json.Unmarshal([]byte(`{"history":[{"dev":"much"}]}`), &state); err == nil {
		t.Error("a loss that is no number was read")
	}
}

func TestAnAbsurdDevLossGetsARemark(t *testing.T) {
	for loss, want := range map[float64]bool{23_365: true, 17: true, 16: false,
		2.1: false} { // five times ln 27 is 16.5
		f, config := newFake()
		config.UniformLoss = math.Log(27)
		f.devAt(20, 3.3, 3, 3, loss)
		state := f.run(t, config)
		if got := strings.Contains(f.reports[len(f.reports)-1].Note, "far above 3.30"); got != want ||
			(state.Remark(config) != "") != want {
			t.Errorf("a dev loss of %v: %q", loss, f.reports[len(f.reports)-1].Note)
		}
		config.KeepBest = true // the model that is kept has a dev loss of at most 3
		if remark := state.Remark(config); remark != "" {
			t.Errorf("the best model of a training that ended with %v: %q", loss, remark)
		}
	}
}

func TestALossThatIsNotFiniteEndsTheTraining(t *testing.T) {
	for _, test := range []struct {
		bad   int // the step whose loss is NaN
		first float64
		says  string
	}{
		{1, 10, "the first loss is NaN, before any update, so the learning rate is not the cause"},
		{7, nan, "the first loss is NaN"},
		{7, 10, "the loss is NaN at step 7: the updates are too large; try a smaller learning rate, or ClipNorm: 1"},
	} {
		f, config := newFake()
		f.dev = func(int) float64 { return test.first }
		f.loss = func(step int) float32 {
			if step == test.bad {
				return float32(nan)
			}
			return 1
		}
		if _, err := f.loop(config).Run(context.Background()); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("NaN at step %d: %v, want %q", test.bad, err, test.says)
		}
		if len(f.files) > 0 {
			t.Errorf("NaN at step %d: it was saved", test.bad)
		}
	}
}

// At each step where it may be interrupted, the same losses and evaluations follow, and the listener gets all of them.
func TestAnInterruptedTrainingGoesOn(t *testing.T) {
	undisturbed, config := newFake()
	undisturbed.loss = func(step int) float32 { return float32(step) }
	want := undisturbed.run(t, config)
	for stop := 1; stop < 60; stop++ {
		f, config := newFake()
		f.loss = undisturbed.loss
		ctx, cancel := context.WithCancel(context.Background())
		f.onStep = func(step int) {
			if step == stop {
				cancel()
			}
		}
		loop := f.loop(config)
		end, err := loop.Run(ctx)
		if err != nil || !loop.State.Finished != end.Interrupted || end.Abandoned != nil {
			t.Fatalf("interrupted at step %d: %+v, %v", stop, end, err)
		}
		if !end.Interrupted {
			continue // the call in which it came was the last
		}
		left := f.files[len(f.files)-1]
		if left.state.Step != int(f.step) || left.values["w"].Bytes[0] != f.step ||
			!strings.Contains(end.Note, "saved") {
			t.Fatalf("interrupted at step %d: the file holds step %d with the variables of %v", stop,
				left.state.Step, left.values["w"])
		}
		again, config := newFake()
		again.loss, again.step = undisturbed.loss, left.values["w"].Bytes[0]
		second := again.loop(config)
		second.State = left.state
		if _, err := second.Run(context.Background()); err != nil ||
			fmt.Sprint(second.State.History) != fmt.Sprint(want.History) {
			t.Fatalf("interrupted at step %d, it ended with %v, %v, want %v", stop, second.State.History, err,
				want.History)
		}
		var evaluations []int // what a listener of the second process knows of
		for _, report := range again.reports {
			if !math.IsNaN(report.DevLoss) {
				evaluations = append(evaluations, report.Step)
			}
		}
		if !slices.Equal(evaluations, []int{0, 20, 40, 60}) {
			t.Fatalf("interrupted at step %d, the listener of the second process knows of %v", stop, evaluations)
		}
	}
}

// An interrupt does not wait for a long evaluation: the training is saved as it was before it, and nothing is lost.
func TestAnInterruptDuringAnEvaluation(t *testing.T) {
	for _, blocked := range []int{20, 40, 60} {
		f, config := newFake()
		config.KeepBest = true
		f.blocks = func(step int) bool { return step == blocked }
		ctx, cancel := context.WithCancel(context.Background())
		f.onStep = func(step int) {
			if step == blocked {
				cancel()
			}
		}
		loop := f.loop(config)
		end, err := loop.Run(ctx)
		if err != nil || !end.Interrupted || end.Abandoned["w"].Bytes[0] != byte(blocked) {
			t.Fatalf("at step %d: %+v, %v", blocked, end, err)
		}
		left := f.files[len(f.files)-1]
		if left.state.Step != blocked || left.values["w"].Bytes[0] != byte(blocked) || left.state.Finished {
			t.Fatalf("at step %d: the file holds %+v", blocked, left)
		}
		again, config := newFake()
		config.KeepBest, again.step = true, byte(blocked)
		second := again.loop(config)
		second.State = left.state
		if _, err := second.Run(context.Background()); err != nil ||
			!slices.Equal(stepsOf(second.State.History), []int{0, 20, 40, 60}) {
			t.Errorf("at step %d: it went on to %v, %v", blocked, second.State.History, err)
		}
		if last := again.files[len(again.files)-1]; !last.state.Finished || second.State.BestPoint().Step != 60 {
			t.Errorf("at step %d: the last file holds %+v", blocked, last.state)
		}
	}
}

func TestAnInterruptBeforeTheFirstEvaluationSavesNothing(t *testing.T) {
	f, config := newFake()
	f.blocks = func(int) bool { return true }
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	end, err := f.loop(config).Run(ctx)
	if err != nil || !end.Interrupted || end.Abandoned == nil || len(f.files) > 0 {
		t.Errorf("it ended with %+v, %v, and %d files", end, err, len(f.files))
	}
	if want := "interrupted at step 0 of 60"; end.Note != want || f.reports[0].Note != want || !f.reports[0].Done {
		t.Errorf("the note is %q", end.Note)
	}
}

func TestCheckpointsAreWrittenAsTimePasses(t *testing.T) {
	f, config := newFake()
	f.stepTakes = 300 * time.Millisecond // 18 s of training
	f.run(t, config)
	if n := len(f.files); n < 7 || n > 9 {
		t.Errorf("%d checkpoints in 18 s, at least 2 s from each other", n)
	}
	if slices.Max(f.calls) > 8 || !slices.Contains(f.calls, 1) {
		t.Errorf("calls of %v steps, each of 0.3 s: after the first, a call should take one", f.calls)
	}
}

// A step takes 0.25 s, so after 8 steps the newest checkpoint is 2 s old, which is allowed, and after 9 it is too old.
// Only the first one comes with the first call, of 8 steps, so that its reader knows soon how long the training takes.
func TestACheckpointGetsAsOldAsItMay(t *testing.T) {
	f, config := newFake()
	f.stepTakes = time.Second / 4
	f.run(t, config)
	var steps []int
	for _, file := range f.files {
		steps = append(steps, file.state.Step)
	}
	if want := []int{8, 17, 26, 35, 44, 53, 60}; !slices.Equal(steps, want) {
		t.Errorf("checkpoints of the steps %v, want %v", steps, want)
	}
}

// The first checkpoint is 0.3 s old, or younger where they may not get so old.
func TestTheFirstCheckpointComesSoon(t *testing.T) {
	for every, want := range map[time.Duration]int{2 * time.Second: 35, time.Second / 10: 20} {
		f, config := newFake()
		f.stepTakes = 10 * time.Millisecond
		loop := f.loop(config)
		loop.SaveEvery = every
		if _, err := loop.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if first := f.files[0].state.Step; first != want {
			t.Errorf("checkpoints every %v: the first is of step %d, want %d", every, first, want)
		}
	}
}

func TestTimesThatAreNotSetHaveDefaults(t *testing.T) {
	loop := &Loop{}
	loop.setDefaults()
	if loop.Grace != 500*time.Millisecond || loop.SaveEvery != 2*time.Second || loop.Clock == nil {
		t.Errorf("defaults: Grace %v, SaveEvery %v", loop.Grace, loop.SaveEvery)
	}
	loop = &Loop{Grace: 7, SaveEvery: 8}
	loop.setDefaults()
	if loop.Grace != 7 || loop.SaveEvery != 8 {
		t.Errorf("Grace 7 and SaveEvery 8 became %v and %v", loop.Grace, loop.SaveEvery)
	}
}

func TestCallsGrowUntilTheyTakeLongEnough(t *testing.T) {
	for _, test := range []struct {
		n    int
		took time.Duration
		want int
	}{{8, time.Microsecond, 32}, {8, 0, 32}, {100, 300 * time.Millisecond, 50}, {1, time.Minute, 1},
		{100, 150 * time.Millisecond, 100}} {
		if got := nextCall(test.n, test.took); got != test.want {
			t.Errorf("%d steps took %v: the next call takes %d, want %d", test.n, test.took, got, test.want)
		}
	}
}

func TestWithoutDevExamplesNothingIsRemarked(t *testing.T) {
	f, config := newFake()
	config.HasDev, config.UniformLoss = false, 3
	f.dev = func(int) float64 { return nan }
	state := f.run(t, config)
	for _, report := range f.reports {
		if report.Note != "" {
			t.Errorf("a report has the note %q", report.Note)
		}
	}
	if state.Best != 0 || len(state.History) != 4 {
		t.Errorf("best %d of %v", state.Best, state.History)
	}
}

// A panic of a student's function reaches the caller, who may catch it.
func TestAPanicOfAnEvaluationIsNotLost(t *testing.T) {
	f, config := newFake()
	f.panics = true
	defer func() {
		if p := recover(); p != "the evaluation panics" {
			t.Errorf("recovered %v", p)
		}
	}()
	f.loop(config).Run(context.Background())
}

type full struct{}

func (full) Save(State, Values) error { return errors.New("no space left on device") }

func TestAFullDiskIsAnErrorThatNamesTheStep(t *testing.T) {
	f, config := newFake()
	loop := f.loop(config)
	loop.Saver = full{}
	_, err := loop.Run(context.Background())
	want := "the model of step 60 is not saved (no space left on device); what was saved before is still there"
	if err == nil || err.Error() != want {
		t.Errorf("error %v\n want %s", err, want)
	}
}

func TestAStateThatContradictsItself(t *testing.T) {
	one := []Point{{}}
	for says, state := range map[string]State{
		"step 61 of 60":                  {Step: 61, History: one},
		"evaluation 9 of 1 was the best": {Best: 8, History: one},
		"evaluation 0 of 1 was the best": {Best: -1, History: one},
		"evaluation 1 of 0 was the best": {},
	} {
		if err := state.Check(60); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want a sentence with %q", err, says)
		}
	}
	for _, steps := range []int{60, 0} { // 0: the steps are not known
		if err := (State{Step: 60, History: one}).Check(steps); err != nil {
			t.Error(err)
		}
	}
}

// Calls that a snapshot cuts short show too little of the speed: they must not make the next ones long, since an
// interrupt waits for the end of a call.
func TestSnapshotsMakeNoCallLong(t *testing.T) {
	f, config := newFake()
	f.stepTakes = 10 * time.Millisecond // 15 steps take callTime
	config.Steps, config.EvaluateEvery, config.Snapshots = 250, 250, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	f.run(t, config)
	if longest := slices.Max(f.calls); longest > 32 {
		t.Errorf("the calls are %v: none should be longer than 32 steps", f.calls)
	}
}
