package browser

import "fmt"

// named returns a script that names the parts of a page for which a condition holds, with their cells.
func named(parts, condition string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].filter(part => %s).map(part =>
		(part.closest('.jp-Cell')?.dataset.windowedListIndex ?? 'page') + ': ' + part.textContent.slice(0, 60))`,
		parts, condition)
}

// Sideways returns the parts of a page, chosen with a CSS selector, that scroll sideways.
func (p *Page) Sideways(parts string) (wide []string, err error) {
	return wide, p.Ask(named(parts, `part.scrollWidth > part.clientWidth + 1`), &wide)
}

// BrokenLines returns the lines of code that are wider than their cell.
func (p *Page) BrokenLines() (broken []string, err error) {
	height := `1.8 * parseFloat(getComputedStyle(part).lineHeight)`
	return broken, p.Ask(named(".jp-Notebook .cm-line", "part.clientHeight > "+height), &broken)
}
