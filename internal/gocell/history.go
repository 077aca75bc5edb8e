package gocell

import (
	"maps"
	"slices"
	"strings"
)

// History is what the cells of one kernel declared. The zero value is an empty notebook.
//
// It follows GoNB: a later declaration replaces an earlier one of the same name and kind; methods stay when their type
// is declared again; a cell that does not compile changes nothing.
type History struct {
	entries map[string]entry
	imports map[string]string // the paths of the packages that the cells import, by name; see imported
	noted   map[string]bool   // notes that stand above a result once
	ended   map[string]int    // names that were made below %%, and the last cell that made them
}

// entry is what the notebook knows of one name.
type entry struct {
	declaration
	cell    int  // where it was declared; 0 for the cell that runs now
	failed  int  // the last cell that declares it otherwise and did not compile; 0 if the declaration is current
	missing bool // no cell that declares it has compiled
}

// Compiled records that a cell's program was built, whether or not it failed later: what it declares is current.
func (h *History) Compiled(c *Cell, number int) {
	h.obey(c)
	h.note(c)
	for _, i := range c.imports {
		h.imports[i.name] = i.path
	}
	for _, name := range c.made {
		h.ended[name] = number
	}
	h.declare(c, number)
}

// declare puts a cell's declarations in the place of earlier ones.
func (h *History) declare(c *Cell, number int) {
	for _, d := range c.declarations {
		for _, other := range h.lost(d) {
			delete(h.entries, other)
		}
	}
	for _, d := range c.declarations {
		h.entries[d.key] = entry{declaration: d, cell: number}
	}
}

// lost returns the names that GoNB forgets when d replaces an earlier declaration: the other variables with one common
// value; the other constants of a block, if d was the first of it.
func (h *History) lost(d declaration) []string {
	old := h.entries[d.key]
	if old.missing || old.kind != d.kind || len(old.group) < 2 || slices.Equal(old.group, d.group) {
		return nil
	}
	if d.kind == "const" && old.group[0] != d.key {
		return nil
	}
	return old.group
}

// Failed records that a cell did not compile, or that Read refused it: what it declares is not what runs, unless it was
// declared in the same way before.
func (h *History) Failed(c *Cell, number int) {
	h.obey(c)
	if !c.refused {
		h.note(c)
	}
	for _, d := range c.declarations {
		e, found := h.entries[d.key]
		switch {
		case !found || e.missing:
			e = entry{declaration: d, missing: true, failed: number}
		case d.text != "" && d.text == e.text:
			e.failed = 0
		default:
			e.failed = number
		}
		h.entries[d.key] = e
	}
}

// Reset forgets every declaration: after %reset, and when the kernel starts again.
func (h *History) Reset() { *h = History{} }

// Remove forgets declarations: after %rm. Of a method, GoNB's key is "Point~Sum".
func (h *History) Remove(names ...string) {
	for _, name := range names {
		delete(h.entries, strings.Replace(name, "~", ".", 1))
	}
}

// obey follows a cell's commands, which GoNB does before it looks at the cell's Go.
func (h *History) obey(c *Cell) {
	if !c.refused {
		for _, command := range c.commands {
			switch words := command.words(); command.name() {
			case "reset":
				if len(words) == 1 {
					h.Reset()
				}
			case "rm", "remove":
				h.Remove(words[1:]...)
			}
		}
	}
	if h.entries == nil {
		*h = History{map[string]entry{}, map[string]string{}, map[string]bool{}, map[string]int{}}
	}
}

// clone returns a history that can be changed alone.
func (h *History) clone() *History {
	return &History{maps.Clone(h.entries), maps.Clone(h.imports), maps.Clone(h.noted), maps.Clone(h.ended)}
}
