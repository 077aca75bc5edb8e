// Command look opens notebooks in JupyterLab, in Chromium, runs all cells, and writes a screenshot of each, in a window
// high enough for all of it, to test/screenshots, for a person to look at:
//
//	look [-dark] [-width 1280] [-height 15500] [-at CODE] NAME…
//
// With -at, the page is scrolled to the cell that holds this code.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nexttoken/test/browser"
	"nexttoken/test/lab"
)

// options say what to look at, and how.
type options struct {
	dark          bool
	width, height int
	at            string
}

func main() {
	var o options
	flag.BoolVar(&o.dark, "dark", false, "in the dark theme")
	flag.IntVar(&o.width, "width", 1280, "of the window, in pixels")
	flag.IntVar(&o.height, "height", 15500, "of the window, in pixels")
	flag.StringVar(&o.at, "at", "", "code of the cell to scroll to")
	flag.Parse()
	if err := o.look(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "look:", err)
		os.Exit(1)
	}
}

func (o options) look(names []string) error {
	directory, err := os.MkdirTemp("", "look")
	if err != nil {
		return err
	}
	defer os.RemoveAll(directory)
	if err := lab.Copy(directory); err != nil {
		return err
	}
	server, err := lab.Start(directory)
	if err != nil {
		return err
	}
	defer server.Stop()
	for _, notebook := range matching(filepath.Join(directory, "notebooks"), names) {
		if err := o.lookAt(server, notebook); err != nil {
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

func (o options) lookAt(server *lab.Lab, notebook string) error {
	page, err := browser.OpenPage(o.width, o.height)
	if err != nil {
		return err
	}
	defer page.Close()
	if err := page.Open(server.Page("notebooks/" + notebook)); err != nil {
		return err
	}
	if err := page.Theme(o.dark); err != nil {
		return err
	}
	if err := page.RunAll(); err != nil {
		return err
	}
	for range 2 { // cells that come into sight grow, and push the others away
		if err := page.ScrollToCode(o.at); err != nil {
			return err
		}
		time.Sleep(time.Second) // for the charts' last strokes
	}
	return page.Screenshot(
		filepath.Join(lab.Root(), "test", "screenshots", strings.TrimSuffix(notebook, ".ipynb")+".png"),
	)
}
