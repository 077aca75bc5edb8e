package browser

import (
	"encoding/json"
	"os"
	"strings"
)

// Notebook is what a test needs of an .ipynb file.
type Notebook struct {
	Cells []Cell
}

// Cell is a cell of a notebook, as it lies in the file.
type Cell struct {
	Source   []string
	Metadata struct{ Tags []string }
	Outputs  []struct {
		Type     string `json:"output_type"`
		Data     map[string]any
		Metadata struct{ Nexttoken struct{ Failed bool } }
	}
}

// Code returns the text of a cell.
func (c Cell) Code() string { return strings.Join(c.Source, "") }

func (c Cell) failed() bool {
	for _, output := range c.Outputs {
		if output.Type == "error" || output.Metadata.Nexttoken.Failed {
			return true
		}
	}
	return false
}

// charts counts the charts among a notebook's outputs.
func (n Notebook) charts() (count int) {
	for _, cell := range n.Cells {
		for _, output := range cell.Outputs {
			for _, kind := range []string{"application/vnd.vegalite.v5+json", "application/vnd.vega.v5+json"} {
				if output.Data[kind] != nil {
					count++
				}
			}
		}
	}
	return count
}

func readNotebook(path string) (notebook Notebook, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return notebook, err
	}
	return notebook, json.Unmarshal(content, &notebook)
}
