package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A shell reads the words again, whatever they hold.
func TestAShellReadsTheWords(t *testing.T) {
	words := []string{
		"plain", "out2/with space", "it's", "$HOME", "`id`", "*", "a\nb", "", "-x", "zoë", `back\slash`, "~",
	}
	for _, word := range words {
		printed, err := exec.Command("sh", "-c", "printf %s. "+shellWord(word)).Output()
		if err != nil || string(printed) != word+"." {
			t.Errorf("%q: %q, %v", word, printed, err)
		}
	}
	if got := shellWord("models/ada_2-b.x"); got != "models/ada_2-b.x" {
		t.Errorf("a plain word is written as %s", got)
	}
}

// The command that train prints works when it is pasted.
func TestThePrintedCommand(t *testing.T) {
	out := t.TempDir() + "/with space"
	arguments := []string{"train", "--names", write(t, some()...), "--out", out}
	printed := must(t, slices.Concat(arguments, small)...)
	_, line, _ := strings.Cut(lastLine(printed), ": ")
	pasted := exec.Command("sh", "-c", line+" --n 3")
	pasted.Env = append(os.Environ(), asCommand+"=1")
	names, err := pasted.Output()
	if err != nil || strings.Count(string(names), "\n") != 3 {
		t.Errorf("%s: %q, %v", line, names, err)
	}
}
