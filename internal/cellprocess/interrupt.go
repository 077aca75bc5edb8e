package cellprocess

import (
	"strings"
	"syscall"
)

// programPrefix begins the name that GoNB gives to a cell's program.
const programPrefix = "gonb_"

// InterruptBuild interrupts what GoNB, a process, started, but for the cell's program: that gets one interrupt, from
// GoNB, since a second one could end it while it saves its work.
func InterruptBuild(gonb int) { interrupt(gonb, false) }

// InterruptProgram interrupts the cell's program, which GoNB started.
func InterruptProgram(gonb int) { interrupt(gonb, true) }

func interrupt(parent int, programs bool) {
	for pid, name := range children(parent) {
		isProgram := strings.HasPrefix(name, programPrefix)
		if isProgram == programs && name != "gopls" {
			_ = syscall.Kill(pid, syscall.SIGINT)
		}
		if !isProgram && name != "gopls" {
			interrupt(pid, programs)
		}
	}
}

// HasProgram returns whether a cell's program runs, which GoNB started.
func HasProgram(gonb int) bool {
	for _, name := range children(gonb) {
		if strings.HasPrefix(name, programPrefix) {
			return true
		}
	}
	return false
}
