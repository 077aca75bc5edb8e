// Package exercise checks what students write in the exercises of the notebooks.
//
// A check takes the student's function, or the number that it returned, and says in a Result whether it is right. Where it is
// not, the Result names the misconception that leads to just this answer, and leaves the answer to be found.
//
// A check goes on where a student's function panics, calls for ever what the check gave it, or does not come back within three
// seconds; a loop without an end then runs on beside it. No check goes on where Go ends the whole program: where a function
// calls itself for ever, and nothing of ours, until the stack is full, or where a loop without an end fills the memory.
package exercise

import (
	"fmt"
	"math"
	"time"
)

// Result is what a check says.
type Result struct {
	State   State
	Message string // one or two sentences for the student
}

// State says how far an answer is.
type State int

const (
	NotDone State = iota // the stub as it was handed out
	Wrong
	Right
)

func (s State) String() string {
	return map[State]string{NotDone: "Not done yet", Wrong: "Not quite", Right: "Right"}[s]
}

// String is what a check says outside a notebook.
func (r Result) String() string { return fmt.Sprintf("%v: %s", r.State, r.Message) }

// task is an exercise whose answer is a function. Answers are compared for all inputs together: a misconception is found where
// the student's function does what the mistaken one does each time.
type task[In, Out any] struct {
	todo     string       // what to do, while it is not done
	praise   string       // what a right answer has shown
	inputs   []In         // %v of one is what the student reads
	right    func(In) Out // hand-computed values are in the tests
	stub     func(In) Out // what an untouched stub returns
	mistakes []mistake[In, Out]
	hint     func(In, Out) string // for a wrong answer that no mistake explains; may be nil or return ""
}

// mistake is a function that somebody with a misconception writes.
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
			return Result{Wrong, fmt.Sprintf("For %v your function %s.", in, stopped)}
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

// agree says whether a function gives the same answers.
func (t task[In, Out]) agree(answers []Out, function func(In) Out) bool {
	for i, in := range t.inputs {
		if !same(answers[i], function(in)) {
			return false
		}
	}
	return true
}

// unexplained shows the first input whose answer is wrong.
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

const patience = 3 * time.Second

// try calls a student's function. It says in words if the function stopped with a panic, or did not come back.
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
		return answer, "does not come back: is there a loop that never ends"
	}
}

// choice is an exercise whose answer is one number.
type choice struct {
	todo, praise string
	right, stub  float64
	tolerance    float64            // how far off an answer may be, as a share of it; 0 takes only the very number
	mistakes     map[float64]string // answers that a misconception leads to
	below, above string             // what to say of any other answer
}

// check compares a number with the right one and the mistaken ones.
func (c choice) check(mine float64) Result {
	if c.near(mine, c.right) {
		return Result{Right, c.praise}
	}
	if mine == c.stub {
		return Result{NotDone, c.todo}
	}
	for answer, message := range c.mistakes {
		if c.near(mine, answer) {
			return Result{Wrong, message}
		}
	}
	if mine < c.right {
		return Result{Wrong, fmt.Sprintf("%.6g is too little. %s", mine, c.below)}
	}
	return Result{Wrong, fmt.Sprintf("%.6g is too much. %s", mine, c.above)}
}

func (c choice) near(mine, answer float64) bool {
	return mine == answer || math.Abs(mine-answer) <= c.tolerance*math.Abs(answer)
}
