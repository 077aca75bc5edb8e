package gocell

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// keyboard returns a note if a cell's program reads the keyboard.
func (h *History) keyboard(c *Cell) []string {
	reads := h.reached(c, keyboard...)
	if reads == "" {
		return nil
	}
	return []string{fmt.Sprintf("A notebook's program has no keyboard: for `%s`, the input ends at once. "+
		"Write the value into the code, for example: `name := \"Ada\"`", reads)}
}

// prints returns a note if a cell's program prints by Go's own functions, which no cell declared.
func (h *History) prints(c *Cell) []string {
	var notes []string
	for _, name := range builtin {
		if _, declared := h.entries[name]; !declared && h.reached(c, name) != "" {
			notes = append(notes, fmt.Sprintf("`%s` is not Python's print: it shows a list as a number of the memory, "+
				"and is only for Go's makers. Write `fmt.Println(…)`.", name))
		}
	}
	return notes
}

// uncalled returns a note for each function that the cell prints in place of its result.
func (h *History) uncalled(c *Cell) []string {
	var notes []string
	for _, d := range append(slices.Clone(c.declarations), c.body) {
		for _, name := range d.shows {
			if h.entries[name].kind == "func" {
				notes = append(notes, fmt.Sprintf("`%s` is a function, and printed as a number of the memory. To "+
					"print its result, call it: `%s(…)`.", name, name))
			}
		}
	}
	return slices.Compact(notes)
}

// Sentence returns why a name does not exist, where the cells above show it; "" for another message.
func (h *History) Sentence(message string) string {
	name, ok := strings.CutPrefix(message, "undefined: ")
	if e, found := h.entries[name]; ok && found && e.missing {
		return strings.TrimPrefix(e.sentence(name), "⚠ ")
	}
	if number := h.ended[name]; ok && number > 0 {
		return fmt.Sprintf("`%s` was made below `%%%%` in cell [%d], and ended with it. Make it here again with "+
			"`:=`, or return it from a function.", name, number)
	}
	return ""
}

// Check returns the line of the one call of cell.Must or cell.Check in a cell's program, and the cell where it stands,
// 0 for the cell that runs; 0, 0 if there are several or none.
func (h *History) Check(c *Cell) (cell, line int) {
	after := h.clone()
	after.Compiled(c, 0)
	places := [][2]int{}
	add := func(cell int, lines []int) {
		for _, line := range lines {
			places = append(places, [2]int{cell, line})
		}
	}
	add(0, c.body.checks)
	for _, key := range after.run(c) {
		add(after.entries[key].cell, after.entries[key].checks)
	}
	if len(places) != 1 {
		return 0, 0
	}
	return places[0][0], places[0][1]
}

// run returns the keys of what a cell's program uses, each once.
func (h *History) run(c *Cell) []string {
	var keys []string
	for _, name := range append(h.always(), c.body.uses...) {
		for _, key := range h.reach(name) {
			if !h.entries[key].missing && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Exits reports whether a cell's program can end itself, by os.Exit, before it shows what it would show.
func (h *History) Exits(c *Cell) bool {
	after := h.clone()
	after.Compiled(c, 0)
	return after.reached(c, exit) != ""
}

// reached returns the first of some names that a cell's program uses, itself or in a function that it calls, or "".
func (h *History) reached(c *Cell, names ...string) string {
	used := slices.Clone(c.body.outside)
	for _, key := range h.run(c) {
		used = append(used, h.entries[key].outside...)
	}
	for _, name := range used {
		if slices.Contains(names, name) {
			return name
		}
	}
	return ""
}

// always returns the functions that run in every program: init functions, and those that compute a variable's value.
func (h *History) always() []string {
	var names []string
	for _, key := range slices.Sorted(maps.Keys(h.entries)) {
		if runsAlways(key) {
			names = append(names, key)
		}
		names = append(names, h.entries[key].calls...)
	}
	return names
}
