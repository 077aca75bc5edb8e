package image

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/test/lab"
)

const image = "nexttoken"

// strict is how a careful administrator runs the image: no network, nothing to write but the home and /tmp, no
// privileges, 2 GB.
// Docker's --tmpfs forbids to execute, and a cell is compiled in /tmp.
var strict = []string{"--network", "none", "--read-only", "--tmpfs", "/tmp:exec", "--cap-drop", "ALL",
	"--security-opt", "no-new-privileges", "--memory", "2g"}

// tests is the folder of the tests, for a container to read.
func tests() []string {
	return []string{"-e", "PYTHONDONTWRITEBYTECODE=1", "-v", filepath.Join(lab.Root(), "test") + ":/test:ro"}
}

// docker runs a command of docker, and returns what it prints.
func docker(t *testing.T, arguments ...string) string {
	t.Helper()
	said, err := exec.Command("docker", arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("docker %s: %v: %s", strings.Join(arguments, " "), err, said)
	}
	return strings.TrimSpace(string(said))
}

// run starts a container and removes it when the test ends.
func run(t *testing.T, options []string, command ...string) (container string) {
	t.Helper()
	container = docker(t, join([]string{"run", "--detach"}, options, []string{image}, command)...)
	t.Cleanup(func() { exec.Command("docker", "rm", "--force", container).Run() })
	return container
}

// finished runs a command in a container of its own, and returns what it printed.
func finished(t *testing.T, options []string, command ...string) string {
	t.Helper()
	return docker(t, join([]string{"run", "--rm"}, options, []string{image}, command)...)
}

// volume makes a volume for a home, and removes it when the test ends.
func volume(t *testing.T) (option []string) {
	t.Helper()
	name := docker(t, "volume", "create")
	t.Cleanup(func() { exec.Command("docker", "volume", "rm", "--force", name).Run() })
	return []string{"-v", name + ":/home/student"}
}

// eventually waits until a command succeeds in a container.
func eventually(t *testing.T, container, command string) {
	t.Helper()
	done := func() bool { return exec.Command("docker", "exec", container, "sh", "-c", command).Run() == nil }
	if err := lab.Until(done); err != nil {
		t.Fatalf("%s: %v: %s", command, err, docker(t, "logs", container))
	}
}

func join(lists ...[]string) (all []string) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
