package main

// Bits per byte of a text.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"strings"

	"nexttoken/pkg/lm"
	"nexttoken/pkg/vocab"
)

// measuredText is the result of `nexttoken score` on a text.
type measuredText struct {
	Bytes   int    `json:"bytes"`
	Context int    `json:"context"` // tokens
	Bits    number `json:"bits_per_byte"`
}

func (m measuredText) String() string {
	return fmt.Sprintf("%d bytes, context %d: %.3f bits per byte", m.Bytes, m.Context, m.Bits)
}

// scoreText measures a model on the text of a file, or of standard input if the path is -.
func scoreText(model lm.Model, path string) (fmt.Stringer, error) {
	text, err := readText(path, os.Stdin)
	if err != nil {
		return nil, err
	}
	return measureText(model, text)
}

// readText returns the text of a file, or of in if the path is -. The error is one sentence with the reason.
func readText(path string, in io.Reader) (string, error) {
	read := func() ([]byte, error) { return os.ReadFile(path) }
	if path == "-" {
		read = func() ([]byte, error) { return io.ReadAll(in) }
	}
	text, err := read()
	if pathError := new(fs.PathError); errors.As(err, &pathError) {
		return "", fmt.Errorf("the text in %q cannot be read (%w): give a file, or - for standard input",
			path, pathError.Err)
	}
	return string(text), err
}

// measureText returns the bits per byte. A model without a token for the line break is one of names: each line is a
// name, and its line break the end token.
func measureText(model lm.Model, text string) (measuredText, error) {
	bits := lm.BitsPerByte
	if _, err := model.Tokenizer().Encode("\n"); err != nil {
		bits = bitsOfNames
	}
	found, err := bits(model, text)
	return measuredText{len(text), model.Context(), number(found)}, err
}

// bitsOfNames returns the bits per byte of names, one on each line. A last line without a line break costs an end
// token, too, but has no byte for it.
func bitsOfNames(model lm.Model, text string) (float64, error) {
	if text == "" {
		return lm.BitsPerByte(model, text) // an error
	}
	names, err := vocab.EncodeDocuments(model.Tokenizer(), strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
	if err != nil {
		return 0, fmt.Errorf("%w: the model reads one name a line", err)
	}
	nats, err := lm.NLL(model, names)
	return nats / math.Ln2 / float64(len(text)), err
}
