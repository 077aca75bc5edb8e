package gocell

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What GoNB's commands do where GoNB is not there: in a browser.

// here are the commands that work without GoNB. noautoget and autoget change nothing: nothing can be downloaded.
var here = strings.Fields("% main exec reset ls list rm remove noautoget autoget help")

// NotInABrowser returns a problem if a cell has a command that needs a shell, files or GoNB.
func (c *Cell) NotInABrowser() *Problem {
	lines := strings.Split(c.Code, "\n")
	if name := magic(c.Code); name != "" {
		return &Problem{Line: 1, Source: lines[0], Sentence: noShell(name)}
	}
	for _, command := range c.commands {
		name := command.name()
		if slices.Contains(here, name) {
			continue
		}
		if name = "%" + name; command.text[0] == '!' {
			name = strings.TrimSpace(command.text)
		}
		return &Problem{Line: command.line + 1, Source: lines[command.line], Sentence: noShell(name)}
	}
	return nil
}

func noShell(command string) string {
	return fmt.Sprintf("`%s` does not work in a browser: there is no shell and no folder. Here, cells hold Go, and "+
		"the commands `%%%%`, `%%exec`, `%%ls`, `%%rm` and `%%reset`.", command)
}

// HasGo reports whether a cell has more than commands.
func (c *Cell) HasGo() bool { return c.goes }

// List returns what the commands of a cell print: %ls lists what the cells declare, %help the commands.
func (h *History) List(c *Cell) string {
	var b strings.Builder
	for _, command := range c.commands {
		switch command.name() {
		case "ls", "list":
			for _, key := range slices.Sorted(maps.Keys(h.entries)) {
				fmt.Fprintf(&b, "%s %s\n", h.entries[key].kind, key)
			}
		case "help":
			b.WriteString("%%  what stands below runs\n%exec NAME  runs a function\n" +
				"%ls  lists what the cells declare\n%rm NAME  forgets a declaration\n%reset  forgets all\n")
		}
	}
	return b.String()
}
