package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// writePrograms writes the compiler, the linker and the kernel, packed, and Go's own wasm_exec.js.
func writePrograms(target string) error {
	root, err := forBrowser("env", "GOROOT")
	if err != nil {
		return err
	}
	goroot := strings.TrimSpace(string(root))
	for name, path := range map[string]string{"compile": "cmd/compile", "link": "cmd/link", "kernel": "./web/kernel"} {
		if err := writeProgram(goroot, name, path, target); err != nil {
			return err
		}
	}
	script, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "wasm_exec.js"), script, 0o644)
}

// writeProgram builds one program, and packs it.
func writeProgram(goroot, name, path, target string) error {
	unpacked := filepath.Join(target, "..", "unpacked", name) // the go command links nothing twice there
	if err := os.MkdirAll(unpacked, 0o755); err != nil {
		return err
	}
	built := filepath.Join(unpacked, name)
	arguments := []string{"build", "-ldflags=-s -w", "-o", built}
	if strings.HasPrefix(path, "cmd/") {
		overlay, err := onlyWasm(filepath.Join(goroot, "src", path, "main.go"), unpacked)
		if err != nil {
			return err
		}
		arguments = append(arguments, "-overlay", overlay)
	}
	if _, err := forBrowser(append(arguments, path)...); err != nil {
		return err
	}
	content, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	return writePacked(filepath.Join(target, name+".wasm"), content)
}

var (
	backend = regexp.MustCompile(`(?m)^\t"cmd/(?:compile|link)/internal/(386|amd64|arm|arm64|loong64|mips|mips64|` +
		`ppc64|riscv64|s390x|x86)"\n`)
	inTable    = regexp.MustCompile(`(?m)^\t"(\w+)": +\w+\.Init,\n`)
	inSwitch   = regexp.MustCompile(`(?m)^\tcase "[^\n]*:\n\t\tarch, theArch = (\w+)\.Init\(\)\n`)
	theWasmOne = regexp.MustCompile(`wasm\.Init`)
)

// onlyWasm writes a copy of the main file of Go's compiler or linker that has no back end but wasm's, which makes the
// program about half as large, and returns the path of an overlay for the go command.
func onlyWasm(path, folder string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	unlessWasm := func(text string) string {
		if theWasmOne.MatchString(text) {
			return text
		}
		return ""
	}
	source := backend.ReplaceAllString(string(content), "")
	source = inTable.ReplaceAllStringFunc(source, unlessWasm)
	source = inSwitch.ReplaceAllStringFunc(source, unlessWasm)
	if source == string(content) || !theWasmOne.MatchString(source) {
		return "", fmt.Errorf("%s lists its back ends in another way than this program knows", path)
	}
	copied, overlay := filepath.Join(folder, "main.go"), filepath.Join(folder, "overlay.json")
	if err := os.WriteFile(copied, []byte(source), 0o644); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {path: copied}})
	if err != nil {
		return "", err
	}
	return overlay, os.WriteFile(overlay, list, 0o644)
}
