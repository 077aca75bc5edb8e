//go:build !linux

package cellprocess

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

const defaultMemory = 2000 // MB

// DieWithParent does nothing: only Linux can end a process with its parent.
func DieWithParent(*exec.Cmd) {}

// smallPipe does nothing: only Linux can change a pipe's size.
func smallPipe(*os.File) {}

// memoryLimit returns how many bytes a cell's program may hold: NEXTTOKEN_MEMORY_MB, or 2 GB.
func memoryLimit() int { return Setting("NEXTTOKEN_MEMORY_MB", defaultMemory) * megabyte }

// resident returns how many bytes of memory a process holds; 0 if it has ended.
func resident(pid int) int {
	out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output()
	kilobytes, _ := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

// children returns the processes that a process started, with their names.
func children(parent int) map[int]string {
	out, _ := exec.Command("pgrep", "-P", strconv.Itoa(parent)).Output()
	found := map[int]string{}
	for _, field := range strings.Fields(string(out)) {
		pid, _ := strconv.Atoi(field)
		name, _ := exec.Command("ps", "-o", "comm=", "-p", field).Output()
		found[pid] = filepath.Base(strings.TrimSpace(string(name)))
	}
	return found
}
