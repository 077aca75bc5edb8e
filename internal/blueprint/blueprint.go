// Package blueprint describes a graph of GoMLX as text, so that two graphs can be compared: the same text, the same
// computation.
//
// The graph is always built on GoMLX's pure-Go backend, also if another backend trains later. So the text is the same
// for XLA, for pure Go and in a browser. The graph is neither compiled nor run. The text contains everything that
// changes the outputs: operations, shapes, settings, the bytes of constants, inputs by position, and the functions
// inside While, If, Sort and Call. It does not contain operations that no output needs, nor names that change nothing:
// those of functions, and of the parameters of closures.
package blueprint

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/support/exceptions"

	_ "github.com/gomlx/compute/gobackend" // registers the pure-Go backend
)

// errRecorded ends a compilation, because the graph is all that is wanted.
var errRecorded = errors.New("the graph is described, and not compiled")

var pureGo = sync.OnceValues(func() (compute.Backend, error) { return compute.NewWithConfig("go:ops_sequential") })

// Recorder is a backend on which graphs are built, and described instead of compiled. Only one goroutine may use it.
type Recorder struct {
	compute.Backend
	text string
	err  error
}

// New returns a Recorder, or an error if GoMLX's pure-Go backend does not start.
func New() (*Recorder, error) {
	backend, err := pureGo()
	return &Recorder{Backend: backend}, err
}

// Builder implements compute.Backend.
func (r *Recorder) Builder(name string) compute.Builder { return &builder{r.Backend.Builder(name), r} }

// Describe runs a function that builds one graph on the Recorder and compiles it, and returns the graph's text. It
// returns an error if the graph cannot be built, for instance with an operation that the pure-Go backend does not have.
// The text has the names of main's parameters, so these must be unique: a variable's path, for instance.
func (r *Recorder) Describe(compile func() error) (text string, err error) {
	r.text, r.err = "", nil
	panicked := exceptions.TryCatch[error](func() { err = compile() })
	switch {
	case panicked != nil:
		return "", panicked
	case r.err != nil:
		return "", r.err
	case r.text != "":
		return r.text, nil
	case err != nil:
		return "", err
	}
	return "", errors.New("no graph was compiled")
}

type builder struct {
	compute.Builder
	recorder *Recorder
}

// Compile describes the graph.
func (b *builder) Compile() (compute.Executable, error) {
	err := exceptions.TryCatch[error](func() { b.recorder.text = describe(b.Builder) })
	if err != nil {
		b.recorder.err = fmt.Errorf("this version of the pure-Go backend stores graphs in an unknown way: %w",
			err)
	}
	return nil, errRecorded
}
