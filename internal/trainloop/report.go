package trainloop

import (
	"fmt"
	"math"
	"time"

	"nexttoken/pkg/progress"
)

// conclude reports an evaluation, and ends the training at the last step or when patience is over.
func (l *Loop) conclude(report progress.Report) error {
	waited := len(l.State.History) - 1 - l.State.Best
	if l.Config.HasDev && !finite(report.DevLoss) {
		report.Note = fmt.Sprintf("the dev loss is %v at step %d", report.DevLoss, report.Step)
	}
	switch {
	case l.State.Step == l.Config.Steps:
		l.State.Finished = true
	case l.Config.Patience > 0 && waited >= l.Config.Patience:
		l.State.Finished = true
		report.Note = fmt.Sprintf("stopped early: the dev loss has not improved since step %d",
			l.State.BestPoint().Step)
	}
	if report.Done = l.State.Finished; report.Done {
		if err := l.restoreBest(); err != nil {
			return err
		}
		report.Note = join(report.Note, l.State.Remark(l.Config))
	}
	l.report(report)
	return nil
}

// restoreBest puts the best variables into the model, with KeepBest.
func (l *Loop) restoreBest() error {
	if !l.Config.KeepBest {
		return nil
	}
	best := l.State.BestValues
	l.State.BestValues, l.kept = nil, nil // they are the model's variables now
	return l.Variables.Restore(best)
}

// join returns two sentences as one text. Each may be "".
func join(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "; " + second
}

// progress returns the state of the run, without an evaluation.
func (l *Loop) progress() progress.Report {
	report := progress.Report{Step: l.State.Step, Steps: l.Config.Steps, TrainLoss: math.NaN(), DevLoss: math.NaN()}
	since := l.State.Step
	if n := len(l.State.History); n > 0 {
		since -= l.State.History[n-1].Step
	}
	if since > 0 {
		report.TrainLoss = float64(l.State.Sum) / float64(since)
	}
	if l.training > 0 {
		report.StepsPerSecond = float64(l.taken) / l.training.Seconds()
	}
	if report.StepsPerSecond > 0 {
		left := float64(l.Config.Steps-l.State.Step) / report.StepsPerSecond
		report.Remaining = time.Duration(left * float64(time.Second))
	}
	return report
}

// replayHistory reports the evaluations of earlier processes, so that a listener knows the whole curve.
func (l *Loop) replayHistory() {
	for _, point := range l.State.History {
		l.report(progress.Report{Step: point.Step, Steps: l.Config.Steps, TrainLoss: point.TrainLoss,
			DevLoss: point.DevLoss})
	}
}

func (l *Loop) report(report progress.Report) {
	if l.Config.OnProgress != nil {
		l.Config.OnProgress(report)
	}
}

// interrupted ends a run whose context has ended, and saves it if it has a file. A run without an evaluation has taken
// no step, so there is nothing to save.
func (l *Loop) interrupted() (End, error) {
	end := End{Interrupted: true, Abandoned: l.kept}
	end.Note = fmt.Sprintf("interrupted at step %d of %d", l.State.Step, l.Config.Steps)
	if l.Saver != nil && len(l.State.History) > 0 {
		if err := l.save(); err != nil {
			return end, err
		}
		end.Note += ": saved, and the same call goes on from here"
	}
	report := l.progress()
	report.Note, report.Done = end.Note, true
	l.report(report)
	return end, nil
}
