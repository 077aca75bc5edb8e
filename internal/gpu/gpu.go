// Package gpu lets GoMLX compute on an NVIDIA card, where set-up installed XLA's plugin for one:
// `make setup NEXTTOKEN_GPU=cuda13`. In every other case the CPU goes on, and a sentence says why if somebody asked for
// the GPU.
package gpu

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/support/exceptions"

	"nexttoken/internal/venv"
	"nexttoken/pkg/backend"
)

// The environment variable that asks for a GPU, and its values. Where it is not set, an installed plugin is used.
const (
	Variable = "NEXTTOKEN_GPU"
	cuda13   = "cuda13"
	off      = "off"
)

const (
	cpu         = "cpu"
	pluginFile  = "pjrt_c_api_cuda_plugin.so"
	smiSeconds  = 30
	cellsMemory = "4096" // MB: CUDA's libraries count as memory of a cell's program, whose usual limit is 2 GB
)

// ErrCPU is the error where the CPU goes on, though the GPU was asked for.
var ErrCPU = errors.New("so the CPU goes on")

// Use makes this process and those that it starts compute on the GPU, by environment variables, and returns these. It
// returns none where nobody asked for a GPU, and where GOMLX_BACKEND names a backend. It must be called before the
// backend opens. Where the GPU can't be used, it changes nothing, and returns an ErrCPU that says why.
func Use() (map[string]string, error) {
	plugin := Plugin()
	if asked, err := asked(plugin); err != nil || !asked {
		return nil, err
	}
	card, err := Card()
	if err != nil {
		return nil, err
	}
	variables := settings(plugin)
	restore := set(variables)
	if err := try(variables[compute.ConfigEnvVar]); err != nil {
		restore()
		return nil, fmt.Errorf("%s does not compute, %w: it needs a driver for CUDA 13 (%w)", card, ErrCPU, err)
	}
	return variables, nil
}

// Plugin returns the absolute path of XLA's plugin for a GPU, or "" where set-up installed none.
func Plugin() string { return venv.Find(filepath.Join("gpu", "pjrt", pluginFile)) }

// asked reports whether to compute on the GPU: if its plugin is installed and nothing else is set.
func asked(plugin string) (bool, error) {
	value := os.Getenv(Variable)
	switch {
	case value != "" && value != cuda13 && value != off:
		return false, fmt.Errorf("%s=%s is not known, %w: give %s or %s", Variable, value, ErrCPU, cuda13, off)
	case value == off || os.Getenv(compute.ConfigEnvVar) != "":
		return false, nil
	case value == cuda13 && plugin == "":
		return false, fmt.Errorf("XLA's plugin for a GPU is not installed, %w: `make setup %s=%s` installs it",
			ErrCPU, Variable, cuda13)
	}
	return plugin != "", nil
}

// Card returns the name of the first NVIDIA card, as its driver gives it, such as "NVIDIA L4".
func Card() (string, error) {
	limit, cancel := context.WithTimeout(context.Background(), smiSeconds*time.Second)
	defer cancel()
	names, err := exec.CommandContext(limit, "nvidia-smi", "--query-gpu=name", "--format=csv,noheader").Output()
	name, _, _ := strings.Cut(strings.TrimSpace(string(names)), "\n")
	if err != nil || name == "" {
		return "", fmt.Errorf("no NVIDIA card answers (nvidia-smi), %w", ErrCPU)
	}
	return name, nil
}

// settings are the variables for GoMLX, for CUDA, for XLA and for our kernel. The card multiplies float32 as the CPU
// does, and not as the shorter TF32, so that pages show the same numbers.
func settings(plugin string) map[string]string {
	libraries := filepath.Join(filepath.Dir(filepath.Dir(plugin)), "nvidia", "cu13")
	variables := map[string]string{
		compute.ConfigEnvVar: "xla:" + plugin + ",tf32=false,noshared_buffers,visible_devices=0",
		"CUDA_DEVICE_ORDER":  "PCI_BUS_ID", // of several cards, the first is the one that Card names
		"XLA_FLAGS": strings.TrimSpace(
			os.Getenv("XLA_FLAGS") + " --xla_gpu_cuda_data_dir=" + libraries),
	}
	const limit = "NEXTTOKEN_MEMORY_MB"
	if os.Getenv(limit) == "" {
		variables[limit] = cellsMemory
	}
	return variables
}

// set sets environment variables, and returns a function that puts the old ones back.
func set(variables map[string]string) (restore func()) {
	old := map[string]string{}
	for name, value := range variables {
		if before, found := os.LookupEnv(name); found {
			old[name] = before
		}
		os.Setenv(name, value)
	}
	return func() {
		for name := range variables {
			os.Unsetenv(name)
			if before, found := old[name]; found {
				os.Setenv(name, before)
			}
		}
	}
}

// try opens a backend, multiplies two matrices with it, and closes it.
func try(configuration string) (err error) {
	const size = 64
	panicked := exceptions.TryCatch[error](func() {
		var opened compute.Backend
		if opened, err = compute.NewWithConfig(configuration); err != nil {
			return
		}
		defer opened.Finalize()
		zeros := tensors.FromShape(shapes.Make(dtypes.Float32, size, size))
		sum, failed := ExecOnce(opened, func(x *Node) *Node {
			ones := AddScalar(x, 1)
			return ReduceAllSum(Dot(ones, ones).Product())
		}, zeros)
		if err = failed; err == nil && sum.Value() != float32(size*size*size) {
			err = fmt.Errorf("the product of two matrices is wrong: %v", sum.Value())
		}
	})
	return errors.Join(err, panicked)
}

// Device returns where a backend computes: the name of the card, or "cpu".
func Device(opened compute.Backend) string {
	named, ok := opened.(interface{ PluginName() string })
	if !ok || !strings.Contains(filepath.Base(named.PluginName()), "cuda") {
		return cpu
	}
	if card, err := Card(); err == nil {
		return card
	}
	return "a card without a name"
}

// Describe describes a backend in one sentence for people, as backend.Describe does, with the name of its card.
func Describe(opened compute.Backend) string {
	if device := Device(opened); device != cpu {
		return "XLA on " + device
	}
	return backend.Describe(opened)
}
