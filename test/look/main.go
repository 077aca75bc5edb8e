// Command look opens notebooks in JupyterLab, in Chromium, runs all cells, and writes a screenshot of each, in a window high enough for
// all of it, to test/screenshots, for a person to look at: look [-dark] [-width 1280] [-height 9000] NAME…
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nexttoken/test/browser"
)

func main() {
	dark := flag.Bool("dark", false, "in the dark theme")
	width := flag.Int("width", 1280, "of the window, in pixels")
	height := flag.Int("height", 9000, "of the window, in pixels")
	flag.Parse()
	if err := look(flag.Args(), *width, *height, *dark); err != nil {
		fmt.Fprintln(os.Stderr, "look:", err)
		os.Exit(1)
	}
}

func look(names []string, width, height int, dark bool) error {
	directory, err := os.MkdirTemp("", "look")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	if err := browser.Copy(directory); err != nil {
		return err
	}
	lab, err := browser.StartLab(directory)
	if err != nil {
		return err
	}
	defer lab.Stop()
	for _, notebook := range matching(filepath.Join(directory, "notebooks"), names) {
		if err := lookAt(lab, notebook, width, height, dark); err != nil {
			return fmt.Errorf("%s: %w", notebook, err)
		}
	}
	return nil
}

func matching(directory string, names []string) (notebooks []string) {
	found, _ := filepath.Glob(filepath.Join(directory, "*.ipynb"))
	for _, path := range found {
		name := filepath.Base(path)
		for _, beginning := range append(names, "") {
			if strings.HasPrefix(name, beginning) && (beginning != "" || len(names) == 0) {
				notebooks = append(notebooks, name)
				break
			}
		}
	}
	return notebooks
}

func lookAt(lab *browser.Lab, notebook string, width, height int, dark bool) error {
	page, err := browser.OpenPage(width, height)
	if err != nil {
		return err
	}
	defer page.Close()
	if err := page.Open(lab.Page("notebooks/" + notebook)); err != nil {
		return err
	}
	if err := page.Theme(dark); err != nil {
		return err
	}
	if err := page.RunAll(4 * time.Minute); err != nil {
		return err
	}
	time.Sleep(time.Second) // for the charts' last strokes
	return page.Screenshot(filepath.Join(browser.Root(), "test", "screenshots", strings.TrimSuffix(notebook, ".ipynb")+".png"))
}
