package training

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/signal"
	"slices"
	"time"

	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/progress"
)

const (
	callTime       = 150 * time.Millisecond // how long one call to the device should take: progress, and a quick interrupt
	firstCallSteps = 8                      // steps of the first call, before the speed is known
)

// saveEvery is how old the newest checkpoint may get while calls are short. Tests save more often.
var saveEvery = 2 * time.Second

// run is a training on its way.
type run struct {
	config  Config
	store   *model.Store
	stepper stepper
	dev     *evaluator
	file    *checkpoint // nil: nothing is saved
	key     string
	state   state

	training time.Duration // of this process
	taken    int           // steps taken by this process
	saved    time.Time
}

// state is what a checkpoint keeps besides the variables: all that the rest of the training depends on.
type state struct {
	Step      int     `json:"step"`
	Sum       float32 `json:"sum"`     // of the losses since the last evaluation
	Seconds   float64 `json:"seconds"` // of training, in all processes that took part
	Compiling float64 `json:"compiling"`
	History   []Point `json:"history"`
	Best      int     `json:"best"` // index in History of the lowest dev loss
	Finished  bool    `json:"finished"`
	best      values  // the variables at Best, kept where KeepBest asks for it
	snapshots map[int]values
}

func newRun(config Config) (*run, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	if config, err = config.withBackend(); err != nil {
		return nil, err
	}
	store, blueprint, err := config.newStore()
	if err != nil {
		return nil, err
	}
	r := &run{config: config, store: store, state: state{snapshots: map[int]values{}}}
	r.key, err = config.key(store, blueprint)
	return r, err
}

func (r *run) finished() bool { return r.state.Finished }

// train takes the steps that are left, and saves on the way where there is a file.
func (r *run) train() (*Trained, error) {
	ctx, stop := r.interruptible()
	defer stop()
	r.recall()
	if err := r.compile(); err != nil {
		return nil, err
	}
	r.saved = time.Now()
	perCall := firstCallSteps
	for !r.state.Finished {
		if ctx.Err() != nil {
			return r.interrupted()
		}
		took, err := r.call(min(perCall, r.nextStop()-r.state.Step))
		if err != nil {
			return nil, err
		}
		perCall = nextCall(perCall, took)
		if err := r.afterCall(); err != nil {
			return nil, err
		}
	}
	return r.result(), nil
}

func (r *run) interruptible() (context.Context, context.CancelFunc) {
	parent := r.config.Context
	if parent == nil {
		parent = context.Background()
	}
	return signal.NotifyContext(parent, os.Interrupt)
}

// compile builds the programs, and runs them once where that changes nothing, so that training is timed without their compilation.
// Only the pure-Go backend builds its step when the first one is taken, which is timed with it.
func (r *run) compile() (err error) {
	start := time.Now()
	defer func() { r.state.Compiling += time.Since(start).Seconds() }()
	if r.stepper, err = r.config.newStepper(r.store); err != nil {
		return err
	}
	if _, _, err = r.stepper.steps(0, 0); err != nil {
		return err
	}
	if r.dev, err = r.config.newEvaluator(r.store, r.config.Dev); err != nil {
		return err
	}
	if len(r.state.History) > 0 { // resumed: what is due at this step was done
		_, err = r.dev.loss()
		return err
	}
	return r.atStop()
}

// nextStop returns the next step at which something is due: an evaluation, a snapshot, or the end.
func (r *run) nextStop() int {
	every := r.config.EvaluateEvery
	next := min((r.state.Step/every+1)*every, r.config.Steps)
	for _, step := range r.config.Snapshots {
		if step > r.state.Step {
			next = min(next, step)
		}
	}
	return next
}

// call takes n steps on the device.
func (r *run) call(n int) (time.Duration, error) {
	start := time.Now()
	taken, sum, err := r.stepper.steps(n, r.state.Sum)
	took := time.Since(start)
	if err != nil {
		return 0, err
	}
	r.state.Step, r.state.Sum = r.state.Step+taken, sum
	r.taken += taken
	r.trained(took)
	if !finite(sum) {
		return 0, fmt.Errorf("the loss is %v at step %d: the updates are too large; try a smaller learning rate, or ClipNorm: 1", sum, r.state.Step)
	}
	return took, nil
}

// trained adds time that training took.
func (r *run) trained(took time.Duration) {
	r.training += took
	r.state.Seconds += took.Seconds()
}

// nextCall returns how many steps the next call should take, when n took this long.
func nextCall(n int, took time.Duration) int {
	wanted := float64(n) * float64(callTime) / float64(max(took, time.Microsecond))
	return max(1, min(int(wanted), 4*n))
}

