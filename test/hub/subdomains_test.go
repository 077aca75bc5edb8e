package hub

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nexttoken/test/lab"
)

// With a domain, a student's pages come from an address of their own, from which nothing else can be read. A server
// that nobody uses is stopped.
func TestSubdomains(t *testing.T) {
	t.Setenv("IDLE", "20")
	s := start(t, subdomains)
	ada := s.enter(t, "ada")
	own := fmt.Sprintf("https://ada.%s:%d/class/user/ada/lab", subdomains, s.public)
	must(t, ada.Until(fmt.Sprintf(`location.href.startsWith(%q)`, own)), "ada's server did not open at "+own)
	must(t, ada.Open(own+"/tree/notebooks/00_start_here.ipynb?reset"))
	place := ada.firstCode(t)
	must(t, ada.Replace(place, "%%\nfmt.Println(6 * 7)"))
	if said, err := ada.Output(place); err != nil || strings.TrimSpace(said) != "42" {
		t.Errorf("a cell printed %q, %v", said, err)
	}
	for _, address := range []string{s.address + "/hub/api/user", s.address + "/hub/home"} {
		if status, text := ada.ask(t, address); status != notSent {
			t.Errorf("ada's page read %s: %d, %s", address, status, text)
		}
	}
	must(t, ada.Save())
	ada.Close()
	home, runs := s.homeAndServer(t, "ada")
	must(t, lab.Until(func() bool { return !runs() }), "ada's server, which nobody uses, was not stopped")
	if saved, err := os.ReadFile(filepath.Join(home, "notebooks/00_start_here.ipynb")); err != nil ||
		!strings.Contains(string(saved), "fmt.Println(6 * 7)") {
		t.Errorf("what ada saved is not there after the server was stopped: %v", err)
	}
}

// homeAndServer returns the folder of a student's files, and whether the student's server runs.
func (s server) homeAndServer(t *testing.T, student string) (home string, runs func() bool) {
	t.Helper()
	if spawner == "containers" {
		name := "name=^" + className + "-" + student + "$"
		return folderOf(t, student), func() bool { return docker(t, "ps", "--quiet", "--filter", name) != "" }
	}
	number := s.number(t, student)
	return filepath.Join(s.state, "homes", student), func() bool {
		return len(processes(func(owner uint32, _ string) bool { return owner == number })) > 0
	}
}
