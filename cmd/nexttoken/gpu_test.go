package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/pkg/backend"
)

// onMachine makes the working directory one where set-up installed a plugin for a GPU, with a card or without. The
// plugin is XLA's for the CPU, under the other name, and the card a script.
func onMachine(t *testing.T, card string) {
	t.Helper()
	here, folder := backend.Plugin(), t.TempDir()
	for _, directory := range []string{"bin", ".venv/gpu/pjrt", ".venv/gpu/nvidia", ".venv/pjrt"} {
		if err := os.MkdirAll(filepath.Join(folder, directory), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{".venv/gpu/pjrt/pjrt_c_api_cuda_plugin.so", ".venv/pjrt/" + backend.PluginFile} {
		if err := os.Symlink(here, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if card != "" {
		put(t, filepath.Join(folder, "bin"), "nvidia-smi", "#!/bin/sh\necho '"+card+"'\n")
		if err := os.Chmod(filepath.Join(folder, "bin", "nvidia-smi"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", filepath.Join(folder, "bin"))
	t.Setenv("NEXTTOKEN_GPU", "")
	t.Chdir(folder)
}

// few are the arguments of a training that takes a moment.
func few(t *testing.T) []string {
	names := write(t, some()...)
	return []string{"train", "--json", "--names", names, "--steps", "10", "--hidden", "4", "--out", t.TempDir()}
}

const noCard = "nexttoken: no NVIDIA card answers (nvidia-smi), so the CPU goes on\n"

func TestTrainSaysWhichCardComputed(t *testing.T) {
	arguments := few(t)
	onMachine(t, "NVIDIA L4")
	out, notes := process(t, "", arguments...)
	if trained := decode[results](t, out); trained.Device != "NVIDIA L4" || trained.Backend != "xla" {
		t.Errorf("trained on %q by %q: %s", trained.Device, trained.Backend, notes)
	}
}

func TestWithoutACardTheCPUTrainsAndOneSentenceSaysSo(t *testing.T) {
	arguments := few(t)
	onMachine(t, "")
	out, notes := process(t, "", arguments...)
	if trained := decode[results](t, out); trained.Device != "cpu" || trained.Steps != 10 ||
		!strings.HasPrefix(notes, noCard) || strings.Count(notes, "CPU") != 1 {
		t.Errorf("trained %d steps on %q: %q", trained.Steps, trained.Device, notes)
	}
}

func TestTheVariablesForAShell(t *testing.T) {
	onMachine(t, "NVIDIA L4")
	out, notes := process(t, "", "gpu")
	if lines := strings.Split(out, "\n"); len(lines) != 6 || notes != "" || lines[0] != "# NVIDIA L4" ||
		!strings.HasPrefix(lines[2], "export GOMLX_BACKEND='xla:/") {
		t.Errorf("printed %q, noted %q", out, notes)
	}
	onMachine(t, "")
	if out, notes := process(t, "", "gpu"); out != "" || notes != noCard {
		t.Errorf("without a card: printed %q, noted %q", out, notes)
	}
}

func TestDoctorChecksTheGPUWhereOneIsInstalled(t *testing.T) {
	first := func() (name, line string) {
		check := checks()[0]
		return check.name, check.result().line(false)
	}
	onMachine(t, "")
	if name, line := first(); name != "gpu" || !strings.HasPrefix(line, "– gpu         no NVIDIA card answers") {
		t.Errorf("without a card, doctor checks %s: %s", name, line)
	}
	t.Setenv("NEXTTOKEN_GPU", "off")
	if _, line := first(); line != "✓ gpu         not used: NEXTTOKEN_GPU or GOMLX_BACKEND is set\n" {
		t.Errorf("without the GPU: %s", line)
	}
	t.Setenv("NEXTTOKEN_GPU", "")
	t.Chdir(t.TempDir())
	if name, _ := first(); name != "go" {
		t.Errorf("without a plugin, doctor's first check is %q", name)
	}
}
