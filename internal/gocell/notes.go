package gocell

import (
	"fmt"
	"go/doc"
	"maps"
	"slices"
	"strings"
)

// Notes returns sentences to show above a cell's result, before it runs.
func (h *History) Notes(c *Cell) []string {
	before := h.clone()
	before.obey(c)
	after := before.clone()
	after.declare(c, 0)
	notes := after.orphans(h)
	if !c.goes {
		return notes
	}
	notes = append(notes, after.stale(c)...)
	notes = append(notes, before.replaced(c)...)
	for _, n := range after.once(c) {
		if !before.noted[n.key] {
			notes = append(notes, n.text)
		}
	}
	notes = append(notes, after.keyboard(c)...)
	notes = append(notes, after.prints(c)...)
	return append(notes, after.uncalled(c)...)
}

// stale returns a sentence for each declaration that the cell uses, and that is not the one on the page.
func (h *History) stale(c *Cell) []string {
	var notes []string
	shown := map[string]bool{}
	for _, name := range h.direct(c) {
		for _, key := range h.reach(name) {
			e := h.entries[key]
			if e.failed == 0 || shown[key] || e.missing && !h.isMissed(key, c) {
				continue
			}
			shown[key] = true
			notes = append(notes, e.sentence(name))
		}
	}
	return notes
}

// direct returns the names that a cell itself uses, and functions that run in every program.
func (h *History) direct(c *Cell) []string {
	names := slices.Clone(c.body.uses)
	for _, d := range c.declarations {
		names = append(names, d.uses...)
	}
	names = append(names, c.Declares...)
	for _, key := range slices.Sorted(maps.Keys(h.entries)) {
		if runsAlways(key) {
			names = append(names, key)
		}
	}
	return names
}

// reach returns the key, the keys that its declaration uses, those that they use, and so on. Who uses a type uses its
// methods.
func (h *History) reach(key string) []string {
	keys := []string{key}
	for i := 0; i < len(keys); i++ {
		next := slices.Clone(h.entries[keys[i]].uses)
		for other := range h.entries {
			if strings.HasPrefix(other, keys[i]+".") {
				next = append(next, other)
			}
		}
		slices.Sort(next)
		for _, name := range next {
			if !slices.Contains(keys, name) {
				keys = append(keys, name)
			}
		}
	}
	return keys
}

// isMissed reports whether a name that no compiled cell declares means that declaration: not a package, nor a name of
// Go itself.
func (h *History) isMissed(key string, c *Cell) bool {
	_, before := h.imports[key]
	here := slices.ContainsFunc(c.imports, func(i imported) bool { return i.name == key })
	return !before && !here && !doc.IsPredeclared(key)
}

// sentence says that a declaration is not the one on the page. name is what the cell uses, and what needs it.
func (e entry) sentence(name string) string {
	if e.missing {
		return fmt.Sprintf("⚠ `%s` does not exist yet: cell [%d] declares it, and had a mistake.", e.key, e.failed)
	}
	version := fmt.Sprintf("still the version before cell [%d], which had a mistake.", e.failed)
	if name == e.key || strings.HasPrefix(e.key, name+".") {
		return fmt.Sprintf("⚠ `%s` is %s", e.key, version)
	}
	return fmt.Sprintf("⚠ `%s` uses `%s`, which is %s", name, e.key, version)
}

// replaced returns what a new declaration of an old name breaks in GoNB.
func (h *History) replaced(c *Cell) []string {
	var notes []string
	for _, d := range c.declarations {
		old, found := h.entries[d.key]
		switch {
		case !found || old.missing || d.kind == "" || old.kind == "":
		case old.kind != d.kind:
			notes = append(notes, fmt.Sprintf("`%s` was declared with %s before, and now with %s. "+
				"Add the line `%%rm %s` at the top of this cell.", d.key, old.kind, d.kind, d.key))
		case len(h.gone(c, d)) > 0:
			notes = append(notes, fmt.Sprintf("`%s` was declared together with %s. Declare all of them again.",
				d.key, quoted(h.gone(c, d))))
		}
	}
	return notes
}

// gone returns the names that were declared together with d, and that the cell leaves out.
func (h *History) gone(c *Cell, d declaration) []string {
	old := h.entries[d.key]
	if len(old.group) < 2 || len(d.group) > 1 && d.kind == "const" {
		return nil
	}
	var names []string
	for _, name := range old.group {
		if name != "_" && !slices.Contains(c.Declares, name) {
			names = append(names, name)
		}
	}
	return names
}

// orphans returns a sentence for each method whose type is gone: GoNB keeps it, and no later cell compiles.
func (h *History) orphans(before *History) []string {
	var notes []string
	for _, key := range slices.Sorted(maps.Keys(h.entries)) {
		of, method, ok := strings.Cut(key, ".")
		_, was := before.entries[of]
		if _, is := h.entries[of]; ok && was && !is {
			notes = append(notes, fmt.Sprintf("`%s` is gone, but its method `%s` is not: no later cell will compile. "+
				"Run `%%rm %s~%s`, too.", of, method, of, method))
		}
	}
	return notes
}

func quoted(names []string) string { return "`" + strings.Join(names, "`, `") + "`" }

// onceNote is a note that stands above a result once.
type onceNote struct{ key, text string }

// note marks the notes of a cell as shown.
func (h *History) note(c *Cell) {
	for _, n := range h.once(c) {
		h.noted[n.key] = true
	}
}

// once returns the notes about declarations that run again in every later cell.
func (h *History) once(c *Cell) []onceNote {
	var notes []onceNote
	for _, d := range c.declarations {
		if text := h.runsAgain(d, c); text != "" {
			notes = append(notes, onceNote{d.kind + " " + d.key, text})
		}
	}
	return notes
}

// runsAlways reports whether GoNB makes an init function of it, which runs in every program.
func runsAlways(key string) bool {
	return key == "init" || strings.HasPrefix(key, "init_") && !strings.Contains(key, ".")
}

// runsAgain returns a sentence if a declaration runs in every later cell.
func (h *History) runsAgain(d declaration, c *Cell) string {
	switch {
	case d.kind == "func" && d.key == "init":
		return "`func init` runs again in every later cell. If it should run once, put its statements below `%%`. " +
			"To end it, run a cell with `%rm init`."
	case d.kind == "func" && runsAlways(d.key):
		return fmt.Sprintf("The notebook renames `%s` to init, because it begins with init_: no cell can call it, and "+
			"it runs in every later cell. Choose another name, and run `%%rm %s`.", d.key, d.key)
	case d.kind == "var" && len(h.slow(d, c)) > 0:
		return fmt.Sprintf("`%s` is computed again in every later cell, because each cell is a program of its own: it "+
			"calls %s. If that takes long, make it a local variable below `%%%%`.", d.key, quoted(h.slow(d, c)))
	}
	return ""
}

// slow returns the functions that compute a variable's value. A conversion to a type of the notebook is none.
func (h *History) slow(d declaration, c *Cell) []string {
	isType := func(name string) bool {
		return h.entries[name].kind == "type" ||
			slices.ContainsFunc(c.declarations, func(d declaration) bool { return d.key == name && d.kind == "type" })
	}
	return slices.Compact(slices.DeleteFunc(slices.Clone(d.calls), isType))
}
