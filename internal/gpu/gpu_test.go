package gpu

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gomlx/compute"

	"nexttoken/pkg/backend"
)

// machine makes a folder in which set-up installed a plugin, or not, and a machine with a card, or without. No card is
// needed: nvidia-smi is a script, and XLA's plugin for the CPU has the name of the one for a GPU.
func machine(t *testing.T, plugin, card string) (installed string) {
	t.Helper()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	installed = filepath.Join(folder, ".venv", "gpu", "pjrt", pluginFile)
	for _, directory := range []string{
		filepath.Dir(installed), filepath.Join(folder, ".venv", "gpu", "nvidia"), filepath.Join(folder, "bin"),
	} {
		if err := os.MkdirAll(directory, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if plugin != "" {
		if err := os.Symlink(plugin, installed); err != nil {
			t.Fatal(err)
		}
	}
	if card != "" {
		smi := "#!/bin/sh\nprintf '" + card + "'\n"
		if err := os.WriteFile(filepath.Join(folder, "bin", "nvidia-smi"), []byte(smi), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", filepath.Join(folder, "bin"))
	for name := range settings(installed) {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	t.Setenv(Variable, "")
	t.Chdir(folder)
	return installed
}

// pluginOfCPU returns XLA's plugin, which `make setup` installs.
func pluginOfCPU(t *testing.T) string {
	t.Helper()
	if plugin := backend.Plugin(); plugin != "" {
		return plugin
	}
	if runtime.GOOS == "linux" {
		t.Fatal("XLA's plugin is missing: `make setup` installs it")
	}
	t.Skip("XLA has a plugin in .venv on Linux only")
	return ""
}

func TestWithACardTheVariablesNameThePlugin(t *testing.T) {
	installed := machine(t, pluginOfCPU(t), "NVIDIA L4\\nNVIDIA T4\\n")
	t.Setenv("XLA_FLAGS", "--xla_dump_to=here")
	variables, err := Use()
	if err != nil {
		t.Fatal(err)
	}
	libraries := strings.TrimSuffix(installed, filepath.Join("pjrt", pluginFile)) + filepath.Join("nvidia", "cu13")
	for name, want := range map[string]string{
		compute.ConfigEnvVar:  "xla:" + installed + ",tf32=false,noshared_buffers,visible_devices=0",
		"CUDA_DEVICE_ORDER":   "PCI_BUS_ID",
		"XLA_FLAGS":           "--xla_dump_to=here --xla_gpu_cuda_data_dir=" + libraries,
		"NEXTTOKEN_MEMORY_MB": "4096",
	} {
		if variables[name] != want || os.Getenv(name) != want {
			t.Errorf("%s is %q, and %q in the environment; want %q", name, variables[name], os.Getenv(name), want)
		}
	}
	opened, err := compute.NewWithConfig(variables[compute.ConfigEnvVar])
	if err != nil {
		t.Fatal(err)
	}
	if device, text := Device(opened), Describe(opened); device != "NVIDIA L4" || text != "XLA on NVIDIA L4" {
		t.Errorf("it computes on %q: %q", device, text)
	}
	if again, err := Use(); again != nil || err != nil {
		t.Errorf("GOMLX_BACKEND is set, and %v, %v", again, err)
	}
}

// Nothing was asked for, so nothing is used, and nothing is printed.
func TestWithoutAPluginNothingChanges(t *testing.T) {
	machine(t, "", "NVIDIA L4\\n")
	if variables, err := Use(); variables != nil || err != nil {
		t.Errorf("got %v, %v", variables, err)
	}
}

func TestTheGPUCanBeLeftOut(t *testing.T) {
	machine(t, pluginOfCPU(t), "NVIDIA L4\\n")
	t.Setenv(Variable, off)
	if variables, err := Use(); variables != nil || err != nil {
		t.Errorf("got %v, %v", variables, err)
	}
}

func TestWhereTheGPUCanNotBeUsedASentenceSaysWhy(t *testing.T) {
	real, broken := pluginOfCPU(t), filepath.Join(t.TempDir(), "broken.so")
	if err := os.WriteFile(broken, []byte("no library"), 0o644); err != nil {
		t.Fatal(err)
	}
	const l4 = "NVIDIA L4\\n"
	for want, with := range map[string]struct{ plugin, card, value string }{
		"no NVIDIA card answers (nvidia-smi), so the CPU goes on":                   {real, "", ""},
		"NEXTTOKEN_GPU=cuda12 is not known, so the CPU goes on: give cuda13 or off": {real, l4, "cuda12"},
		"XLA's plugin for a GPU is not installed, so the CPU goes on: `make setup":  {"", l4, cuda13},
		"NVIDIA L4 does not compute, so the CPU goes on: it needs a driver for CUD": {broken, l4, ""},
	} {
		machine(t, with.plugin, with.card)
		t.Setenv(Variable, with.value)
		variables, err := Use()
		if variables != nil || !errors.Is(err, ErrCPU) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, %v; want %s", variables, err, want)
		}
		if left := os.Getenv(compute.ConfigEnvVar) + os.Getenv("XLA_FLAGS"); left != "" {
			t.Errorf("%s: it left %q in the environment", want, left)
		}
	}
}

func TestTheCPUHasNoCard(t *testing.T) {
	opened, err := compute.NewWithConfig("xla:" + pluginOfCPU(t))
	if err != nil {
		t.Fatal(err)
	}
	if device, text := Device(opened), Describe(opened); device != cpu || text != backend.Describe(opened) {
		t.Errorf("it computes on %q: %q", device, text)
	}
}
