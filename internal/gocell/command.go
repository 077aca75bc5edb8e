package gocell

import (
	"cmp"
	"slices"
	"strings"
)

// command is a line that GoNB reads itself: it begins with % or !. A \ at its end joins the next line to it.
type command struct {
	line, last int    // its lines; they count from 0
	text       string // joined, from % or ! on
	inside     bool   // it stands where a bracket is open
}

// gonbPrefix may stand in front of a command, for editors that know Go only.
const gonbPrefix = "//gonb:"

func trimPrefix(line string) string { return strings.TrimPrefix(line, gonbPrefix) }

// joined returns the command that begins in a line.
func joined(lines []string, line int) command {
	c := command{line: line, last: line, text: trimPrefix(lines[line])}
	for strings.HasSuffix(c.text, `\`) {
		c.text = strings.TrimSuffix(c.text, `\`) + " "
		if c.last+1 == len(lines) {
			break
		}
		c.last++
		c.text += trimPrefix(lines[c.last])
	}
	return c
}

// words returns the words of a command after its first sign, as GoNB cuts them.
func (c command) words() []string {
	return strings.FieldsFunc(c.text[1:], func(r rune) bool { return r == ' ' || r == '\t' })
}

// name returns the name of a % command: "%" for %%; "" for a shell command and for a % alone.
func (c command) name() string {
	if words := c.words(); c.text[0] == '%' && len(words) > 0 {
		return words[0]
	}
	return ""
}

// isMain reports whether what stands below is the body of main.
func (c command) isMain() bool { return c.name() == "%" || c.name() == "main" }

// makesMain reports whether GoNB writes a function main for it.
func (c command) makesMain() bool { return c.isMain() || c.name() == "exec" }

// known are GoNB's commands without their first %.
var known = strings.Fields(`% main args test exec env cd goflags autoget noautoget help version reset ls list rm remove
	with_inputs with_password track untrack goworkfix capture widgets widgets_hb`)

// magics are GoNB's commands that make of a whole cell something else than Go. They stand in its first line.
var magics = strings.Fields("%%writefile %%script %%bash %%sh %%gx")

// magic returns the magic that a cell begins with, or "".
func magic(source string) string {
	first, _, _ := strings.Cut(source, "\n")
	words := strings.Fields(trimPrefix(first))
	if len(words) > 0 && slices.Contains(magics, words[0]) {
		return words[0]
	}
	return ""
}

// checkMagic returns what is wrong with a cell that is no Go.
func checkMagic(name, source string) *Problem {
	lines := strings.Split(source, "\n")
	words := strings.Fields(trimPrefix(lines[0]))
	if name == "%%script" && len(words) == 1 {
		return &Problem{Line: 1, Source: lines[0],
			Sentence: "`%%script` needs the name of a program, for example: `%%script bash`"}
	}
	if !slices.Contains([]string{"%%bash", "%%sh", "%%script"}, name) {
		return nil
	}
	for i, line := range lines[1:] {
		if what := installs(line); what != "" {
			return &Problem{Line: i + 2, Source: line, Sentence: refuseInstall(what)}
		}
	}
	return nil
}

// checkCommands returns the first command that must not go to GoNB.
func (l *layout) checkCommands() *Problem {
	for _, c := range l.commands {
		if sentence := c.refusal(); sentence != "" {
			return l.problemAt(l.starts[c.line], sentence)
		}
	}
	return cmp.Or(l.checkOneMain(), l.checkExec())
}

// checkExec returns a problem if a cell has nothing but commands: GoNB then runs no program.
func (l *layout) checkExec() *Problem {
	for _, c := range l.commands {
		if c.name() == "exec" && !l.hasGo() {
			return l.problemAt(l.starts[c.line], "`%exec` does nothing in a cell of its own. "+
				"Write `%%`, and `"+c.words()[1]+"()` below it.")
		}
	}
	return nil
}

// refusal returns why GoNB must not get a command, and what to write instead; "" if it may have it.
func (c command) refusal() string {
	words := c.words()
	switch {
	case len(words) == 0:
		return "A `" + c.text[:1] + "` alone is no command. Remove the line, or write a command, for example: `%help`"
	case c.text[0] == '!':
		if what := installs(c.text[1:]); what != "" {
			return refuseInstall(what)
		}
		return ""
	case c.isMain() && isGo(words[1:]):
		return alone
	case words[0] == "exec" && len(words) == 1:
		return "`%exec` needs the name of a function, for example: `%exec run`"
	case slices.Contains(known, words[0]):
		return ""
	}
	return unknown(words)
}

// alone says what to do about statements in the line of %%: GoNB would give them to the program as arguments.
const alone = "`%%` must stand alone in its line. Write the statements below it."

// isGo reports whether words are Go, rather than the arguments of a program.
func isGo(words []string) bool {
	text := strings.Join(words, " ")
	return strings.Contains(text, "(") || strings.Contains(text, ":=")
}

// checkOneMain returns a problem if a cell has two bodies of main.
func (l *layout) checkOneMain() *Problem {
	var first *command
	for i, c := range l.commands {
		switch {
		case !c.makesMain():
		case first == nil:
			first = &l.commands[i]
		default:
			return l.problemAt(l.starts[c.line], twice("%"+first.name(), first.line, "%"+c.name()))
		}
	}
	return nil
}
