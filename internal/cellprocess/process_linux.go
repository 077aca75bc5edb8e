package cellprocess

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const defaultMemory = 2000 // MB

// DieWithParent lets a command end with the thread that starts it.
func DieWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// smallPipe makes a pipe smaller than what GoNB reads at once, so that it always reads all of it: whole pieces.
func smallPipe(pipe *os.File) { _, _ = unix.FcntlInt(pipe.Fd(), unix.F_SETPIPE_SZ, 4*pieceSize) }

// resident returns how many bytes of memory a process holds; 0 if it has ended.
func resident(pid int) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	pages, _ := strconv.Atoi(fields[min(1, len(fields)-1)])
	return pages * os.Getpagesize()
}

// memoryLimit returns how many bytes a cell's program may hold: NEXTTOKEN_MEMORY_MB, or 2 GB, or three quarters of what
// the machine or the container has where that is less.
func memoryLimit() int {
	if mb := Setting("NEXTTOKEN_MEMORY_MB", 0); mb > 0 {
		return mb * megabyte
	}
	limit := defaultMemory * megabyte
	for _, have := range []int{machineMemory(), containerMemory()} {
		if have > 0 {
			limit = min(limit, have/4*3)
		}
	}
	return limit
}

func machineMemory() int {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return 0
	}
	return int(info.Totalram) * int(info.Unit)
}

// containerMemory returns the limit of the control group, of either version; 0 if there is none.
func containerMemory() int {
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if n, err := strconv.Atoi(string(bytes.TrimSpace(data))); err == nil {
			return n
		}
	}
	return 0
}

// children returns the processes that a process started, with their names.
func children(parent int) map[int]string {
	found := map[int]string{}
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent))
	for _, task := range tasks {
		data, _ := os.ReadFile(task)
		for _, field := range strings.Fields(string(data)) {
			pid, _ := strconv.Atoi(field)
			name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
			found[pid] = strings.TrimSpace(string(name))
		}
	}
	return found
}
