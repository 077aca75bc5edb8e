package atomicfile

import (
	"io"
	"os"
	"testing"
)

// A pipe takes bytes, but no pipe can say that they are on a disk.
func TestBytesThatMayNotBeOnTheDiskAreAnError(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := fill(writer, []byte("abi")); err == nil {
		t.Error("a pipe was filled without an error")
	}
	if content, err := io.ReadAll(reader); err != nil || string(content) != "abi" {
		t.Errorf("the pipe holds %q, %v: after an error it should be closed", content, err)
	}
}
