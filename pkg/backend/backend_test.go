package backend

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheBackendIsXLAWhereItsPluginIs(t *testing.T) {
	if Plugin() == "" {
		t.Skip("no plugin here: `make setup` installs it on Linux")
	}
	opened, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if said := Describe(opened); !IsXLA(opened) || !strings.HasPrefix(said, "XLA on the CPU") {
		t.Errorf("opened %s: %s", opened.Name(), said)
	}
}
