// Package trainloop decides when a training evaluates, keeps, saves and ends. It computes no loss and no update:
// these are behind interfaces, so it runs without any library for neural networks, and its tests take milliseconds.
//
// Evaluations, early stopping and the choice of the best model happen at fixed steps. Wall time decides only when
// progress is reported and when a checkpoint is written. So the same training gives the same model, however often
// it is interrupted.
package trainloop

import (
	"context"
	"time"

	"nexttoken/internal/safetensors"
	"nexttoken/pkg/progress"
)

// Values are the values of variables by path, copied off the device.
type Values = map[string]safetensors.Array

// Stepper takes steps of training.
type Stepper interface {
	// Steps takes up to n steps and returns how many it took, and sum plus the losses of their batches, in float32.
	// It stops after a step whose loss is not finite. With n = 0 it only compiles.
	Steps(n int, sum float32) (taken int, newSum float32, err error)
}

// Evaluator computes the mean loss of the dev examples, NaN where there are none.
type Evaluator interface{ Loss() (float64, error) }

// Variables are all that the steps change: parameters, the optimizer's state, random numbers.
type Variables interface {
	Capture() (Values, error)
	Restore(Values) error
	Parameters(Values) Values // those values that are parameters, which the optimizer changes
}

// Saver writes the state of a training and the values of its variables to a file.
type Saver interface{ Save(State, Values) error }

// Config has the settings of a training. Steps and EvaluateEvery are at least 1.
type Config struct {
	Steps         int
	EvaluateEvery int   // steps between evaluations
	Patience      int   // evaluations in a row without a better dev loss that end the training; 0: any number
	KeepBest      bool  // end with the variables of the lowest dev loss
	Snapshots     []int // steps whose parameters are kept

	HasDev      bool                  // there are dev examples
	UniformLoss float64               // dev loss of equal probabilities for all classes; 0: unknown
	OnProgress  func(progress.Report) // may be nil
}

// Loop is a training that runs.
type Loop struct {
	Config    Config
	Stepper   Stepper
	Evaluator Evaluator
	Variables Variables
	Saver     Saver // nil: nothing is saved
	State     State

	Clock     func() time.Time // default time.Now
	SaveEvery time.Duration    // how old the newest checkpoint may get while calls are short; default 2 s
	Grace     time.Duration    // how long an interrupt waits for a compilation or an evaluation; default 0.5 s

	training time.Duration // of this process
	taken    int           // steps taken by this process
	saved    time.Time
	kept     Values // the variables at State.Step, while a compilation or an evaluation runs
}

// End is how a call of Run ended.
type End struct {
	Interrupted bool
	Note        string // a sentence about the end, or ""

	// Abandoned are the values of the variables if an interrupt ended the run during a compilation or an evaluation,
	// otherwise nil. A goroutine still works on that, and uses the variables: use these values in place of them.
	Abandoned Values
}

const (
	callTime       = 150 * time.Millisecond // how long one call of Steps should take: progress, and a quick interrupt
	firstCallSteps = 8                      // steps of the first call, before the speed is known
	firstSave      = 2 * callTime           // before the first checkpoint, from which a browser shows the time left
)

// Run takes the steps that are left, and saves the training from time to time if there is a Saver. When the context
// ends, it saves and returns after the current call of Steps; during a compilation or an evaluation, within Grace.
func (l *Loop) Run(ctx context.Context) (End, error) {
	l.setDefaults()
	l.replayHistory()
	if abandoned, err := l.prepare(ctx); err != nil || abandoned {
		return l.endOf(abandoned, err)
	}
	if l.State.Finished {
		return l.finish()
	}
	l.saved = l.Clock().Add(min(0, firstSave-l.SaveEvery))
	perCall := firstCallSteps
	for !l.State.Finished {
		if ctx.Err() != nil {
			return l.interrupted()
		}
		n := min(perCall, l.nextStop()-l.State.Step)
		took, err := l.call(n)
		if err != nil {
			return End{}, err
		}
		if n == perCall { // a call that a stop cut short shows too little of the speed
			perCall = nextCall(n, took)
		}
		if abandoned, err := l.afterCall(ctx); err != nil || abandoned {
			return l.endOf(abandoned, err)
		}
	}
	return End{Note: l.State.Remark(l.Config)}, nil
}

// finish saves a run that an evaluation ended before this process took a step.
func (l *Loop) finish() (End, error) { return End{Note: l.State.Remark(l.Config)}, l.save() }

func (l *Loop) setDefaults() {
	if l.Clock == nil {
		l.Clock = time.Now
	}
	if l.SaveEvery == 0 {
		l.SaveEvery = 2 * time.Second
	}
	if l.Grace == 0 {
		l.Grace = time.Second / 2
	}
	if l.State.Snapshots == nil {
		l.State.Snapshots = map[int]Values{}
	}
}

func (l *Loop) endOf(abandoned bool, err error) (End, error) {
	if abandoned {
		return l.interrupted()
	}
	return End{}, err
}

// prepare compiles both programs, and does what is due at the step with which this process begins.
// So training is timed without compilations.
func (l *Loop) prepare(ctx context.Context) (abandoned bool, err error) {
	start := l.Clock()
	defer func() { l.State.Compiling += l.Clock().Sub(start).Seconds() }()
	if l.kept, err = l.Variables.Capture(); err != nil {
		return false, err
	}
	abandoned, err = l.wait(ctx, func() error {
		_, _, err := l.Stepper.Steps(0, 0)
		return err
	})
	if err != nil || abandoned {
		return abandoned, err
	}
	if l.evaluationDue() {
		return l.atStop(ctx)
	}
	abandoned, err = l.wait(ctx, func() error {
		_, err := l.Evaluator.Loss()
		return err
	})
	if !abandoned {
		l.kept = nil
	}
	return abandoned, err
}

// wait runs a function, and stops waiting for it when the context has ended and Grace is over.
func (l *Loop) wait(ctx context.Context, f func() error) (abandoned bool, err error) {
	done, panicked := make(chan error, 1), make(chan any, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				panicked <- p
			}
		}()
		done <- f()
	}()
	interrupted, over := ctx.Done(), make(<-chan time.Time)
	for {
		select {
		case err := <-done:
			return false, err
		case p := <-panicked:
			panic(p) // where the caller can catch it
		case <-interrupted:
			interrupted, over = nil, time.After(l.Grace)
		case <-over:
			return true, nil
		}
	}
}
