// Command nexttoken does the lecture's work from a shell: it trains a model of names, writes names with it, measures
// it, does the same with a pretrained model and chats with that, and checks whether this machine is ready.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"nexttoken/internal/spelling"
)

// command is a subcommand. It prints results to out, and everything else to notes.
type command struct {
	name, purpose string
	run           func(args []string, out, notes io.Writer) error
}

func commands() []command {
	return []command{
		{"train", "trains a model on a list of names", onGPU(train)},
		{"generate", "writes names with a trained model, or text with SmolLM2", onGPU(generate)},
		{"score", "measures a model on a list of names or on a text", onGPU(score)},
		{"chat", "talks with SmolLM2, a small pretrained model", onGPU(chat)},
		{"handout", "copies the notebooks to a folder of yours", handout},
		{"reset", "puts a fresh copy of a notebook next to yours", reset},
		{"logins", "shows who may log in at a class server", printLogins},
		{"class", "shows how far the students of a class are", class},
		{"gpu", "prints the variables with which programs use the GPU, for eval", printGPU},
		{"doctor", "checks whether this machine is ready for the lecture", doctor},
	}
}

// The exit statuses besides 0: the command failed, its arguments were wrong, or it was interrupted.
const (
	failed      = 1
	misused     = 2
	interrupted = 130 // as a shell gives it for Ctrl-C
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the subcommand that the arguments name, and returns the exit status.
func run(args []string, out, notes io.Writer) int {
	if len(args) == 0 {
		usage(notes)
		return misused
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		usage(out)
		return 0
	}
	for _, command := range commands() {
		if command.name == args[0] {
			return status(command.run(args[1:], out, notes), command.name, notes)
		}
	}
	fmt.Fprintf(notes, "nexttoken %s: there is no such command%s\n\n", args[0], perhaps(args[0]))
	usage(notes)
	return misused
}

// perhaps asks for the command that was perhaps meant.
func perhaps(written string) string {
	var names []string
	for _, command := range commands() {
		names = append(names, command.name)
	}
	if nearest, found := spelling.Nearest(written, names); found {
		return fmt.Sprintf(": did you mean %s?", nearest)
	}
	return ""
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage: nexttoken COMMAND [FLAGS]     (nexttoken COMMAND --help lists the flags)")
	for _, command := range commands() {
		fmt.Fprintf(w, "  %-10s%s\n", command.name, command.purpose)
	}
}

// status prints an error in one sentence, and returns its exit status.
func status(err error, name string, notes io.Writer) int {
	var wrongArguments misuse
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errInterrupted):
		return interrupted
	case errors.Is(err, errNotReady):
		return failed
	}
	fmt.Fprintf(notes, "nexttoken %s: %v\n", name, err)
	if errors.As(err, &wrongArguments) {
		return misused
	}
	return failed
}
