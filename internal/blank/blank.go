// Package blank makes of a page of the lecture what a student gets: the same page without outputs, because students
// predict a result before they see it.
package blank

import (
	"bytes"
	"encoding/json"
	"runtime"
)

// Notebook returns a notebook without what its cells showed. It returns an error if the text is no notebook.
func Notebook(notebook []byte) ([]byte, error) {
	var content map[string]any
	decoder := json.NewDecoder(bytes.NewReader(notebook))
	decoder.UseNumber()
	if err := decoder.Decode(&content); err != nil {
		return nil, err
	}
	cells, _ := content["cells"].([]any)
	for _, cell := range cells {
		if cell, _ := cell.(map[string]any); cell["cell_type"] == "code" {
			cell["outputs"], cell["execution_count"] = []any{}, nil
		}
	}
	if metadata, _ := content["metadata"].(map[string]any); metadata != nil {
		metadata["language_info"] = kernelsLanguage
	}
	var written bytes.Buffer
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(content)
	return written.Bytes(), err
}

// kernelsLanguage is the kernel's description of its language. JupyterLab writes it into a page that lacks it, and
// would then ask to save a page that was only opened.
var kernelsLanguage = map[string]string{
	"name": "go", "version": runtime.Version(), "mimetype": "text/x-go", "file_extension": ".go",
	"pygments_lexer": "", "codemirror_mode": "", "nbconvert_exporter": "",
}
