// Package browser drives the lecture as a student would: JupyterLab, started as `make lab` starts it, in a real Chromium.
package browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// Root is the checkout that this package lies in.
func Root() string {
	here, err := os.Getwd()
	for ; err == nil && here != "/"; here = filepath.Dir(here) {
		if _, missing := os.Stat(filepath.Join(here, "go.mod")); missing == nil {
			return here
		}
	}
	panic("not inside the checkout")
}

// Lab is a running JupyterLab.
type Lab struct {
	URL     string // with its token
	Output  func() string
	process *exec.Cmd
}

var labURL = regexp.MustCompile(`http://\S+\?token=\w+`)

// StartLab runs setup/lab.sh on the files of a directory, with nothing trained before, and waits for the URL that it prints.
func StartLab(directory string, arguments ...string) (*Lab, error) {
	lab := &Lab{process: exec.Command(filepath.Join(Root(), "setup", "lab.sh"), append([]string{
		directory, "--LabApp.expose_app_in_browser=True"}, arguments...)...)}
	lab.process.Env = append(os.Environ(), "NO_BROWSER=1", "NEXTTOKEN_COMPLETION=off", "NEXTTOKEN_MODELS="+filepath.Join(directory, "models"),
		"NEXTTOKEN_JUPYTER="+filepath.Join(directory, ".jupyter"))
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
	return lab, lab.waitForURL(reader)
}

func (l *Lab) waitForURL(reader io.Reader) error {
	found, log := make(chan string, 1), &strings.Builder{}
	l.Output = log.String
	go func() {
		for lines := bufio.NewScanner(reader); lines.Scan(); {
			fmt.Fprintln(log, lines.Text())
			if url := labURL.FindString(lines.Text()); url != "" {
				select {
				case found <- url:
				default:
				}
			}
		}
		close(found)
	}()
	select {
	case url, ok := <-found:
		if l.URL = url; !ok {
			return fmt.Errorf("JupyterLab ended: %s", log)
		}
		return l.waitUntilUp()
	case <-time.After(time.Minute):
		return fmt.Errorf("JupyterLab printed no URL in a minute: %s", log)
	}
}

func (l *Lab) waitUntilUp() error {
	base, _, _ := strings.Cut(l.URL, "/lab")
	for range 300 {
		if answer, err := http.Get(base + "/api"); err == nil {
			return answer.Body.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("JupyterLab did not answer in 30 s: %s", l.Output())
}

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

// Page returns the address of a file in JupyterLab.
func (l *Lab) Page(path string) string {
	base, token, _ := strings.Cut(l.URL, "/lab")
	_, token, _ = strings.Cut(token, "?")
	return base + "/lab/tree/" + path + "?reset&" + token // no tabs of an earlier page
}

// Copy copies the lecture's notebooks to a directory, so that a test changes nothing here.
func Copy(directory string) error {
	return os.CopyFS(filepath.Join(directory, "notebooks"), os.DirFS(filepath.Join(Root(), "notebooks")))
}

// timeLimit bounds one thing done in the browser.
func timeLimit(parent context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(parent, limit)
}
