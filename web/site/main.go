// Site builds what the lecture needs in a browser, besides JupyterLite: Go's compiler and linker, the archives of the
// packages, the Go program that reads cells, and the pages.
//
//	go run ./web/site FOLDER MODELS
//
// MODELS has the models that models.py trained. In FOLDER, go/ is for the site, and contents/ is what JupyterLite makes
// its files of.
package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: site FOLDER MODELS")
		os.Exit(2)
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

// build writes all parts into a folder. It begins with the pages, since they name the packages.
func build(folder, models string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	imports, err := writePages("notebooks", filepath.Join(folder, "contents"))
	if err != nil {
		return err
	}
	target := filepath.Join(folder, "go")
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	mod, err := withOurModules(filepath.Join("web", "arithmetic"), folder)
	if err != nil {
		return err
	}
	return errors.Join(writePrograms(target), writePackages(target, mod, imports), writeModels(target, models))
}

// forBrowser runs the go command for js/wasm, and returns what it prints.
func forBrowser(arguments ...string) ([]byte, error) {
	command := exec.Command("go", arguments...)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=-trimpath")
	var problems strings.Builder
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err, problems.String())
	}
	return output, nil
}

// writePacked writes a file as gzip packs it best.
func writePacked(path string, content []byte) error {
	file, err := os.Create(path + ".gz")
	if err != nil {
		return err
	}
	defer file.Close()
	packer, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := packer.Write(content); err != nil {
		return err
	}
	if err := packer.Close(); err != nil {
		return err
	}
	return file.Close()
}
