package cellprocess

import "testing"

func TestTheMachinesMemoryIsKnown(t *testing.T) {
	if got := machineMemory(); got < 256*megabyte {
		t.Errorf("the machine has %d bytes", got)
	}
}
