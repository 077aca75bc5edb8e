package gocell

// History is what the cells of one kernel declared. The zero value is an empty notebook.
type History struct{}

// Notes returns sentences to show above a cell's result, before it runs.
func (h *History) Notes(c *Cell) []string { return nil }

// Compiled records that a cell's program was built: what it declares is current.
func (h *History) Compiled(c *Cell, number int) {}

// Failed records that a cell did not compile: what it declares is stale, or does not exist.
func (h *History) Failed(c *Cell, number int) {}

// Reset forgets every declaration.
func (h *History) Reset() {}

// Remove forgets the declarations with these keys.
func (h *History) Remove(keys ...string) {}
