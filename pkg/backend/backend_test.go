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
	if got := Describe(opened); !IsXLA(opened) || !strings.HasPrefix(got, "XLA on the CPU") {
		t.Errorf("opened %s: %s", opened.Name(), got)
	}
	if again, err := OpenXLA(); err != nil || again != opened {
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

func TestWithoutThePluginPureGoDoesTheWorkAndDescribeSaysSo(t *testing.T) {
	withoutPlugin(t)
	opened, err := start()
	if err != nil {
		t.Fatal(err)
	}
	if got := Describe(opened); IsXLA(opened) || !strings.Contains(got, "slower") ||
		!strings.Contains(got, "make setup") {
		t.Errorf("opened %s: %s", opened.Name(), got)
	}
	sum, err := ExecOnce(opened, func(x *Node) *Node { return ReduceAllSum(x) }, []float32{1, 2, 3})
	if err != nil || sum.Value() != float32(6) {
		t.Errorf("1 + 2 + 3 = %v, %v", sum, err)
	}
}

func TestWorkThatNeedsXLAIsRefusedWithoutIt(t *testing.T) {
	withoutPlugin(t)
	for asked, advice := range map[string]string{
		"": "`make setup` installs XLA's plugin", pureGo: "unset GOMLX_BACKEND, and XLA is used if it is installed",
	} {
		t.Setenv(backendVariable, asked)
		opened, err := onlyXLA(start())
		want := "the backend is pure Go, which is too slow for this: " + advice
		if opened != nil || err == nil || err.Error() != want {
			t.Errorf("%q: opened %v, %v", asked, opened, err)
		}
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
	if got := choose(); got != "xla:"+want+",shared_buffers" {
		t.Errorf("chose %q", got)
	}
}

func TestABackendThatTheVariableNames(t *testing.T) {
	t.Setenv(backendVariable, "abacus")
	opened, err := start()
	if got := Describe(opened); IsXLA(opened) || got != "no backend: the error of Open says why" {
		t.Errorf("no backend is %q", got)
	}
	if err == nil || !strings.Contains(err.Error(), `backend "abacus" does not open`) ||
		!strings.Contains(err.Error(), "unset "+backendVariable) {
		t.Errorf("an unknown backend: %v", err)
	}
	for name, want := range map[string]string{
		pureGo: "pure Go, chosen by GOMLX_BACKEND=go:ops_sequential: " +
			"training is at least 8 times slower than with XLA",
		"xla:" + Plugin(): "XLA, chosen by GOMLX_BACKEND=xla:" + Plugin(),
	} {
		t.Setenv(backendVariable, name)
		opened, err := start()
		if err != nil {
			t.Fatal(err)
		}
		if got := Describe(opened); got != want || IsXLA(opened) == (name == pureGo) {
			t.Errorf("%s opened %s: %s", name, opened.Name(), got)
		}
	}
}
