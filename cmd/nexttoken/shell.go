package main

// Commands that a person can copy from a message and paste into a shell.

import (
	"os"
	"regexp"
	"strings"
)

// plain are words that a shell takes as they are.
var plain = regexp.MustCompile(`^[\w./:@%+,-]+$`)

// shellWord writes a word for a shell: as it is, or between single quotation marks.
func shellWord(text string) string {
	if plain.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// shellCommand writes a command of this program, called as it was called now.
func shellCommand(words ...string) string {
	line := shellWord(os.Args[0])
	for _, word := range words {
		line += " " + shellWord(word)
	}
	return line
}
