package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Modules that a browser gets in another form. Each is copied to a folder, and the copy is changed.
const (
	// computing is GoMLX's module with the pure-Go backend: it gets matrix products and tanh of our own, since its Go
	// has no fast instructions for WebAssembly.
	computing = "github.com/gomlx/compute"
	// subwords has the tokens of four models, of which the pages use one: the rest is 30 MB.
	subwords = "github.com/tiktoken-go/tokenizer"
)

// withOurModules writes the changed modules into a folder, with the files of web/arithmetic, ours. It returns the path
// of a go.mod that takes them.
func withOurModules(ours, folder string) (string, error) {
	copies := map[string]string{}
	for module, change := range map[string]func(copied string) error{
		computing: func(copied string) error { return addArithmetic(ours, copied) },
		subwords:  removeOtherTokens,
	} {
		source, err := forBrowser("list", "-m", "-f", "{{.Dir}}", module)
		if err != nil {
			return "", err
		}
		copied := filepath.Join(folder, "modules", filepath.Base(module))
		if err := os.CopyFS(copied, os.DirFS(strings.TrimSpace(string(source)))); err != nil {
			return "", err
		}
		if err := change(copied); err != nil {
			return "", fmt.Errorf("%s: %w", module, err)
		}
		copies[module] = copied
	}
	return modFile(folder, copies)
}

// addArithmetic adds our files to GoMLX's pure-Go backend.
func addArithmetic(ours, copied string) error {
	for name, place := range map[string]string{"matmul": "dot/matmul", "ops": "ops"} {
		content, err := os.ReadFile(filepath.Join(ours, name, "browser.go"))
		if err != nil {
			return err
		}
		target := filepath.Join(copied, "internal", "gobackend", place, "browser_js.go")
		if err := os.WriteFile(target, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// removeOtherTokens removes the tokens that no page uses.
func removeOtherTokens(copied string) error {
	for _, name := range []string{"cl100k_base", "o200k_base", "p50k_base", "p50k_edit"} {
		found, err := filepath.Glob(filepath.Join(copied, "codec", name+"*.go"))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("it has no file codec/%s*.go", name)
		}
		for _, path := range found {
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// modFile writes the lecture's go.mod and go.sum into a folder, with copies in the place of modules.
func modFile(folder string, copies map[string]string) (string, error) {
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		if name == "go.mod" {
			for module, copied := range copies {
				content = fmt.Appendf(content, "\nreplace %s => %s\n", module, copied)
			}
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return filepath.Join(folder, "go.mod"), nil
}
