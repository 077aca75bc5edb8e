// pause is the first program of each pod on the test's cluster: it holds the pod's network, and waits for those of its
// children that have ended.
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for each := range signals {
		if each != syscall.SIGCHLD {
			return
		}
		for ended, err := 1, error(nil); ended > 0 && err == nil; {
			ended, err = syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		}
	}
}
