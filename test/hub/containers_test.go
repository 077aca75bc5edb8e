package hub

import (
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// className begins the names of the test's containers and volumes. No student's name has a _, so it touches those of no
// real class.
const className = "nexttoken_test"

// docker runs a command of docker, and returns what it prints.
func docker(t *testing.T, arguments ...string) string {
	t.Helper()
	said, err := exec.Command("docker", arguments...).CombinedOutput()
	must(t, err, string(said))
	return strings.TrimSpace(string(said))
}

// removeContainers removes what a class in containers leaves: the containers, the homes, the network.
func removeContainers() {
	exec.Command("sh", "-c", `docker rm --force $(docker ps --all --quiet --filter label=class=`+className+`)
		docker volume rm --force $(docker volume ls --quiet --filter name=^`+className+`-)
		docker network rm `+className).Run()
}

// checkContainers wants limits on bob's container, and tries in its notebook what bob must not be able to do.
func checkContainers(t *testing.T, s server, bob student) {
	const limits = "{{with .HostConfig}}{{.Memory}} {{.CpuQuota}}/{{.CpuPeriod}} {{.CapDrop}} {{.SecurityOpt}}{{end}}"
	cores := min(2, max(1, float64(runtime.NumCPU())/2))
	wantedLimits := fmt.Sprintf("2147483648 %.0f/100000 [ALL] [no-new-privileges]", 100_000*cores)
	if said := docker(t, "inspect", "--format", limits, className+"-bob"); said != wantedLimits {
		t.Errorf("bob's container is limited to %s", said)
	}
	const mounts = "{{range .Mounts}}{{.Name}} at {{.Destination}}{{end}}"
	if said := docker(t, "inspect", "--format", mounts, className+"-bob"); said != className+"-bob at /home/student" {
		t.Errorf("bob's container holds %q of this machine, want bob's home alone", said)
	}
	if said := docker(t, "network", "inspect", "--format", "{{.Internal}}", className); said != "true" {
		t.Errorf("is the containers' network internal, and leads to no other machine? %s", said)
	}
	ada := docker(
		t,
		"inspect",
		"--format",
		"{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
		className+"-ada",
	)
	bob.tries(t, s, map[string]string{
		fmt.Sprintf(`net.DialTimeout("tcp", "%s:8888", 5*time.Second)`, ada):             "i/o timeout",
		`os.Create("/opt/nexttoken/pkg/vocab/mine.go")`:                                  "permission denied",
		`os.Stat("/opt/nexttoken/notebooks/solutions/01_vocabulary.ipynb")`:              "no such file or directory",
		`os.Create("/opt/go/cache/mine")`:                                                "permission denied",
		`func() (int, error) { return 0, syscall.Setuid(0) }()`:                          "operation not permitted",
		`func() (int, error) { return 0, syscall.Mount("a", "/mnt", "tmpfs", 0, "") }()`: "operation not permitted",
	})
}

// checkHome removes ada's container, and wants what ada saved when the next one has started.
func checkHome(t *testing.T, s server, ada student) {
	s.loses(t, ada, "ada was here", func() { docker(t, "rm", "--force", className+"-ada") })
}

// loses saves a sentence in the student's notebook, ends the server without the hub, and wants the sentence from the
// next server. It returns how long that took.
func (s server) loses(t *testing.T, who student, sentence string, end func()) time.Duration {
	t.Helper()
	s.open(t, who, "00_start_here.ipynb")
	must(t, who.Replace(who.firstCode(t), fmt.Sprintf("%%%%\nfmt.Println(%q)", sentence)))
	must(t, who.Save())
	started := time.Now()
	end()
	saved := func() bool {
		if who.hurries(s.address+"/hub/spawn/"+who.name) != nil {
			return false
		} // once the hub has seen that the old one is gone, this starts another
		status, notebook := who.ask(t, "/class/user/"+who.name+"/api/contents/notebooks/00_start_here.ipynb")
		return status == http.StatusOK && strings.Contains(notebook, sentence)
	}
	must(t, lab.Until(saved), "no new server, or not with the notebook that "+who.name+" saved")
	return time.Since(started)
}

// hurries opens an address, and gives up after 20 seconds, as a student does who reloads a page that does not come.
func (who student) hurries(address string) error {
	return who.Do(chromedp.ActionFunc(func(ctx context.Context) error {
		soon, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		return chromedp.Navigate(address).Do(soon)
	}), chromedp.Sleep(5*time.Second))
}

// checkVolumes wants a class with another folder to be refused the homes of this one.
func checkVolumes(t *testing.T, s server) {
	other := s
	other.state = t.TempDir()
	other.environment = append(slices.Clone(s.environment), "NEXTTOKEN_HUB_STATE="+other.state,
		fmt.Sprintf("NEXTTOKEN_HUB=http://127.0.0.1:%d/", freePort(t, 18000, 1)),
		fmt.Sprintf("NEXTTOKEN_HUB_PORT=%d", freePort(t, 800, 3)))
	said, err := other.python("-m", "jupyterhub", "--config", s.config()).CombinedOutput()
	if err == nil || !strings.Contains(string(said), "is a home of the class in "+s.state) {
		t.Errorf("another class: %v, %s", err, said)
	}
	other.stop(t)
}
