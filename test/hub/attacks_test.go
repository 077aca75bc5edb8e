package hub

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"nexttoken/test/lab"
)

// checkLimits wants in force, in bob's notebook, what deploy/jupyterhub/confine promises.
func checkLimits(t *testing.T, s server, bob student) {
	bob.prints(t, s, `
	status, _ := os.ReadFile("/proc/self/status")
	score, _ := os.ReadFile("/proc/self/oom_score_adj")
	fmt.Println(strings.Contains(string(status), "NoNewPrivs:\t1"), strings.TrimSpace(string(score)))`, "true 500")
	stranger, err := os.CreateTemp("", "stranger")
	must(t, err)
	defer os.Remove(stranger.Name())
	must(t, stranger.Chmod(0o644))
	bob.prints(t, s, fmt.Sprintf(`
	_, err := os.ReadFile(%q)
	strangers, _ := os.ReadFile("/proc/1/cmdline")
	fmt.Println(errors.Is(err, os.ErrNotExist), len(strangers))`, stranger.Name()), "true 0")
	bob.prints(t, s, `
	file, _ := os.Create("/tmp/large")
	defer os.Remove("/tmp/large")
	fmt.Println(file.Truncate(2 << 30))`, "truncate /tmp/large: file too large")
	bob.prints(t, s, `
	var err error
	started := 0
	for ; err == nil && started < 2000; started++ {
		sleeper := exec.Command("sleep", "60")
		if err = sleeper.Start(); err == nil {
			defer sleeper.Process.Kill()
		}
	}
	fmt.Println(started > 100, errors.Is(err, syscall.EAGAIN))`, "true true")
	if _, err := os.Stat("/sys/fs/cgroup/memory"); err == nil { // else the limit is one of each process, and twice as large
		bob.prints(t, s, `
	eater := exec.Command("tail", "--bytes=3G", "/dev/zero")
	fmt.Println(eater.Run())`, "signal: killed")
	}
}

// prints runs the body of a Go function in the student's notebook, and wants it to print a text.
func (who student) prints(t *testing.T, s server, body, want string) {
	t.Helper()
	s.open(t, who, "00_start_here.ipynb")
	place := who.firstCode(t)
	must(t, who.Replace(place, "%%"+body))
	if said, err := who.Output(place); err != nil || !strings.Contains(said, want) {
		t.Errorf("%s printed %q, %v, want %q", body, said, err, want)
	}
	must(t, who.Save())
}

// checkSecondHub wants a second hub with the same homes to end with a sentence.
func checkSecondHub(t *testing.T, s server) {
	said, err := s.python("-m", "jupyterhub", "--config", config).CombinedOutput()
	if err == nil || !strings.Contains(string(said), "another hub runs with the homes in "+s.state) {
		t.Errorf("a second hub: %v, %s", err, said)
	}
}

// checkHubKilled wants the hub back when it was killed, while students go on.
func checkHubKilled(t *testing.T, s server, ada student) {
	const files = "/class/user/ada/api/contents"
	hubs := processes(func(_ uint32, command string) bool {
		return strings.Contains(command, "jupyterhub\x00--config\x00"+config) && !strings.Contains(command, "supervise.py")
	})
	if len(hubs) != 1 {
		t.Fatalf("%d hubs", len(hubs))
	}
	must(t, syscall.Kill(hubs[0], syscall.SIGKILL))
	if status, _ := ada.ask(t, files); status != http.StatusOK {
		t.Errorf("while the hub was away, ada's files were answered with %d", status)
	}
	must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"), "the hub did not come back")
}

// checkProxyKilled wants the proxy back when it was killed, with the addresses of the students' servers, and not as root.
func checkProxyKilled(t *testing.T, s server, ada student) {
	for range 2 {
		number, err := os.ReadFile(filepath.Join(s.state, "proxy.pid"))
		must(t, err)
		process, err := strconv.Atoi(string(number))
		must(t, err)
		owner, err := os.Stat(fmt.Sprintf("/proc/%d", process))
		must(t, err)
		if owner.Sys().(*syscall.Stat_t).Uid == 0 {
			t.Error("the proxy is root")
		}
		must(t, syscall.Kill(process, syscall.SIGKILL))
		back := func() bool {
			status, _ := ada.ask(t, "/class/user/ada/api/contents")
			return status == http.StatusOK
		}
		must(t, lab.Until(back), "the proxy did not come back with ada's server")
	}
}

// checkStop wants `make stop-hub` to end all that bob has started, also what goes on to start more.
func checkStop(t *testing.T, s server, bob student) {
	bob.prints(t, s, `
	fmt.Println(exec.Command("setsid", "sh", "-c", "while :; do sleep 100 & sleep 0.01; done").Start())`, "<nil>")
	number := s.number(t, "bob")
	of := func() []int { return processes(func(owner uint32, _ string) bool { return owner == number }) }
	must(t, lab.Until(func() bool { return len(of()) > 50 }), "bob's program does not fork")
	s.stop(t)
	if left := of(); len(left) > 0 {
		t.Errorf("processes of bob that stop-hub did not end: %d", left)
	}
}

// processes returns the processes that are wanted, by owner and command line.
func processes(wanted func(owner uint32, command string) bool) (found []int) {
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		command, err := os.ReadFile(filepath.Join(folder, "cmdline"))
		info, err2 := os.Stat(folder)
		if err != nil || err2 != nil || !wanted(info.Sys().(*syscall.Stat_t).Uid, string(command)) {
			continue
		}
		number, _ := strconv.Atoi(filepath.Base(folder))
		found = append(found, number)
	}
	slices.Sort(found)
	return found
}
