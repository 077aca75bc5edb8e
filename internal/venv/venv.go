// Package venv finds what set-up installed in .venv, the virtual environment of the lecture.
package venv

import (
	"os"
	"path/filepath"
)

// Find returns the absolute path of a file of .venv, or "" if it is not there. It looks in .venv of the running program
// (.venv/bin), of the working directory and of those above it.
func Find(file string) string {
	for _, directory := range directories() {
		path := filepath.Join(directory, file)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

func directories() (all []string) {
	if program, err := os.Executable(); err == nil {
		all = append(all, filepath.Dir(filepath.Dir(program)))
	}
	here, err := os.Getwd()
	if err != nil {
		return all
	}
	for {
		all = append(all, filepath.Join(here, ".venv"))
		parent := filepath.Dir(here)
		if parent == here {
			return all
		}
		here = parent
	}
}
