// Kernel is the Go side of the notebook's kernel in a browser. It runs in a web worker, beside Go's compiler and
// linker, and gives JavaScript one function: nexttoken(request) takes a request and returns an answer, both as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"

	"nexttoken/internal/gocell"
	"nexttoken/web/session"
)

// request is one call of a method of a notebook's session.
type request struct {
	Session string `json:"session"` // the notebook's kernel
	Call    string `json:"call"`    // read, built, stopped, ended or forget
	Source  string `json:"source"`
	Number  int    `json:"number"`
	Output  string `json:"output"`
	OK      bool   `json:"ok"`
	session.Ending
}

// answer is what a request gets.
type answer struct {
	Value   any    `json:"value"`
	Failure string `json:"failure"` // why there is no value
}

var (
	packages []gocell.Package
	sessions = map[string]*session.Session{}
)

func main() {
	if err := json.Unmarshal([]byte(js.Global().Get("packages").String()), &packages); err != nil {
		panic(err)
	}
	js.Global().Set("nexttoken", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		text, err := json.Marshal(handled(arguments[0].String()))
		if err != nil {
			panic(err)
		}
		return string(text)
	}))
	select {}
}

// handled answers a request. A fault of ours ends this request alone: all notebooks share the program.
func handled(text string) (a answer) {
	defer func() {
		if fault := recover(); fault != nil {
			a = answer{Failure: fmt.Sprint(fault)}
		}
	}()
	return answer{Value: handle(text)}
}

func handle(text string) any {
	var r request
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		panic(err)
	}
	s := sessions[r.Session]
	switch {
	case s != nil || r.Call == "forget":
	case r.Call == "read":
		s = session.New(packages)
		sessions[r.Session] = s
	default:
		panic("this notebook was forgotten: run it again from its top")
	}
	switch r.Call {
	case "read":
		return s.Read(r.Source, r.Number)
	case "built":
		return s.Built(r.Output, r.OK)
	case "stopped":
		return s.Stopped()
	case "ended":
		return s.Ended(r.Ending)
	case "forget":
		delete(sessions, r.Session)
		return nil
	}
	panic(fmt.Sprintf("no call %q", r.Call))
}
