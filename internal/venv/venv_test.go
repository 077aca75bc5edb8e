package venv

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAFileOfTheEnvironmentIsFoundFromAnyFolderBelow(t *testing.T) {
	checkout, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	want, below := filepath.Join(checkout, ".venv", "part", "file"), filepath.Join(checkout, "student", "notebooks")
	for _, folder := range []string{filepath.Dir(want), below} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(want, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{checkout, below} {
		t.Chdir(folder)
		if got := Find("part/file"); got != want {
			t.Errorf("in %s, found %q, want %q", folder, got, want)
		}
		if got := Find("part/other"); got != "" {
			t.Errorf("found %q, which is not there", got)
		}
	}
}
