package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// computing is GoMLX's module with the pure-Go backend.
const computing = "github.com/gomlx/compute"

// withArithmetic copies the module to a folder, with our files for a browser: matrix products that its Go has no fast
// instructions for. It returns the path of a go.mod that takes the copy.
func withArithmetic(ours, folder string) (string, error) {
	source, err := forBrowser("list", "-m", "-f", "{{.Dir}}", computing)
	if err != nil {
		return "", err
	}
	copied := filepath.Join(folder, "compute")
	if err := os.CopyFS(copied, os.DirFS(strings.TrimSpace(string(source)))); err != nil {
		return "", err
	}
	for name, place := range map[string]string{"matmul": "dot/matmul", "ops": "ops"} {
		content, err := os.ReadFile(filepath.Join(ours, name, "browser.go"))
		if err != nil {
			return "", err
		}
		target := filepath.Join(copied, "internal", "gobackend", place, "browser_js.go")
		if err := os.WriteFile(target, content, 0o644); err != nil {
			return "", err
		}
	}
	return modFile(folder, copied)
}

// modFile writes the lecture's go.mod and go.sum into a folder, with the copy in the place of the module.
func modFile(folder, copied string) (string, error) {
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if name == "go.mod" {
			content = fmt.Appendf(content, "\nreplace %s => %s\n", computing, copied)
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return filepath.Join(folder, "go.mod"), nil
}
