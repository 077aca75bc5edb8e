package backend

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
)

func TestXLARunsWhereItsPluginIs(t *testing.T) {
	if Plugin() == "" && runtime.GOOS == "linux" {
		t.Fatal("XLA's plugin is missing: `make setup` installs it")
	}
	opened, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	if said := Describe(opened); !IsXLA(opened) || !strings.HasPrefix(said, "XLA on the CPU") {
		t.Errorf("opened %s: %s", opened.Name(), said)
	}
	if again, err := Open(); err != nil || again != opened {
		t.Errorf("opened another backend the second time: %v, %v", again, err)
	}
}

// withoutPlugin makes a machine on which nothing was installed.
func withoutPlugin(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "darwin" {
		t.Skip("GoMLX installs its own plugin on macOS")
	}
	t.Setenv(pluginVariable, t.TempDir())
	t.Setenv(backendVariable, "")
}

func TestWithoutThePluginPureGoDoesTheWorkAndSaysSo(t *testing.T) {
	withoutPlugin(t)
	opened, err := start()
	if err != nil {
		t.Fatal(err)
	}
	if said := Describe(opened); IsXLA(opened) || !strings.Contains(said, "slower") || !strings.Contains(said, "make setup") {
		t.Errorf("opened %s: %s", opened.Name(), said)
	}
	sum, err := ExecOnce(opened, func(x *Node) *Node { return ReduceAllSum(x) }, []float32{1, 2, 3})
	if err != nil || sum.Value() != float32(6) {
		t.Errorf("1 + 2 + 3 = %v, %v", sum, err)
	}
}

func TestThePluginIsFoundWhereTheVariableSays(t *testing.T) {
	withoutPlugin(t)
	empty, full := t.TempDir(), t.TempDir()
	want := filepath.Join(full, PluginFile)
	if err := os.WriteFile(want, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv(pluginVariable, empty+string(filepath.ListSeparator)+full)
	if got := Plugin(); got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := Choose(); got != "xla:"+want+",shared_buffers" {
		t.Errorf("chose %q", got)
	}
}

func TestABackendThatWasAskedForByName(t *testing.T) {
	t.Setenv(backendVariable, "abacus")
	if _, err := start(); err == nil || !strings.Contains(err.Error(), `backend "abacus" does not open`) || !strings.Contains(err.Error(), "unset "+backendVariable) {
		t.Errorf("an unknown backend: %v", err)
	}
	for asked, want := range map[string]string{
		pureGo:            "pure Go, as GOMLX_BACKEND=go:ops_sequential asks for: training runs about 8 times slower than with XLA",
		"xla:" + Plugin(): "XLA, as GOMLX_BACKEND=xla:" + Plugin() + " asks for",
	} {
		t.Setenv(backendVariable, asked)
		opened, err := start()
		if err != nil {
			t.Fatal(err)
		}
		if said := Describe(opened); said != want || IsXLA(opened) == (asked == pureGo) {
			t.Errorf("asked for %s, opened %s: %s", asked, opened.Name(), said)
		}
	}
}
