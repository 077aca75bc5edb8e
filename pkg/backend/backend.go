// Package backend opens the engine that does the arithmetic, and describes it.
//
// The lecture runs on XLA. Without XLA's plugin, GoMLX's pure-Go backend does the same work many times slower: Describe
// says so.
package backend

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/internal/venv"
)

// PluginFile is the name of XLA's plugin for the CPU, as GoMLX looks for it.
const PluginFile = "pjrt_c_api_cpu_plugin.so"

const (
	pluginVariable  = "PJRT_PLUGIN_LIBRARY_PATH"
	backendVariable = compute.ConfigEnvVar
)

// pureGo is the configuration of GoMLX's own backend. Its parallel mode can deadlock, so it does one operation at a
// time.
const pureGo = "go:ops_sequential"

var open = sync.OnceValues(start)

// Open returns the backend of this process: the one that the environment variable GOMLX_BACKEND names, else XLA on
// the CPU if its plugin is found, else pure Go. The first call opens it, and later calls return the same one. It
// returns an error if the backend does not open, with its name. Cells that train nothing are built without pure Go
// where set-up found XLA's plugin (build tag xlaonly), so GOMLX_BACKEND=go is an error there.
func Open() (compute.Backend, error) { return open() }

// OpenXLA returns the backend of this process, as Open does, if it is XLA. If not, the error says how to get XLA. It is
// for work that takes hours in pure Go.
func OpenXLA() (compute.Backend, error) { return onlyXLA(Open()) }

func onlyXLA(opened compute.Backend, err error) (compute.Backend, error) {
	if err == nil && !IsXLA(opened) {
		return nil, fmt.Errorf("the backend is pure Go, which is too slow for this: %s", advice())
	}
	return opened, err
}

func start() (compute.Backend, error) {
	configuration := choose()
	var backend compute.Backend
	var err error
	open := func() { backend, err = compute.NewWithConfig(configuration) }
	if panicked := exceptions.TryCatch[error](open); panicked != nil {
		err = panicked // an unknown name
	}
	if err != nil {
		return nil, fmt.Errorf("backend %q does not open (%w): %s", configuration, err, advice())
	}
	return backend, nil
}

func advice() string {
	if os.Getenv(backendVariable) != "" {
		return "unset " + backendVariable + ", and XLA is used if it is installed"
	}
	return "`make setup` installs XLA's plugin"
}

// choose returns the configuration that Open opens, as GoMLX writes it: a name, a colon, options.
func choose() string {
	if asked := os.Getenv(backendVariable); asked != "" {
		return asked
	}
	if runtime.GOOS == "js" {
		return pureGo // a browser loads no plugin
	}
	switch plugin := Plugin(); {
	case plugin != "":
		return "xla:" + plugin + ",shared_buffers" // an absolute path, so GoMLX looks nowhere else
	case runtime.GOOS == "darwin": // there GoMLX installs its own plugin
		return "xla:cpu"
	}
	return pureGo
}

// Plugin returns the absolute path of XLA's plugin, or "" if there is none. It looks in the directories of the
// environment variable PJRT_PLUGIN_LIBRARY_PATH; if that is not set, in pjrt/ next to the program's directory
// (.venv/bin), and in .venv/pjrt of the working directory and of those above it.
func Plugin() string {
	set := os.Getenv(pluginVariable)
	if set == "" {
		return venv.Find(filepath.Join("pjrt", PluginFile))
	}
	for _, directory := range filepath.SplitList(set) {
		path, err := filepath.Abs(filepath.Join(directory, PluginFile))
		if err != nil {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

// Describe describes a backend in one sentence for people. It names GOMLX_BACKEND if that chose it, and how
// much slower pure Go is.
func Describe(backend compute.Backend) string {
	asked := os.Getenv(backendVariable)
	switch {
	case backend == nil:
		return "no backend: the error of Open says why"
	case asked != "" && IsXLA(backend):
		return fmt.Sprintf("XLA, chosen by %s=%s", backendVariable, asked)
	case asked != "":
		return fmt.Sprintf("pure Go, chosen by %s=%s: training is at least 8 times slower than with XLA",
			backendVariable, asked)
	case IsXLA(backend):
		return fmt.Sprintf("XLA on the CPU (%s), %d cores", runtime.GOARCH, runtime.NumCPU())
	}
	return "pure Go: XLA's plugin was not found, so training is at least 8 times slower; `make setup` installs it"
}

// IsXLA reports whether the backend is XLA; no backend is not.
func IsXLA(backend compute.Backend) bool { return backend != nil && backend.Name() == "xla" }
