// Command look opens notebooks in JupyterLab, in Chromium, runs all cells, and writes screenshots of every page of them to
// test/screenshots, for a person to look at: look [-dark] [-width 1280] [-height 1000] NAME…
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
)

func main() {
	dark := flag.Bool("dark", false, "in the dark theme")
	width := flag.Int("width", 1280, "of the window, in pixels")
	height := flag.Int("height", 1000, "of the window, in pixels")
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
	if dark {
		if err := page.Dark(); err != nil {
			return err
		}
	}
	if err := page.RunAll(4 * time.Minute); err != nil {
		return err
	}
	return scroll(page, filepath.Join(browser.Root(), "test", "screenshots", strings.TrimSuffix(notebook, ".ipynb")))
}

// scroll takes a screenshot of each page of a notebook, from the top to the end.
func scroll(page *browser.Page, prefix string) error {
	// The notebook's scrolling element is the first one around its cells that is higher inside than outside.
	const notebook = `((e) => { while (e && !(e.scrollHeight > e.clientHeight + 5 && getComputedStyle(e).overflowY !== 'visible')) e = e.parentElement;
		return e ?? document.documentElement })(document.querySelector('.jp-Notebook .jp-Cell').parentElement)`
	err := page.Do(20*time.Second, chromedp.Evaluate(`window.jupyterapp.commands.execute('application:toggle-left-area').catch(() => 0), `+notebook+`.scrollTo(0, 0)`, nil), chromedp.Sleep(time.Second))
	for shot := 1; err == nil && shot < 40; shot++ {
		if err = page.Screenshot(fmt.Sprintf("%s-%02d.png", prefix, shot)); err != nil {
			return err
		}
		end := false
		err = page.Do(20*time.Second, chromedp.Evaluate(`(() => { const n = `+notebook+`, before = n.scrollTop;
			n.scrollBy(0, n.clientHeight - 60); return n.scrollTop === before })()`, &end), chromedp.Sleep(700*time.Millisecond))
		if end {
			return err
		}
	}
	return err
}
