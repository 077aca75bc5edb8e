package hub

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nexttoken/test/lab"
)

// TestSetUpOfAClass wants a second set-up to make nothing, and cells to compile after one that copies the lecture
// again: Go knows a package by the times of its files, and students can't write into the caches.
func TestSetUpOfAClass(t *testing.T) {
	setUp(t)
	if said := setUp(t); said != "" {
		t.Errorf("the second set-up made again what there was: %s", said)
	}
	hub := filepath.Join(lab.Root(), ".venv/hub")
	source := filepath.Join(lab.Root(), "pkg/vocab/vocab.go")
	was, err := os.Stat(source)
	must(t, err)
	t.Cleanup(func() { os.Chtimes(source, was.ModTime(), was.ModTime()) })
	hourAgo := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(source, hourAgo, hourAgo))
	must(t, os.Remove(filepath.Join(hub, "lecture.made")))
	if said := setUp(t); !strings.Contains(said, "caches") {
		t.Errorf("the caches are those of an older copy of the lecture: %q", said)
	}
	build := exec.Command("go", "build", "./pkg/...")
	build.Dir = filepath.Join(hub, "lecture")
	build.Env = append(
		os.Environ(),
		"GOCACHE="+filepath.Join(hub, "go/cache"),
		"GOMODCACHE="+filepath.Join(hub, "go/modules"),
		"GOWORK="+filepath.Join(hub, "lecture/.venv/kernel/go.work"),
		"GOFLAGS=-modcacherw -tags=xlaonly",
		"GOPROXY=off",
		"HOME="+t.TempDir(),
	)
	build.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 200_000, Gid: 200_000}}
	if said, err := build.CombinedOutput(); err != nil {
		t.Errorf("a student can't compile the lecture: %v\n%s", err, said)
	}
}

// setUp sets the class server up, and returns what it said.
func setUp(t *testing.T) string {
	t.Helper()
	said, err := exec.Command(filepath.Join(lab.Root(), "deploy/jupyterhub/setup.sh")).CombinedOutput()
	must(t, err, string(said))
	return string(said)
}
