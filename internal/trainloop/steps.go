package trainloop

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// nextStop returns the next step at which something is due: an evaluation, a snapshot, or the end.
func (l *Loop) nextStop() int {
	every := l.Config.EvaluateEvery
	next := min((l.State.Step/every+1)*every, l.Config.Steps)
	for _, step := range l.Config.Snapshots {
		if step > l.State.Step {
			next = min(next, step)
		}
	}
	return next
}

// call takes n steps.
func (l *Loop) call(n int) (time.Duration, error) {
	start := l.Clock()
	taken, sum, err := l.Stepper.Steps(n, l.State.Sum)
	took := l.Clock().Sub(start)
	if err != nil {
		return 0, err
	}
	l.State.Step, l.State.Sum = l.State.Step+taken, sum
	l.taken += taken
	l.trained(took)
	if !finite(float64(sum)) {
		return 0, l.notFinite(sum)
	}
	return took, nil
}

// notFinite returns an error with the cause of a loss that is not finite: the model function if the first loss was not
// finite, otherwise the size of the updates.
func (l *Loop) notFinite(sum float32) error {
	first := l.State.Step == 1 || l.Config.HasDev && !finite(l.State.History[0].DevLoss)
	if first {
		return fmt.Errorf("the first loss is %v, before any update, so the learning rate is not the cause: "+
			"Model or Loss computes a number that is not finite, "+
			"for instance the logarithm of 0 or of a negative number, or a division by 0", sum)
	}
	return fmt.Errorf("the loss is %v at step %d: the updates are too large; "+
		"try a smaller learning rate, or ClipNorm: 1", sum, l.State.Step)
}

// trained adds time that training took.
func (l *Loop) trained(took time.Duration) {
	l.training += took
	l.State.Seconds += took.Seconds()
}

// nextCall returns how many steps the next call should take, after n steps took this time.
func nextCall(n int, took time.Duration) int {
	wanted := float64(n) * float64(callTime) / float64(max(took, time.Microsecond))
	return max(1, min(int(wanted), 4*n))
}

// afterCall does what is due at this step, reports, and saves when the last checkpoint has become old.
func (l *Loop) afterCall(ctx context.Context) (abandoned bool, err error) {
	if l.evaluationDue() || slices.Contains(l.Config.Snapshots, l.State.Step) {
		if abandoned, err = l.atStop(ctx); err != nil || abandoned {
			return abandoned, err
		}
	} else {
		l.report(l.progress())
	}
	if l.State.Finished || l.Clock().Sub(l.saved) > l.SaveEvery {
		return false, l.save()
	}
	return false, nil
}

// evaluationDue reports whether this step must be evaluated, and was not.
func (l *Loop) evaluationDue() bool {
	step, history := l.State.Step, l.State.History
	if len(history) > 0 && history[len(history)-1].Step == step {
		return false
	}
	return len(history) == 0 || step%l.Config.EvaluateEvery == 0 || step == l.Config.Steps
}

// atStop takes a snapshot and evaluates, if this is due at this step, and ends the training if it is done.
func (l *Loop) atStop(ctx context.Context) (abandoned bool, err error) {
	if l.kept, err = l.Variables.Capture(); err != nil {
		return false, err
	}
	if slices.Contains(l.Config.Snapshots, l.State.Step) {
		l.State.Snapshots[l.State.Step] = l.Variables.Parameters(l.kept)
	}
	if l.evaluationDue() {
		abandoned, err = l.evaluate(ctx)
	}
	if !abandoned {
		l.kept = nil
	}
	return abandoned, err
}

// evaluate adds an evaluation to the history, and keeps the variables if it is the best one.
func (l *Loop) evaluate(ctx context.Context) (abandoned bool, err error) {
	start := l.Clock()
	losses := make(chan float64, 1)
	abandoned, err = l.wait(ctx, func() error {
		loss, err := l.Evaluator.Loss()
		losses <- loss
		return err
	})
	if err != nil || abandoned {
		return abandoned, err
	}
	if l.State.Step > 0 {
		l.trained(l.Clock().Sub(start))
	}
	report := l.progress()
	report.DevLoss = <-losses
	l.State.add(Point{l.State.Step, report.TrainLoss, report.DevLoss})
	if l.Config.KeepBest && l.State.Best == len(l.State.History)-1 {
		l.State.BestValues = l.kept
	}
	return false, l.conclude(report)
}

// save writes the run to its file, if it has one.
func (l *Loop) save() error {
	if l.Saver == nil {
		return nil
	}
	values := l.kept
	if values == nil {
		var err error
		if values, err = l.Variables.Capture(); err != nil {
			return err
		}
	}
	if err := l.Saver.Save(l.State, values); err != nil {
		return fmt.Errorf("the model of step %d is not saved (%w); what was saved before is still there",
			l.State.Step, err)
	}
	l.saved = l.Clock()
	return nil
}
