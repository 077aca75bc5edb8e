package main

// The checks of `nexttoken doctor`.

import (
	"bytes"
	"cmp"
	"context"
	_ "embed" // for the go:embed directive
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nexttoken/data"
	"nexttoken/internal/gpu"
	"nexttoken/internal/venv"
	"nexttoken/pkg/backend"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/llama"
	"nexttoken/pkg/mlp"
	"nexttoken/pkg/neural"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

//go:embed cells.py
var cellsScript string

const (
	setUp        = "run `make setup` in the lecture's folder"
	slowestCell  = 5 * time.Second // for the fastest of a few changed cells: a class should not wait longer
	cellsTimeout = 3 * time.Minute
)

func checks() []check {
	all := []check{
		{"go", checkGo, setUp},
		{"kernel", checkKernel, setUp},
		{"plugin", checkPlugin, setUp + "; without it, training is at least 8 times slower"},
		{"backend", checkBackend, setUp + ", and unset GOMLX_BACKEND"},
		{"data", checkData, "get a fresh copy of the lecture: its list of names was changed"},
		{"training", checkTraining, "run `make test` in the lecture's folder, which shows more"},
		{"cell", checkCells, setUp + "; close other programs if cells are slow"},
		{"SmolLM2", llama.Installed, "only the page about a chat model needs it"},
	}
	if gpu.Plugin() != "" || os.Getenv(gpu.Variable) != "" {
		all = slices.Insert(all, 0, check{"gpu", checkGPU, "docs/gpu.md says what it needs"})
	}
	return all
}

// checkGPU lets the checks after it use the GPU, as cells do.
func checkGPU() (string, error) {
	variables, err := gpu.Use()
	switch {
	case err != nil:
		return "", err
	case variables == nil:
		return fmt.Sprintf("not used: %s or GOMLX_BACKEND is set", gpu.Variable), nil
	}
	return gpu.Card()
}

// checkGo asks the Go that set-up installed, or else the one on the PATH.
func checkGo() (string, error) {
	version, err := exec.Command(cmp.Or(venv.Find("toolchain/bin/go"), "go"), "env", "GOVERSION").Output()
	return strings.TrimSpace(string(version)), err
}

// environment returns the virtual environment of this program: .venv. Tests set another.
var environment = func() (string, error) {
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	return filepath.Dir(filepath.Dir(program)), err
}

// checkKernel looks for the files of the kernel. checkCells then uses them.
func checkKernel() (string, error) {
	venv, err := environment()
	if err != nil {
		return "", err
	}
	for _, part := range []string{
		"bin/gonb", "bin/goimports", "bin/python",
		"share/jupyter/kernels/gonb/kernel.json", "share/jupyter/kernels/gonb/run",
	} {
		if _, err := os.Stat(filepath.Join(venv, part)); err != nil {
			return "", fmt.Errorf("%s is missing", part)
		}
	}
	return "GoNB, for JupyterLab", nil
}

func checkPlugin() (string, error) {
	if plugin := backend.Plugin(); plugin != "" {
		return plugin, nil
	}
	return "", fmt.Errorf("XLA's plugin, %s, was not found", backend.PluginFile)
}

func checkBackend() (string, error) {
	opened, err := backend.Open()
	if err != nil {
		return "", err
	}
	if !backend.IsXLA(opened) {
		return "", errors.New(backend.Describe(opened))
	}
	return gpu.Describe(opened), nil
}

func checkData() (string, error) {
	const names = 7929
	_, report, err := corpus.Load(data.Names(), vocab.Letters())
	if err == nil && (report.Kept != names || report.Lines != names) {
		err = fmt.Errorf("%d names of %d lines: there should be %d", report.Kept, report.Lines, names)
	}
	return fmt.Sprintf("%d names", report.Kept), err
}

// checkTraining trains the deck's model for 500 steps, and checks its loss.
func checkTraining() (string, error) {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		return "", err
	}
	deck := mlp.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}
	model, err := neural.Train(vocab.Letters(), split, deck.Context, training.Config{
		Model: deck.Logits, Steps: 500, Batch: 128, Seed: 1, Schedule: training.Constant(0.003),
	})
	if err != nil {
		return "", err
	}
	found := fmt.Sprintf("%d steps, %.0f per second; loss %.2f, at first %.2f",
		model.Step, model.Speed, model.Best.DevLoss, math.Log(27))
	if !(model.Best.DevLoss < 2.6) {
		return "", fmt.Errorf("%s: it should be below 2.6", found)
	}
	return found, nil
}

// checkCells runs cells in a real kernel, and measures how long they take.
func checkCells() (string, error) {
	venv, err := environment()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), cellsTimeout)
	defer cancel()
	// -P: no modules of this folder
	script := exec.CommandContext(ctx, filepath.Join(venv, "bin", "python"), "-P", "-c", cellsScript)
	script.Cancel = func() error { return script.Process.Signal(os.Interrupt) } // it still ends the kernel
	script.WaitDelay = 30 * time.Second
	var out, notes bytes.Buffer
	script.Stdout, script.Stderr = &out, &notes
	if err := script.Run(); err != nil {
		return "", fmt.Errorf("no cell ran (%w): %s", err, lastLine(notes.String()))
	}
	var seconds []float64
	if err := json.Unmarshal([]byte(lastLine(out.String())), &seconds); err != nil || len(seconds) < 2 {
		return "", fmt.Errorf("the times of the cells cannot be read: %q", out.String())
	}
	return checkSeconds(slices.Min(seconds[1:])) // the first cell also compiles what they all use
}

// checkSeconds checks the time of a cell.
func checkSeconds(seconds float64) (string, error) {
	found := fmt.Sprintf("a changed cell that uses XLA takes %.1f s", seconds)
	if seconds > slowestCell.Seconds() {
		return "", errors.New(found)
	}
	return found, nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
