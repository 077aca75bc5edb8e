package cell

import (
	"errors"
	"io"
	"os"
	"strconv"
	"testing"
)

func ExampleMust() {
	number := Must(strconv.Atoi("27"))
	os.Stdout.WriteString(strconv.Itoa(number + 1))
	// Output: 28
}

// failing runs f and returns what it wrote to the standard error, and the status that it ended with, or -1.
func failing(t *testing.T, f func()) (written string, status int) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, status := os.Stderr, -1
	os.Stderr, exit = write, func(code int) { status = code }
	defer func() { os.Stderr, exit = stderr, os.Exit }()
	f()
	write.Close()
	text, err := io.ReadAll(read)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), status
}

func TestAnErrorIsOneSentenceAndEndsTheCell(t *testing.T) {
	written, status := failing(t, func() { Must(0, errors.New("temperature -1: it must be 0 or more")) })
	if want := "✗ temperature -1: it must be 0 or more\n"; written != want || status != 1 {
		t.Errorf("wrote %q with status %d, want %q with 1", written, status, want)
	}
}

func TestWithoutAnErrorTheCellGoesOn(t *testing.T) {
	if written, status := failing(t, func() { Check(nil) }); written != "" || status != -1 {
		t.Errorf("wrote %q, ended with %d", written, status)
	}
}
