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
	"time"

	"nexttoken/test/lab"
)

// limit is one of the limits that deploy/jupyterhub/confine promises: a piece of Go in bob's notebook, and what it
// prints where the limit is in force.
type limit struct{ name, body, want string }

// limits returns those that a notebook can try; stranger is a file in the machine's /tmp.
func limits(stranger string) []limit {
	return []limit{
		{"no new rights", `
	status, _ := os.ReadFile("/proc/self/status")
	fmt.Println(strings.Contains(string(status), "NoNewPrivs:\t1"))`, "true"},
		{"ended first where memory is short", `
	score, _ := os.ReadFile("/proc/self/oom_score_adj")
	fmt.Println(strings.TrimSpace(string(score)))`, "500"},
		{"a private /tmp, and no processes of others", fmt.Sprintf(`
	_, err := os.ReadFile(%q)
	strangers, _ := os.ReadFile("/proc/1/cmdline")
	fmt.Println(errors.Is(err, os.ErrNotExist), len(strangers))`, stranger), "true 0"},
		{"file size", `
	file, _ := os.Create("/tmp/large")
	defer os.Remove("/tmp/large")
	fmt.Println(file.Truncate(2 << 30))`, "truncate /tmp/large: file too large"},
		{"processes", `
	var err error
	started := 0
	for ; err == nil && started < 2000; started++ {
		sleeper := exec.Command("sleep", "60")
		if err = sleeper.Start(); err == nil {
			defer sleeper.Process.Kill()
		}
	}
	fmt.Println(started > 100, errors.Is(err, syscall.EAGAIN))`, "true true"},
		{"memory", `
	eaten, _ := exec.Command("sh", "-c", "head --bytes=5G /dev/zero | tail --bytes=5G | wc --bytes").Output()
	fmt.Println(strings.TrimSpace(string(eaten)))`, "0\n"},
		{"a share of the processor", `
	groups, _ := os.ReadFile("/proc/self/cgroup")
	own := regexp.MustCompile("cpu:/nexttoken-|[.]scope")
	fmt.Println(own.Match(groups))`, "true"},
	}
}

// checkLimits wants all limits in force, and the hub's reserve of the disk.
func checkLimits(t *testing.T, s server, bob student) {
	stranger, err := os.CreateTemp("", "stranger")
	must(t, err)
	defer os.Remove(stranger.Name())
	must(t, stranger.Chmod(0o644))
	all, inForce := limits(stranger.Name()), 0
	for _, each := range all {
		if bob.prints(t, s, each.body, each.want) {
			inForce++
		} else {
			t.Errorf("not in force: %s", each.name)
		}
	}
	bob.prints(t, s, `
	fmt.Println(exec.Command("ipcmk", "--shmem", "1000").Run())`, "<nil>")
	shared, err := os.ReadFile("/proc/sysvipc/shm")
	if must(t, err); strings.Contains(string(shared), fmt.Sprint(s.number(t, "bob"))) {
		t.Error("shared memory that bob has made outlives bob's server")
	}
	if reserve, err := os.Stat(filepath.Join(s.state, "reserve")); err == nil && reserve.Size() == 256<<20 {
		inForce++
	} else {
		t.Errorf("the hub has no reserve of the disk: %v", err)
	}
	figure("limits", "%d of %d", inForce, len(all)+1)
}

// figure prints a figure of docs/reliability.md.
func figure(key, format string, values ...any) {
	fmt.Printf("reliability: %s = %s\n", key, fmt.Sprintf(format, values...))
}

// prints runs the body of a Go function in the student's notebook, and reports whether it prints a text, as it should.
func (who student) prints(t *testing.T, s server, body, want string) bool {
	t.Helper()
	s.open(t, who, "00_start_here.ipynb")
	place := who.firstCode(t)
	must(t, who.Replace(place, "%%"+body))
	said, err := who.Output(place)
	if err != nil || !strings.Contains(said, want) {
		t.Errorf("%s printed %q, %v, want %q", body, said, err, want)
		return false
	}
	must(t, who.Save())
	return true
}

// checkSecondHub wants a second hub with the same homes to end with a sentence.
func checkSecondHub(t *testing.T, s server) {
	said, err := s.python("-m", "jupyterhub", "--config", s.config()).CombinedOutput()
	if err == nil || !strings.Contains(string(said), "another hub runs with the homes in "+s.state) {
		t.Errorf("a second hub: %v, %s", err, said)
	}
}

