package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// peak returns the most memory that a tab of a browser has had, in MB: that of the largest process below the browser's
// that draws pages. Workers of a page are in it.
func peak(browser int) (most float64) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", browser))
	for _, task := range tasks {
		children, _ := os.ReadFile(task)
		for _, child := range strings.Fields(string(children)) {
			number, _ := strconv.Atoi(child)
			most = max(most, highest(number), peak(number))
		}
	}
	return most
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// highest returns the most memory that a process has had, in MB, if it draws pages.
func highest(process int) float64 {
	command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", process))
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	found := highWater.FindSubmatch(status)
	if !strings.Contains(string(command), "--type=renderer") || found == nil {
		return 0
	}
	kilobytes, _ := strconv.Atoi(string(found[1]))
	return float64(kilobytes) * 1024 / 1e6
}
