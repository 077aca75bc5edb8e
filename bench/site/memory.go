package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// memory is the most memory that a tab of a browser has had, in MB. Workers of a page are in it.
type memory struct {
	private float64 // its own, as the browser's task manager shows it
	all     float64 // with the pages of the browser's program, which all tabs share
}

// watch looks at a browser's largest tab from now on, 50 times a second. It returns a function that ends this, and
// returns what it saw.
func watch(browser int) func() memory {
	end, seen := make(chan bool), make(chan memory)
	go func() {
		var most memory
		for {
			now := tab(browser)
			most = memory{max(most.private, now.private), max(most.all, now.all)}
			select {
			case <-end:
				seen <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() memory {
		end <- true
		return <-seen
	}
}

// tab returns the memory of the largest process below the browser's that draws pages.
func tab(browser int) (most memory) {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", browser))
	for _, task := range tasks {
		children, _ := os.ReadFile(task)
		for _, child := range strings.Fields(string(children)) {
			number, _ := strconv.Atoi(child)
			for _, other := range []memory{used(number), tab(number)} {
				if other.private > most.private {
					most = other
				}
			}
		}
	}
	return most
}

var parts = regexp.MustCompile(`(?m)^(RssAnon|VmRSS):\s+(\d+) kB`)

// used returns the memory of a process, if it draws pages.
func used(process int) (now memory) {
	command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", process))
	if !strings.Contains(string(command), "--type=renderer") {
		return now
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	for _, part := range parts.FindAllSubmatch(status, -1) {
		kilobytes, _ := strconv.Atoi(string(part[2]))
		megabytes := float64(kilobytes) * 1024 / 1e6
		if string(part[1]) == "VmRSS" {
			now.all = megabytes
		} else {
			now.private = megabytes
		}
	}
	return now
}

// rows prints the memory of tabs.
func rows(name string, seen ...memory) {
	var private, all []float64
	for _, one := range seen {
		private, all = append(private, one.private), append(all, one.all)
	}
	row(name+", private", private, "MB")
	row(name+", with what it shares", all, "MB")
}
