package savedchecks

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The limits of what is read. In brackets: what the lecture's largest page has with all its outputs, and what all pages
// have together. A page has at most 78 cells, 15 levels of JSON, and 2,058 bytes of source in a cell.
var (
	limitBytes  = limit{8 << 20, 16 << 20, "bytes"}             // (0.4 MB, 2.7 MB)
	limitValues = limit{500_000, 1_000_000, "values of JSON"}   // names, texts, numbers, brackets (21,400; 107,000)
	limitTexts  = limit{2 << 20, 2 << 20, "bytes of cell text"} // that is searched: not all (0.02 MB, 0.1 MB)
)

const (
	maxText  = 16 << 10 // bytes of a cell's source, and of its outputs: what comes after them is ignored
	maxCells = 1000     // of a notebook
	maxDepth = 100      // of lists and objects that hold another
)

// LargestNotebook is in bytes.
func LargestNotebook() int64 { return int64(limitBytes.one) }

// limit is how much there may be in one notebook, and in all notebooks of a student.
type limit struct {
	one, all int
	what     string
}

// ofNext returns the limit of a notebook, where so much is left of the limit of all.
func (l limit) ofNext(left int) int { return min(l.one, left) }

// exceeded returns the error for a notebook beyond its limit, where so much was left of the limit of all.
func (l limit) exceeded(left int) error {
	if left >= l.one {
		return fmt.Errorf("it has more than %d %s", l.one, l.what)
	}
	return fmt.Errorf("this student's notebooks have more than %d %s together", l.all, l.what)
}

// Reader reads the notebooks of one student, a little at a time, up to limits for each and for all of them.
type Reader struct{ bytes, values, texts int } // that are left

// NewReader returns a reader of another student's notebooks.
func NewReader() *Reader { return &Reader{limitBytes.all, limitValues.all, limitTexts.all} }

// Read returns the checks and the predictions of a notebook, and none with an error: the content is not the JSON of a
// notebook in UTF-8, or it is beyond a limit.
func (r *Reader) Read(file io.Reader) (Page, error) {
	bytes, values, texts := limitBytes.ofNext(r.bytes), limitValues.ofNext(r.values), limitTexts.ofNext(r.texts)
	limited := &io.LimitedReader{R: file, N: int64(bytes) + 1}
	json := jsontext.NewDecoder(limited, jsontext.AllowDuplicateNames(true)) // else it would keep all names
	read := decoding{json, values, texts}
	page, err := read.page()
	switch {
	case limited.N == 0:
		err = limitBytes.exceeded(r.bytes)
	case read.values < 0:
		err = limitValues.exceeded(r.values)
	case read.texts < 0:
		err = limitTexts.exceeded(r.texts)
	}
	r.bytes -= bytes - max(int(limited.N)-1, 0)
	r.values -= values - max(read.values, 0)
	r.texts -= texts - max(read.texts, 0)
	if err != nil {
		return Page{}, err
	}
	return page, nil
}

// errLimit ends the reading of a notebook. Read names the limit.
var errLimit = errors.New("it is beyond a limit")

// decoding is a notebook that is being read.
type decoding struct {
	json          *jsontext.Decoder
	values, texts int // that are left; below 0 it is beyond the limit
}

// page reads the notebook.
func (d *decoding) page() (page Page, err error) {
	cells, title := 0, ""
	err = d.object(func(name string) error {
		if name != "cells" {
			return d.skip()
		}
		return d.array(func() error {
			if cells++; cells > maxCells {
				return fmt.Errorf("it has more than %d cells", maxCells)
			}
			found, err := d.cell()
			if newer := found.title(); newer != "" {
				title = newer
			}
			page.add(found, title)
			return err
		})
	})
	if err != nil {
		return page, err
	}
	if _, err := d.json.ReadToken(); err != io.EOF {
		return page, errors.New("something follows the notebook")
	}
	return page, nil
}

func (d *decoding) cell() (found cell, err error) {
	err = d.object(func(name string) (err error) {
		switch name {
		case "cell_type":
			found.kind, err = d.string()
		case "source":
			found.source, err = d.text()
		case "metadata":
			found.tags, err = d.tags()
		case "outputs":
			found.output, err = d.outputs()
		default:
			err = d.skip()
		}
		return err
	})
	if found.kind == "markdown" || found.tags != nil {
		d.texts -= len(found.source) + len(found.output)
	}
	if d.texts < 0 && err == nil {
		err = errLimit
	}
	return found, err
}

// tags reads the metadata of a cell.
func (d *decoding) tags() (tags []string, err error) {
	err = d.object(func(name string) error {
		if name != "tags" {
			return d.skip()
		}
		return d.array(func() error {
			tag, err := d.string()
			if tag == tagCheck || tag == tagPredict {
				tags = append(tags, tag)
			}
			return err
		})
	})
	return tags, err
}

// outputs returns the plain texts of a cell's outputs, at most maxText bytes of them.
func (d *decoding) outputs() (string, error) {
	var all strings.Builder
	data := func(name string) error {
		if name != "text/plain" {
			return d.skip()
		}
		text, err := d.text()
		all.WriteString(text[:min(len(text), maxText-all.Len())])
		return err
	}
	err := d.array(func() error {
		return d.object(func(name string) error {
			if name != "data" {
				return d.skip()
			}
			return d.object(data)
		})
	})
	return all.String(), err
}
