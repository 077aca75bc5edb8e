package gocell

import (
	"fmt"
	"slices"
	"strings"
)

// python are commands that stand on many pages of Python, and what to do here.
var python = []struct{ names, advice string }{
	{"lsmagic %magic quickref", "`%help` shows all commands."},
	{"matplotlib pylab", "Pictures need no command here. Remove the line."},
	{"time timeit %time %timeit", "To measure time, write `start := time.Now()` first and " +
		"`fmt.Println(time.Since(start))` at the end."},
	{"load_ext reload_ext autoreload config store alias", "Go needs no such line. Remove it."},
	{"who whos who_ls", "`%ls` shows what the cells declared."},
	{"pwd", "`%cd` without a folder shows the folder."},
	{"%capture", "`%capture FILE`, with one %, keeps the output in a file."},
	{"%file writefile", "`%%writefile FILE`, in the first line of a cell, writes the cell to a file."},
	{"run load python python3 %python %python3 %html %javascript %js %latex %svg", "A cell holds Go here."},
	{"cat cp mv mkdir rmdir echo less more head tail", "For a command of the shell, write `!` in place of `%`."},
	{"reset_selective del xdel", "`%rm NAME` forgets a declaration."},
	{"clear cls", "To clear outputs, use JupyterLab's menu: Edit, Clear Outputs of All Cells."},
	{"exit quit", "To stop, use JupyterLab's menu: Kernel, Shut Down Kernel."},
}

// wasm is GoNB's, and broken: it looks for a file that Go has moved.
const wasm = "`%wasm` does not work with this version of Go. Write `%%` instead: the program then runs on this machine."

// unknown returns what to do about a % command that GoNB does not know.
func unknown(words []string) string {
	name := words[0]
	switch {
	case name == "wasm":
		return wasm
	case isGo(words[:1]) && nearestCommand(name) == "":
		return alone
	case slices.Contains(magics, "%"+name):
		return fmt.Sprintf("`%%%s` must be the first line of its cell. Make a new cell for it.", name)
	case installs(strings.Join(words, " ")) != "":
		return refuseInstall(installs(strings.Join(words, " ")))
	}
	sentence := fmt.Sprintf("This notebook has no command `%%%s`. ", name)
	for _, p := range python {
		if slices.Contains(strings.Fields(p.names), name) {
			return sentence + p.advice
		}
	}
	if near := nearestCommand(strings.ToLower(name)); near != "" {
		return sentence + "Do you mean `%" + near + "`?"
	}
	return sentence + "`%help` shows all commands."
}

// nearestCommand returns the known command with the fewest changed letters, at most 2 and not more than half; "" if
// none is near. Of two, it prefers the one with the same first letter.
func nearestCommand(name string) string {
	best, fewest := "", 2*min(2, len(name)/2)+1
	for _, other := range known {
		d := 2 * distance(name, other)
		if other[0] == name[0] {
			d--
		}
		if d < fewest {
			best, fewest = other, d
		}
	}
	return best
}

// distance returns how many letters must be added, removed or changed to make b of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
