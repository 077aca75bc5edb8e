package llama

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFileOfSetUpIsFoundBesideTheOneThatTheVariableNames(t *testing.T) {
	named, err := Installed()
	if err != nil {
		t.Fatal(err)
	}
	checkout, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(checkout, ".venv", installedFile)
	if err := os.MkdirAll(filepath.Dir(want), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(named, want); err != nil {
		t.Fatal(err)
	}
	t.Setenv(FileVariable, "")
	t.Chdir(checkout)
	if got, err := Installed(); err != nil || got != want {
		t.Errorf("found %q, %v, want %q", got, err, want)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	folder := t.TempDir()
	damaged, missing := filepath.Join(folder, "damaged.gguf"), filepath.Join(folder, "missing.gguf")
	if err := os.WriteFile(damaged, []byte("GGUF and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	for _, try := range []struct {
		variable, want string
		notInstalled   bool
	}{
		{"", "is not installed: run `make setup`", true},
		{"off", "because NEXTTOKEN_SMOLLM2 is off: unset it, and run `make setup`", true},
		{missing, "there is no file " + missing, true},
		{damaged, damaged + " is damaged, or not SmolLM2", false},
		{folder, "cannot be read", false},
	} {
		t.Setenv(FileVariable, try.variable)
		path, err := Installed()
		if path != "" || err == nil || !strings.Contains(err.Error(), try.want) ||
			errors.Is(err, ErrNotInstalled) != try.notInstalled {
			t.Errorf("%s=%s: %v, %v, want %s", FileVariable, try.variable, path, err, try.want)
		}
		if try.variable != folder && !strings.Contains(err.Error(), "ask your teacher") {
			t.Errorf("a student who can't run make setup reads only %v", err)
		}
	}
}

// The process of a test keeps its backend, so that another process opens the model in pure Go.
func TestWithoutXLAItIsRefused(t *testing.T) {
	const variable = "GOMLX_BACKEND"
	if os.Getenv(variable) != "go" {
		again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), variable+"=go")
		if said, err := again.CombinedOutput(); err != nil || !strings.Contains(string(said), "--- PASS: "+t.Name()) {
			t.Errorf("%v: %s", err, said)
		}
		return
	}
	m, err := SmolLM2()
	if m != nil || err == nil || !strings.Contains(err.Error(), "pure Go, which is too slow for this: unset ") {
		t.Errorf("%v, %v", m, err)
	}
}
