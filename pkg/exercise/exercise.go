// Package exercise checks what students write in the exercises of the notebooks.
//
// Each exercise has one function here. Its argument is the student's function, or the student's number. It returns a
// Result: right, not done yet, or not quite. The message of a wrong answer names the misconception that leads to it, if
// there is a known one, or gives a hint.
//
// A check still returns a Result if the student's function panics, calls a function of the check without an end, or
// needs more than three seconds; in the last case, the function keeps running. A check cannot help if Go ends the whole
// program: if a function calls itself until the stack is full, or fills the memory.
package exercise

import (
	"fmt"
	"math"
	"time"
)

// Result is the result of a check.
type Result struct {
	State   State
	Message string // one or two sentences for the student
}

// State is the state of an answer.
type State int

// The states of an answer. The function that the notebook contains before a student changes it is NotDone.
const (
	NotDone State = iota
	Wrong
	Right
)

// String returns "Not done yet", "Not quite" or "Right".
func (s State) String() string {
	return map[State]string{NotDone: "Not done yet", Wrong: "Not quite", Right: "Right"}[s]
}

// String returns the state and the message, as they are printed outside a notebook.
func (r Result) String() string { return fmt.Sprintf("%v: %s", r.State, r.Message) }

// task is an exercise whose answer is a function. A function is right, or has a known mistake, if it returns the same
// as the right or the mistaken function for every input.
type task[In, Out any] struct {
	todo     string       // the message for NotDone: what to do
	praise   string       // the message for Right: what the student has found out
	inputs   []In         // messages show them with %v
	right    func(In) Out // the right function
	stub     func(In) Out // the function before a student changes it
	mistakes []mistake[In, Out]
	hint     func(In, Out) string // for another wrong answer; may be nil or return ""
}

// mistake is a function that a student with a misconception writes.
type mistake[In, Out any] struct {
	message string
	wrong   func(In) Out
}

// check compares a student's function with the right one, the stub, and the mistakes.
func (t task[In, Out]) check(mine func(In) Out) Result {
	answers := make([]Out, len(t.inputs))
	for i, in := range t.inputs {
		answer, stopped := try(mine, in)
		if stopped != "" {
			return Result{Wrong, fmt.Sprintf("For %v your function %s.", in, stopped) + t.rightFor(answers[:i])}
		}
		answers[i] = answer
	}
	if t.agree(answers, t.right) {
		return Result{Right, t.praise}
	}
	if t.agree(answers, t.stub) {
		return Result{NotDone, t.todo}
	}
	for _, mistake := range t.mistakes {
		if t.agree(answers, mistake.wrong) {
			return Result{Wrong, mistake.message}
		}
	}
	return Result{Wrong, t.unexplained(answers)}
}

// rightFor returns a sentence with the first input whose answer is right, "" if there is none.
func (t task[In, Out]) rightFor(answers []Out) string {
	for i, answer := range answers {
		if same(answer, t.right(t.inputs[i])) {
			return fmt.Sprintf(" It is right for %v: what is different here?", t.inputs[i])
		}
	}
	return ""
}

// agree reports whether a function returns the same answers for all inputs.
func (t task[In, Out]) agree(answers []Out, function func(In) Out) bool {
	for i, in := range t.inputs {
		if !same(answers[i], function(in)) {
			return false
		}
	}
	return true
}

// unexplained returns a message with the first input whose answer is wrong.
func (t task[In, Out]) unexplained(answers []Out) string {
	for i, in := range t.inputs {
		if same(answers[i], t.right(in)) {
			continue
		}
		message := fmt.Sprintf("For %v your function gives %s, which is not right.", in, short(answers[i]))
		if t.hint != nil {
			message += " " + t.hint(in, answers[i])
		}
		return message
	}
	return ""
}

// patience is the time that a student's function gets for one input.
const patience = 3 * time.Second

// try calls a student's function. If it panics or does not return in time, stopped describes this; otherwise stopped
// is "".
func try[In, Out any](mine func(In) Out, in In) (answer Out, stopped string) {
	type outcome struct {
		answer  Out
		stopped string
	}
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if problem := recover(); problem != nil {
				o.stopped = fmt.Sprintf("stops with “%v”", problem)
			}
			done <- o
		}()
		o.answer = mine(in)
	}()
	select {
	case o := <-done:
		return o.answer, o.stopped
	case <-time.After(patience):
		return answer, "does not return: perhaps a loop has no end"
	}
}

// choice is an exercise whose answer is one number.
type choice struct {
	todo, praise string
	right, stub  float64
	tolerance    float64            // largest relative error of a right answer; 0: none
	mistakes     map[float64]string // messages for known wrong answers
	below, above string             // messages for other answers: too small, too large
}

const notANumber = "NaN is not a number: is there a division of 0 by 0?"

// check compares a number with the right one and the mistaken ones.
func (c choice) check(mine float64) Result {
	if c.near(mine, c.right) {
		return Result{Right, c.praise}
	}
	if mine == c.stub {
		return Result{NotDone, c.todo}
	}
	if math.IsNaN(mine) {
		return Result{Wrong, notANumber}
	}
	for answer, message := range c.mistakes {
		if c.near(mine, answer) {
			return Result{Wrong, message}
		}
	}
	if mine < c.right {
		return Result{Wrong, fmt.Sprintf("%.6g is too small. %s", mine, c.below)}
	}
	return Result{Wrong, fmt.Sprintf("%.6g is too large. %s", mine, c.above)}
}

// near reports whether an answer is equal to another, up to the tolerance.
func (c choice) near(mine, answer float64) bool {
	return mine == answer || math.Abs(mine-answer) <= c.tolerance*math.Abs(answer)
}
