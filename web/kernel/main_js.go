// Kernel is the Go side of the notebook's kernel in a browser. It runs in a web worker, beside Go's compiler and
// linker, and gives JavaScript one function: nexttoken(request) takes and returns JSON.
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

var (
	packages []gocell.Package
	sessions = map[string]*session.Session{}
)

func main() {
	if err := json.Unmarshal([]byte(js.Global().Get("packages").String()), &packages); err != nil {
		panic(err)
	}
	js.Global().Set("nexttoken", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		answer, err := json.Marshal(handle(arguments[0].String()))
		if err != nil {
			panic(err)
		}
		return string(answer)
	}))
	select {}
}

func handle(text string) any {
	var r request
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		panic(err)
	}
	s := sessions[r.Session]
	if s == nil {
		s = session.New(packages)
		sessions[r.Session] = s
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
