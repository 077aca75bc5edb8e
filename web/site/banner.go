package main

import (
	"encoding/json"
	"fmt"
	"regexp"

	"nexttoken/web/tolerance"
)

// banner stands at the end of the first cell of each page that trains.
var banner = fmt.Sprintf(`

---
**In a browser**, a model that this page keeps comes with the site, and its numbers are the printed ones. It is opened,
not trained, so you see no loss curve. To see one, change a number of the model, such as 64 to 32: then it is trained
here. It begins with other first values. Its loss may differ from the printed one by %g nats per character after 10,000
steps, by %g after 500, and before that by more. It writes other names. Training is slower here, and shows how long
it takes. ■ stops it, and its steps are kept. Fewer steps take less time: write the new number in each place where the
old one stands.`, tolerance.Loss, tolerance.Early)

// trains finds what trains a model, in the cells of a page.
var trains = regexp.MustCompile(`\.(Train|TrainOrOpen)\w*\(`)

// absent stands in the place of a page that is left out.
const absent = `

**This page is not on the site.** Its model has 135 million parameters, which is too much for a browser. It runs in
JupyterLab, on your computer or on a class server: the README of the lecture says how.`

// withBanner returns a page that trains with the banner, and another page as it is.
func withBanner(page []byte) ([]byte, error) {
	return rewritten(page, func(cells []map[string]any) []map[string]any {
		if trains.Match(page) {
			add(cells[0], banner)
		}
		return cells
	})
}

// onlyTitle returns, in place of a page that is left out, its title with a sentence.
func onlyTitle(page []byte) ([]byte, error) {
	return rewritten(page, func(cells []map[string]any) []map[string]any {
		lines := cells[0]["source"].([]any)
		cells[0]["source"] = lines[:1]
		add(cells[0], absent)
		return cells[:1]
	})
}

// rewritten returns a notebook with other cells. The first one must have a title.
func rewritten(page []byte, change func([]map[string]any) []map[string]any) ([]byte, error) {
	var notebook map[string]json.RawMessage
	if err := json.Unmarshal(page, &notebook); err != nil {
		return nil, err
	}
	var cells []map[string]any
	if err := json.Unmarshal(notebook["cells"], &cells); err != nil {
		return nil, err
	}
	if len(cells) == 0 || cells[0]["cell_type"] != "markdown" {
		return nil, fmt.Errorf("its first cell is no text")
	}
	changed, err := json.Marshal(change(cells))
	if err != nil {
		return nil, err
	}
	notebook["cells"] = changed
	return json.MarshalIndent(notebook, "", " ")
}

// add adds a text to a cell.
func add(cell map[string]any, text string) { cell["source"] = append(cell["source"].([]any), text) }
