package main

// What the doctor looks at.

import (
	"bytes"
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
	"nexttoken/pkg/backend"
	"nexttoken/pkg/charmodel"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/training"
	"nexttoken/pkg/vocab"
)

//go:embed cells.py
var cellsScript string

const (
	setUp        = "run `make setup` in the lecture's folder"
	slowestCell  = 5 * time.Second // of a few changed cells, the fastest: one that takes longer spoils a class
	cellsTimeout = 3 * time.Minute
)

func examinations() []examination {
	return []examination{
		{"go", lookAtGo, "install Go from go.dev/dl, and put it on the PATH"},
		{"kernel", lookAtKernel, setUp},
		{"plugin", lookAtPlugin, setUp + "; without it, training is about 8 times slower"},
		{"backend", lookAtBackend, setUp + ", and unset GOMLX_BACKEND"},
		{"data", lookAtData, "get a fresh copy of the lecture: its names were changed"},
		{"training", lookAtTraining, "run `make test` in the lecture's folder, which says more"},
		{"cell", lookAtCells, setUp + "; close other programs if cells are slow"},
	}
}

func lookAtGo() (string, error) {
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	return strings.TrimSpace(string(version)), err
}

// environment returns the virtual environment that this program lies in: .venv. Tests set another.
var environment = func() (string, error) {
	program, err := os.Executable()
	if err == nil {
		program, err = filepath.EvalSymlinks(program)
	}
	return filepath.Dir(filepath.Dir(program)), err
}

// lookAtKernel looks for the parts of the kernel. That they work together is seen when cells run.
func lookAtKernel() (string, error) {
	venv, err := environment()
	if err != nil {
		return "", err
	}
	for _, part := range []string{"bin/gonb", "bin/goimports", "bin/python", "share/jupyter/kernels/gonb/kernel.json", "share/jupyter/kernels/gonb/run"} {
		if _, err := os.Stat(filepath.Join(venv, part)); err != nil {
			return "", fmt.Errorf("%s is missing", part)
		}
	}
	return "GoNB, for JupyterLab", nil
}

func lookAtPlugin() (string, error) {
	if plugin := backend.Plugin(); plugin != "" {
		return plugin, nil
	}
	return "", fmt.Errorf("XLA's plugin, %s, was not found", backend.PluginFile)
}

func lookAtBackend() (string, error) {
	opened, err := backend.Open()
	if err != nil {
		return "", err
	}
	if !backend.IsXLA(opened) {
		return "", errors.New(backend.Describe(opened))
	}
	return backend.Describe(opened), nil
}

func lookAtData() (string, error) {
	const names = 7929
	_, report, err := corpus.Load(data.Names(), vocab.Letters())
	if err == nil && (report.Kept != names || report.Lines != names) {
		err = fmt.Errorf("%d names of %d lines, but the lecture has %d", report.Kept, report.Lines, names)
	}
	return fmt.Sprintf("%d names", report.Kept), err
}

// lookAtTraining trains the deck's model for a few hundred steps, and looks whether it learned.
func lookAtTraining() (string, error) {
	split, _, err := corpus.Load(data.Names(), vocab.Letters())
	if err != nil {
		return "", err
	}
	deck := charmodel.Config{Vocabulary: 27, Context: 3, Embedding: 2, Hidden: []int{64}}
	model, err := charmodel.Train(vocab.Letters(), split, deck.Context, training.Config{
		Model: deck.Logits, Steps: 500, Batch: 128, Seed: 1, Schedule: training.Constant(0.003),
	})
	if err != nil {
		return "", err
	}
	said := fmt.Sprintf("%d steps, %.0f a second; loss %.2f, from %.2f", model.Step, model.Speed, model.Best.DevLoss, math.Log(27))
	if !(model.Best.DevLoss < 2.6) {
		return "", fmt.Errorf("%s: it should be below 2.6", said)
	}
	return said, nil
}

// lookAtCells runs cells in a real kernel.
func lookAtCells() (string, error) {
	venv, err := environment()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), cellsTimeout)
	defer cancel()
	script := exec.CommandContext(ctx, filepath.Join(venv, "bin", "python"), "-P", "-c", cellsScript) // -P: none of Python's own modules is taken from here
	var said, complaints bytes.Buffer
	script.Stdout, script.Stderr = &said, &complaints
	if err := script.Run(); err != nil {
		return "", fmt.Errorf("no cell ran (%w): %s", err, lastLine(complaints.String()))
	}
	var seconds []float64
	if err := json.Unmarshal([]byte(lastLine(said.String())), &seconds); err != nil || len(seconds) < 2 {
		return "", fmt.Errorf("no cell was timed: %q, %w", said.String(), err)
	}
	return judgeCell(slices.Min(seconds[1:])) // the first one also compiles what they share
}

func judgeCell(seconds float64) (string, error) {
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
