package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
		overlay, err := onlyWasm(filepath.Join(goroot, "src", path), unpacked)
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

const otherArchitectures = `386|amd64|arm|arm64|loong64|mips|mipsle|mips64|mips64le|ppc64|ppc64le|riscv64|s390x|x86`

var (
	imported = regexp.MustCompile(`(?m)^\t"cmd/(?:compile|link)/internal/(?:` + otherArchitectures + `)"\n`)
	inTable  = regexp.MustCompile(`(?m)^\t"(?:` + otherArchitectures + `)": +\w+\.Init,\n`)
	inSwitch = regexp.MustCompile(`(?m)^\tcase "(?:` + otherArchitectures + `)"[^\n]*:\n(?:\t\t[^\n]*\n|\n)*`)
)

// lastCase ends the switch of config.go that names the back ends. What follows needs its cases.
const lastCase = "\tdefault:\n\t\tctxt.Diag(\"arch"

// onlyWasm makes copies of the files of Go's compiler or linker that name its back ends, with none but wasm's, and
// returns the path of an overlay for the go command. It makes the compiler about a third smaller.
func onlyWasm(source, folder string) (string, error) {
	replaced := map[string]string{}
	for _, name := range []string{"main.go", "internal/ssa/config.go"} {
		path := filepath.Join(source, name)
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) && name != "main.go" {
			continue // the linker has no such file
		}
		if err != nil {
			return "", err
		}
		text, rest, _ := strings.Cut(string(content), lastCase)
		for _, others := range []*regexp.Regexp{imported, inTable, inSwitch} {
			text = others.ReplaceAllString(text, "")
		}
		if rest != "" {
			text += lastCase + rest
		}
		if text == string(content) {
			return "", fmt.Errorf("%s lists its back ends in another way than this program knows", path)
		}
		replaced[path] = filepath.Join(folder, filepath.Base(name))
		if err := os.WriteFile(replaced[path], []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": replaced})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o644)
}
