package trainloop

import (
	"context"
	"math"
	"testing"
	"time"

	"nexttoken/internal/safetensors"
	"nexttoken/pkg/progress"
)

// fake is a training whose only parameter, the byte at "w", is the number of steps taken, and whose losses are given.
// Its clock stands still unless a step, a compilation or an evaluation moves it.
type fake struct {
	step       byte
	loss       func(step int) float32 // of the batch of a step, the first of which is 1
	dev        func(step int) float64
	blocks     func(step int) bool // an evaluation at this step never ends
	panics     bool                // the evaluation panics
	calls      []int               // how many steps each call of Steps asked for
	stepTakes  time.Duration
	compiles   time.Duration // how long a call of no steps takes
	evaluation time.Duration // how long an evaluation takes
	onStep     func(step int)

	now     time.Time
	files   []saved
	reports []progress.Report
}

type saved struct {
	state  State
	values Values
}

func (f *fake) Steps(n int, sum float32) (int, float32, error) {
	f.calls = append(f.calls, n)
	if n == 0 {
		f.now = f.now.Add(f.compiles)
	}
	for taken := range n {
		f.step++
		f.now = f.now.Add(f.stepTakes)
		if f.onStep != nil {
			f.onStep(int(f.step))
		}
		if sum += f.loss(int(f.step)); !finite(float64(sum)) {
			return taken + 1, sum, nil
		}
	}
	return n, sum, nil
}

func (f *fake) Loss() (float64, error) {
	if f.panics {
		panic("the evaluation panics")
	}
	if f.blocks != nil && f.blocks(int(f.step)) {
		select {}
	}
	f.now = f.now.Add(f.evaluation)
	return f.dev(int(f.step)), nil
}

func (f *fake) Capture() (Values, error) {
	return Values{"w": {Bytes: []byte{f.step}}, "optimizer": {Bytes: []byte{0}}}, nil
}

func (f *fake) Restore(v Values) error { f.step = v["w"].Bytes[0]; return nil }

func (f *fake) Parameters(v Values) Values { return map[string]safetensors.Array{"w": v["w"]} }

func (f *fake) Save(state State, values Values) error {
	f.files = append(f.files, saved{state, values})
	return nil
}

// newFake returns a fake, and settings for 60 steps with an evaluation after every 20. Each step has a loss of 1, and
// the dev loss falls.
func newFake() (*fake, Config) {
	f := &fake{loss: func(int) float32 { return 1 }, dev: func(step int) float64 { return 10 - float64(step)/10 },
		now: time.Unix(0, 0)}
	config := Config{Steps: 60, EvaluateEvery: 20, HasDev: true}
	return f, config
}

func (f *fake) loop(config Config) *Loop {
	config.OnProgress = func(report progress.Report) { f.reports = append(f.reports, report) }
	grace := time.Hour // however busy the machine is, an evaluation that ends is not abandoned
	if f.blocks != nil {
		grace = time.Millisecond
	}
	return &Loop{
		Config: config, Stepper: f, Evaluator: f, Variables: f, Saver: f,
		Clock: func() time.Time { return f.now }, Grace: grace,
	}
}

// run trains to the end.
func (f *fake) run(t *testing.T, config Config) State {
	t.Helper()
	loop := f.loop(config)
	if end, err := loop.Run(context.Background()); err != nil || end.Interrupted {
		t.Fatalf("it ended with %+v, %v", end, err)
	}
	return loop.State
}

// devAt makes the dev losses of a fake those of a list, one for each evaluation.
func (f *fake) devAt(every int, losses ...float64) {
	f.dev = func(step int) float64 { return losses[step/every] }
}

// stepsOf returns the steps of a history.
func stepsOf(history []Point) (steps []int) {
	for _, point := range history {
		steps = append(steps, point.Step)
	}
	return steps
}

var nan, inf = math.NaN(), math.Inf(1)
