// Guard is the notebooks' kernel: it starts GoNB and stands between it and JupyterLab.
//
//	guard CONNECTION_FILE GONB [ARGUMENT...]
//
// GoNB finds this program as its go command, and starts it in the place of each cell's program: see package
// cellprocess.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"nexttoken/internal/cellprocess"
	"nexttoken/internal/guard"
)

func main() {
	name, arguments := os.Args[0], os.Args[1:]
	switch {
	case filepath.Base(name) == "go":
		os.Exit(cellprocess.Build(arguments))
	case cellprocess.IsLauncher(name):
		os.Exit(cellprocess.Launch(name, arguments))
	case len(arguments) < 2:
		fmt.Fprintln(os.Stderr, "usage: guard CONNECTION_FILE GONB [ARGUMENT...]")
		os.Exit(2)
	}
	signal.Notify(make(chan os.Signal, 1), os.Interrupt) // JupyterLab interrupts by a message
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	err := guard.Run(ctx, guard.Config{Connection: arguments[0], Command: arguments[1:]})
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "guard:", err)
		os.Exit(1)
	}
}
