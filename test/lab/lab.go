// Package lab starts JupyterLab as `make lab` does, for every test that needs one, and waits without a time limit that
// a busy machine could break.
package lab

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Root is the checkout that the test runs in.
func Root() string {
	here, err := os.Getwd()
	for ; err == nil && here != "/"; here = filepath.Dir(here) {
		if _, missing := os.Stat(filepath.Join(here, "go.mod")); missing == nil {
			return here
		}
	}
	panic("not inside the checkout")
}

// Copy copies the lecture's notebooks to a directory, so that a test changes nothing here.
func Copy(directory string) error {
	return os.CopyFS(filepath.Join(directory, "notebooks"), os.DirFS(filepath.Join(Root(), "notebooks")))
}

// FreePort returns a port that nobody uses.
func FreePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return fmt.Sprint(listener.Addr().(*net.TCPAddr).Port), nil
}

// Lab is a running JupyterLab.
type Lab struct {
	Base    string // its address, without a path
	Token   string
	process *exec.Cmd
	log     log
	ended   chan struct{}
}

// Start runs setup/lab.sh on the files of a directory, with nothing trained before, and waits until it answers.
func Start(directory string, arguments ...string) (*Lab, error) {
	command := append([]string{directory, "--LabApp.expose_app_in_browser=True"}, arguments...)
	lab := &Lab{process: exec.Command(filepath.Join(Root(), "setup", "lab.sh"), command...), ended: make(chan struct{})}
	port, err := FreePort()
	if err != nil {
		return nil, err
	}
	lab.process.Env = append(
		os.Environ(),
		"NO_BROWSER=1",
		"NEXTTOKEN_COMPLETION=off",
		"PORT="+cmp.Or(os.Getenv("PORT"), port),
		"NEXTTOKEN_MODELS="+filepath.Join(directory, "models"),
		"NEXTTOKEN_JUPYTER="+filepath.Join(directory, ".jupyter"),
	)
	lab.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	lab.process.Stdout, lab.process.Stderr = writer, writer
	if err := lab.process.Start(); err != nil {
		return nil, err
	}
	writer.Close()
	go lab.read(reader)
	if err := lab.wait(); err != nil {
		lab.Stop()
		return nil, err
	}
	return lab, nil
}

// read notes what JupyterLab prints, until it ends.
func (l *Lab) read(reader io.Reader) {
	for lines := bufio.NewScanner(reader); lines.Scan(); {
		l.log.add(lines.Text())
	}
	close(l.ended)
}

// wait waits until JupyterLab answers, or has ended.
func (l *Lab) wait() error {
	err := Wait(func() (string, bool) { return l.Output(), l.answers() || l.hasEnded() })
	if err == nil && l.hasEnded() {
		err = fmt.Errorf("JupyterLab ended: %s", l.Output())
	}
	return err
}

var address = regexp.MustCompile(`(http://[^/\s]+)/\S*\?token=(\w+)`)

// answers looks for the address in what JupyterLab has printed, and asks there.
func (l *Lab) answers() bool {
	found := address.FindStringSubmatch(l.Output())
	if found == nil {
		return false
	}
	l.Base, l.Token = found[1], found[2]
	return Status(http.DefaultClient, l.Base+"/api") == http.StatusOK
}

func (l *Lab) hasEnded() bool {
	select {
	case <-l.ended:
		return true
	default:
		return false
	}
}

// Output returns what JupyterLab has printed.
func (l *Lab) Output() string { return l.log.text() }

// Stop ends JupyterLab, which ends its kernels.
func (l *Lab) Stop() {
	l.process.Process.Signal(syscall.SIGTERM)
	ended := make(chan struct{})
	go func() { l.process.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(15 * time.Second):
		syscall.Kill(-l.process.Process.Pid, syscall.SIGKILL)
	}
}

// Page returns the address of a file in JupyterLab, in a workspace of its own: tabs of other pages are not there.
func (l *Lab) Page(path string) string {
	workspace := regexp.MustCompile(`\W+`).ReplaceAllString(path, "-")
	return fmt.Sprintf("%s/lab/workspaces/%s/tree/%s?reset&token=%s", l.Base, workspace, path, l.Token)
}

// API returns an address of JupyterLab's server, with the token.
func (l *Lab) API(path string) string { return l.Base + "/api/" + path + "?token=" + l.Token }

// log is a text that grows while others read it.
type log struct {
	mutex sync.Mutex
	lines strings.Builder
}

func (l *log) add(line string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	fmt.Fprintln(&l.lines, line)
}

func (l *log) text() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.lines.String()
}
