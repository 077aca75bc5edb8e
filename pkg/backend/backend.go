// Package backend opens the engine that does the arithmetic, and says which one it is and why.
//
// The lecture runs on XLA. Where its plugin is missing, GoMLX's pure-Go backend does the same work
// several times slower, and says so: see Notice.
package backend

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/gomlx/compute"
	_ "github.com/gomlx/gomlx/backends/default" // registers XLA and the pure-Go backend
	"github.com/gomlx/gomlx/support/exceptions"
)

// PluginFile is the name under which XLA looks for its plugin for the CPU.
const PluginFile = "pjrt_c_api_cpu_plugin.so"

const (
	pluginVariable  = "PJRT_PLUGIN_LIBRARY_PATH"
	backendVariable = compute.ConfigEnvVar
)

// pureGo is the configuration of GoMLX's own backend. Its parallel mode can deadlock, so it runs one operation at a time.
const pureGo = "go:ops_sequential"

var open = sync.OnceValues(start)

// Open returns the backend of this process: the one that GOMLX_BACKEND asks for, else XLA on the CPU, else pure Go.
// It opens it once; later calls return the same one. The error says what was asked for and what is there.
func Open() (compute.Backend, error) { return open() }

func start() (compute.Backend, error) {
	configuration := Choose()
	var backend compute.Backend
	var err error
	if panicked := exceptions.TryCatch[error](func() { backend, err = compute.NewWithConfig(configuration) }); panicked != nil {
		err = panicked // an unknown name
	}
	if err != nil {
		return nil, fmt.Errorf("backend %q does not open (%w): unset %s to choose one that does", configuration, err, backendVariable)
	}
	return backend, nil
}

// Choose returns the configuration that Open opens.
func Choose() string {
	if asked := os.Getenv(backendVariable); asked != "" {
		return asked
	}
	switch plugin := Plugin(); {
	case plugin != "":
		return "xla:" + plugin + ",shared_buffers" // an absolute path, so GoMLX looks nowhere else
	case runtime.GOOS == "darwin": // GoMLX installs its own plugin there
		return "xla:cpu"
	}
	return pureGo
}

// Plugin returns the path of XLA's plugin, or "" where there is none. It looks where PJRT_PLUGIN_LIBRARY_PATH says,
// beside the program (.venv/bin), and in the .venv of the checkout that it runs in.
func Plugin() string {
	for _, directory := range pluginDirectories() {
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

func pluginDirectories() []string {
	if set := os.Getenv(pluginVariable); set != "" {
		return filepath.SplitList(set)
	}
	var directories []string
	if program, err := os.Executable(); err == nil {
		directories = append(directories, filepath.Join(filepath.Dir(program), "..", "pjrt"))
	}
	here, err := os.Getwd()
	if err != nil {
		return directories
	}
	for {
		directories = append(directories, filepath.Join(here, ".venv", "pjrt"))
		parent := filepath.Dir(here)
		if parent == here {
			return directories
		}
		here = parent
	}
}

// Describe says in one sentence which backend runs, for people, and that GOMLX_BACKEND asked for it where it did.
func Describe(backend compute.Backend) string {
	asked := os.Getenv(backendVariable)
	switch {
	case asked != "" && IsXLA(backend):
		return fmt.Sprintf("XLA, as %s=%s asks for", backendVariable, asked)
	case asked != "":
		return fmt.Sprintf("pure Go, as %s=%s asks for: training runs about 8 times slower than with XLA", backendVariable, asked)
	case IsXLA(backend):
		return fmt.Sprintf("XLA on the CPU (%s), %d cores", runtime.GOARCH, runtime.NumCPU())
	}
	return "pure Go: " + Notice
}

// Notice is what a reader sees where XLA is not.
const Notice = "XLA's plugin was not found, so training runs about 8 times slower; `make setup` installs it"

// IsXLA tells whether the backend is XLA.
func IsXLA(backend compute.Backend) bool { return backend.Name() == "xla" }
