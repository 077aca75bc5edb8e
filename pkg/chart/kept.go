//go:build !js

package chart

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"

	"nexttoken/internal/atomicfile"
	"nexttoken/pkg/progress"
)

// Whoever closes a page during a training finds the curve again: it is kept in a file next to the models. The same
// cell, run once more, opens the model and draws the curve. Other cells that open the model draw nothing.

// keptCurve is what a file holds of a curve.
type keptCurve struct {
	Rows      []row
	Dev, Best progress.Report
}

// keep writes a complete curve. A curve that can't be written, for instance because the disk is full, is only drawn.
func (c *lossCurve) keep() {
	path := c.path(c.dev)
	var content bytes.Buffer
	if path != "" && gob.NewEncoder(&content).Encode(keptCurve{c.rows, c.dev, c.best}) == nil {
		atomicfile.Write(path, content.Bytes())
	}
}

// find reads the curve of a model that was opened, and reports whether this cell has drawn it before.
func (c *lossCurve) find(opened progress.Report) bool {
	content, err := os.ReadFile(c.path(opened))
	var kept keptCurve
	if err != nil || gob.NewDecoder(bytes.NewReader(content)).Decode(&kept) != nil {
		return false
	}
	c.rows, c.dev, c.best = kept.Rows, kept.Dev, kept.Best
	return true
}

// path returns the file of a curve, "" outside a notebook. It depends on the cell, the chart, and the last losses.
func (c *lossCurve) path(last progress.Report) string {
	models, cell := os.Getenv("NEXTTOKEN_MODELS"), cellCode()
	if models == "" || cell == "" {
		return ""
	}
	digest := fnv.New64a()
	fmt.Fprintf(digest, "%q %q %q %v %v %q", c.title, c.name, c.unit, last.TrainLoss, last.DevLoss, cell)
	return filepath.Join(models, "curves", fmt.Sprintf("%016x", digest.Sum64()))
}

// cellCode returns the code below %% of the cell that runs, as GoNB made a function of it; "" where there is none.
func cellCode() string {
	program, err := os.ReadFile(filepath.Join(os.Getenv("GONB_TMP_DIR"), "main.go"))
	if err != nil {
		return ""
	}
	_, body, _ := strings.Cut(string(program), "\nfunc main() {")
	body, _, _ = strings.Cut(body, "\n}\n")
	return strings.TrimSpace(body)
}
