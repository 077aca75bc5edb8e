package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"nexttoken/internal/gpu"
)

// onGPU lets a command compute on the GPU where set-up installed XLA's plugin for one. If that can't be, a note says
// why, and the CPU does the work.
func onGPU(run func(args []string, out, notes io.Writer) error) func(args []string, out, notes io.Writer) error {
	return func(args []string, out, notes io.Writer) error {
		if _, err := gpu.Use(); err != nil {
			fmt.Fprintln(notes, "nexttoken:", err)
		}
		return run(args, out, notes)
	}
}

// printGPU prints the variables with which other programs use the GPU, as a shell reads them, after a comment with the
// name of the card; nothing where the CPU does the work. The start of the notebooks' kernel and the benchmark read it.
func printGPU(args []string, out, notes io.Writer) error {
	f := newFlags("gpu", "", notes)
	if err := f.parse(args); err != nil {
		return err
	}
	variables, err := gpu.Use()
	if err != nil {
		fmt.Fprintln(notes, "nexttoken:", err)
	}
	if variables != nil {
		card, err := gpu.Card()
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "#", card)
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(out, "export %s=%s\n", name, shellWord(variables[name]))
	}
	return nil
}