// afterCall does what is due at this step, tells, and saves when the last checkpoint has become old.
func (r *run) afterCall() error {
	if r.isStop() {
		if err := r.atStop(); err != nil {
			return err
		}
	} else {
		r.tell(r.report())
	}
	if r.state.Finished || time.Since(r.saved) > saveEvery {
		return r.save()
	}
	return nil
}

func (r *run) isStop() bool {
	return r.state.Step%r.config.EvaluateEvery == 0 || r.state.Step == r.config.Steps || slices.Contains(r.config.Snapshots, r.state.Step)
}

// atStop takes a snapshot and evaluates, where the step asks for it, and ends the training where it is done.
func (r *run) atStop() error {
	step := r.state.Step
	if slices.Contains(r.config.Snapshots, step) {
		snapshot, err := capture(r.store, trainable)
		if err != nil {
			return err
		}
		r.state.snapshots[step] = snapshot
	}
	if step%r.config.EvaluateEvery == 0 || step == r.config.Steps {
		return r.evaluate()
	}
	return nil
}

func (r *run) evaluate() error {
	start := time.Now()
	loss, err := r.dev.loss()
	if err != nil {
		return err
	}
	if r.state.Step > 0 {
		r.trained(time.Since(start))
	}
	report := r.report()
	report.DevLoss = loss
	r.state.History = append(r.state.History, Point{r.state.Step, report.TrainLoss, loss})
	r.state.Sum = 0
	if err := r.rememberBest(); err != nil {
		return err
	}
	return r.conclude(report)
}

// rememberBest keeps the variables of the lowest dev loss so far.
func (r *run) rememberBest() (err error) {
	last := len(r.state.History) - 1
	if !(r.state.History[last].DevLoss < r.state.History[r.state.Best].DevLoss) && last > 0 {
		return nil
	}
	r.state.Best = last
	if r.config.KeepBest {
		r.state.best, err = capture(r.store, everything)
	}
	return err
}

// conclude tells of an evaluation, and ends the training at the last step or when patience is over.
func (r *run) conclude(report progress.Report) error {
	history := r.state.History
	waited := len(history) - 1 - r.state.Best
	switch {
	case r.state.Step == r.config.Steps:
		r.state.Finished = true
	case r.config.Patience > 0 && waited >= r.config.Patience:
		r.state.Finished = true
		report.Note = fmt.Sprintf("stopped early: the dev loss has not improved since step %d", history[r.state.Best].Step)
	}
	if report.Done = r.state.Finished; report.Done && r.config.KeepBest {
		if err := restore(r.store, r.state.best); err != nil {
			return err
		}
		r.state.best = nil // it's the model now
	}
	r.tell(report)
	return nil
}

// report returns the state of the run, without an evaluation.
func (r *run) report() progress.Report {
	report := progress.Report{Step: r.state.Step, Steps: r.config.Steps, TrainLoss: math.NaN(), DevLoss: math.NaN()}
	since := r.state.Step
	if n := len(r.state.History); n > 0 {
		since -= r.state.History[n-1].Step
	}
	if since > 0 {
		report.TrainLoss = float64(r.state.Sum) / float64(since)
	}
	if r.training > 0 {
		report.StepsPerSecond = float64(r.taken) / r.training.Seconds()
	}
	if report.StepsPerSecond > 0 {
		left := float64(r.config.Steps-r.state.Step) / report.StepsPerSecond
		report.Remaining = time.Duration(left * float64(time.Second))
	}
	return report
}

// recall tells of the evaluations that earlier processes made, so that a listener knows the whole curve.
func (r *run) recall() {
	for _, point := range r.state.History {
		r.tell(progress.Report{Step: point.Step, Steps: r.config.Steps, TrainLoss: point.TrainLoss, DevLoss: point.DevLoss})
	}
}

func (r *run) tell(report progress.Report) {
	if r.config.OnProgress != nil {
		r.config.OnProgress(report)
	}
}

// interrupted ends a run that was asked to stop: what was done is kept, and saved where there is a file.
func (r *run) interrupted() (*Trained, error) {
	note := fmt.Sprintf("interrupted at step %d of %d", r.state.Step, r.config.Steps)
	if r.file != nil {
		if err := r.save(); err != nil {
			return nil, err
		}
		note += ": saved, and the same call goes on from here"
	}
	report := r.report()
	report.Note, report.Done = note, true
	r.tell(report)
	trained := r.result()
	trained.Interrupted, trained.Note = true, note
	return trained, nil
}
