package browser

import "testing"

const (
	window  = "html, .jp-WindowedPanel-outer"
	content = ".jp-Notebook .jp-OutputArea-output, .jp-Notebook .jp-RenderedMarkdown, .jp-Notebook .cm-scroller"
)

// checkWidth checks that a page fits in its window. In a narrow one, a wide table or formula may scroll, and lines of
// code may be broken; the page itself does not scroll sideways.
func checkWidth(t *testing.T, page *Page, width int64) {
	t.Helper()
	parts := window
	if width >= 1024 {
		parts += ", " + content
	}
	wide, err := page.Sideways(parts)
	must(t, err)
	for _, part := range wide {
		t.Errorf("at %d pixels this scrolls sideways: %s", width, part)
	}
	if width < 1280 {
		return
	}
	broken, err := page.BrokenLines()
	must(t, err)
	for _, line := range broken {
		t.Errorf("at %d pixels this line of code is broken: %s", width, line)
	}
}