// checkBothKilled wants the hub and the proxy back when they were killed.
func checkBothKilled(t *testing.T, s server, ada student) {
	figure("back", "%.1f s / %.1f s", hubKilled(t, s, ada).Seconds(), proxyKilled(t, s, ada).Seconds())
}

// hubKilled kills the hub, wants students to go on meanwhile, and returns after how long the hub was back.
func hubKilled(t *testing.T, s server, ada student) time.Duration {
	const files = "/class/user/ada/api/contents"
	hubs := processes(func(_ uint32, command string) bool {
		return strings.Contains(command, "jupyterhub\x00--config\x00"+s.config()) &&
			!strings.Contains(command, "supervise.py") && !strings.HasPrefix(command, "tini")
	})
	if len(hubs) != 1 {
		t.Fatalf("%d hubs", len(hubs))
	}
	started := time.Now()
	must(t, syscall.Kill(hubs[0], syscall.SIGKILL))
	if status, _ := ada.ask(t, files); status != http.StatusOK {
		t.Errorf("while the hub was away, ada's files were answered with %d", status)
	}
	must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"), "the hub did not come back")
	return time.Since(started)
}

// proxyKilled kills the proxy, which must not be root, and returns after how long it was back, with ada's server.
func proxyKilled(t *testing.T, s server, ada student) time.Duration {
	number, err := os.ReadFile(filepath.Join(s.state, "proxy.pid"))
	must(t, err)
	process, err := strconv.Atoi(string(number))
	must(t, err)
	owner, err := os.Stat(fmt.Sprintf("/proc/%d", process))
	must(t, err)
	if owner.Sys().(*syscall.Stat_t).Uid == 0 {
		t.Error("the proxy is root")
	}
	started := time.Now()
	must(t, syscall.Kill(process, syscall.SIGKILL))
	back := func() bool {
		now, err := os.ReadFile(filepath.Join(s.state, "proxy.pid"))
		status, _ := ada.ask(t, "/class/user/ada/api/contents")
		return err == nil && string(now) != string(number) && status == http.StatusOK
	}
	must(t, lab.Until(back), "the proxy did not come back with ada's server")
	return time.Since(started)
}

// checkLecture wants students to read a copy of the lecture, which a change of the checkout leaves as it was.
func checkLecture(t *testing.T, s server, bob student) {
	bob.prints(t, s, `
	work, err := os.ReadFile(filepath.Join(os.Getenv("GONB_TMP_DIR"), "go.work"))
	fmt.Println(err, string(work))`, filepath.Join(lab.Root(), ".venv/hub/lecture"))
}

// checkStop wants `make stop-hub` to end all that bob has started: what goes on to start more, and what kills or stops
// each process that it may.
func checkStop(t *testing.T, s server, bob student) {
	bob.prints(t, s, `
	fmt.Println(exec.Command("setsid", "sh", "-c", "while :; do sleep 100 & sleep 0.01; done").Start())`, "<nil>")
	number := s.number(t, "bob")
	of := func() []int { return processes(func(owner uint32, _ string) bool { return owner == number }) }
	must(t, lab.Until(func() bool { return len(of()) > 50 }), "bob's program does not fork")
	bob.prints(t, s, `
	killer := "sleep 3; while :; do kill -STOP -1; kill -KILL -1; done"
	fmt.Println(exec.Command("setsid", "sh", "-c", killer).Start())`, "<nil>")
	must(t, lab.Until(func() bool { return len(of()) == 1 }), "bob's program does not kill")
	s.stop(t)
	if left := of(); len(left) > 0 {
		t.Errorf("processes of bob that stop-hub did not end: %d", left)
	}
}

// processes returns the processes that are wanted, by owner and command line. One that has ended has none.
func processes(wanted func(owner uint32, command string) bool) (found []int) {
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		command, err := os.ReadFile(filepath.Join(folder, "cmdline"))
		info, err2 := os.Stat(folder)
		if err != nil || err2 != nil || len(command) == 0 {
			continue
		}
		if !wanted(info.Sys().(*syscall.Stat_t).Uid, string(command)) {
			continue
		}
		number, _ := strconv.Atoi(filepath.Base(folder))
		found = append(found, number)
	}
	slices.Sort(found)
	return found
}
