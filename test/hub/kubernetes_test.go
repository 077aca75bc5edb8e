package hub

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nexttoken/test/lab"
)

// The images of a class, as the cluster has them. The second is the first under another name.
const (
	firstImage, secondImage = "nexttoken:class-1", "nexttoken:class-2"
	hubImage                = "nexttoken-hub:class-1"
)

// lecture is the image that the test gives to students, and without which it can't start: `make image` makes it.
var lecture = cmp.Or(os.Getenv("IMAGE"), "nexttoken")

// cluster is a Kubernetes of two nodes on this machine. test/cluster/cluster.py runs it, and ends it with its input.
type cluster struct {
	commands io.WriteCloser
	answers  *bufio.Scanner
	settings map[string]any // of the class, as test/cluster/teacher.py reads them
}

// kernelSettings are those of this machine's kernel that a kubelet changes.
const kernelSettings = "vm.overcommit_memory kernel.panic kernel.panic_on_oops"

// clusterPlaces are there while a cluster runs: the folder with its mounts, and its networks.
var clusterPlaces = []string{
	filepath.Join(lab.Root(), ".venv/cluster/run"),
	"/run/netns/nexttoken1", "/run/netns/nexttoken2", "/sys/class/net/nexttoken0",
}

// startCluster starts a cluster, and ends it when the test does: then the kernel's settings must be what they were, and
// nothing of it may be left.
func startCluster(t *testing.T) *cluster {
	t.Helper()
	before := kernel(t)
	command := exec.Command("python3", filepath.Join(lab.Root(), "test/cluster/cluster.py"))
	commands, err := command.StdinPipe()
	must(t, err)
	answers, err := command.StdoutPipe()
	must(t, err)
	command.Stderr = os.Stderr
	must(t, command.Start())
	k := &cluster{commands: commands, answers: bufio.NewScanner(answers)}
	t.Cleanup(func() {
		commands.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("the cluster did not end well: %v", err)
		}
		if after := kernel(t); after != before {
			t.Errorf("the cluster left the kernel's settings\n%swhich were\n%s", after, before)
		}
		for _, place := range clusterPlaces {
			if _, err := os.Stat(place); err == nil {
				t.Errorf("the cluster left %s", place)
			}
		}
	})
	k.wants(t, "ready")
	return k
}

func kernel(t *testing.T) string {
	t.Helper()
	said, err := exec.Command("sysctl", strings.Fields(kernelSettings)...).Output()
	must(t, err)
	return string(said)
}

// wants waits for a line of the cluster's.
func (k *cluster) wants(t *testing.T, line string) {
	t.Helper()
	if k.answers.Scan(); k.answers.Text() != line {
		t.Fatalf("the cluster answered %q, %v, want %q", k.answers.Text(), k.answers.Err(), line)
	}
}

// do gives the cluster a command, and waits until it is done.
func (k *cluster) do(t *testing.T, command ...string) {
	t.Helper()
	_, err := fmt.Fprintln(k.commands, strings.Join(command, " "))
	must(t, err)
	k.wants(t, "done")
}

// kubectl runs a command of kubectl in the class's namespace, and returns what it prints.
func (k *cluster) kubectl(t *testing.T, arguments ...string) string {
	t.Helper()
	said, err := k.kubectlTries(arguments...)
	must(t, err, said)
	return said
}

func (k *cluster) kubectlTries(arguments ...string) (said string, err error) {
	here := filepath.Join(lab.Root(), ".venv/cluster")
	arguments = append([]string{"--kubeconfig", here + "/run/admin.conf", "--namespace", "class"}, arguments...)
	out, err := exec.Command(here+"/bin/kubectl", arguments...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// serve starts the class, or gives it other settings.
func (k *cluster) serve(t *testing.T, changes map[string]any) {
	t.Helper()
	for name, value := range changes {
		k.settings[name] = value
	}
	settings, err := json.Marshal(k.settings)
	must(t, err)
	k.do(t, "serve", string(settings))
}

// serveOnCluster starts a cluster, and a class on it, which the server's port leads to.
func (s *server) serveOnCluster(t *testing.T, keyFile, certificateFile string) {
	t.Helper()
	k := startCluster(t)
	s.cluster = k
	t.Cleanup(func() { // before the cluster ends
		if t.Failed() {
			pods, _ := k.kubectlTries("get", "pods", "-o", "wide")
			log, _ := k.kubectlTries("logs", "deployment/hub", "--tail=60")
			t.Logf("the pods:\n%s\nthe hub's log ends with\n%s", pods, log)
		}
	})
	k.do(t, "load", lecture+"="+firstImage, lecture+"="+secondImage, lecture+"-hub="+hubImage)
	k.settings = map[string]any{
		"image": firstImage, "hub_image": hubImage, "key": keyFile, "certificate": certificateFile, "node": "node1",
		"settings": map[string]any{
			"NEXTTOKEN_HUB": s.address + "/", "NEXTTOKEN_CLASS": nil,
			"NEXTTOKEN_TEACHER": teacher, "NEXTTOKEN_SOLUTIONS": "off",
		},
	}
	k.serve(t, nil)
	delete(k.settings, "key")
	delete(k.settings, "certificate")
	s.balance(t)
}

// balance listens on the class's port, and passes connections on to a node, as a cluster's load balancer does.
func (s *server) balance(t *testing.T) {
	t.Helper()
	port := s.cluster.kubectl(t, "get", "service", "class", "-o", "jsonpath={.spec.ports[0].nodePort}")
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", s.public))
	must(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			browser, err := listener.Accept()
			if err != nil {
				return
			}
			go pass(browser, "10.66.0.11:"+port) // of node1, on which the proxy stays
		}
	}()
}

// pass passes all that a browser sends to an address, and back.
func pass(browser net.Conn, address string) {
	defer browser.Close()
	node, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return
	}
	defer node.Close()
	go func() { io.Copy(node, browser); node.(*net.TCPConn).CloseWrite() }()
	io.Copy(browser, node)
}

// log returns what the hub has printed.
func (s server) log(t *testing.T) string {
	t.Helper()
	if s.cluster != nil {
		return s.cluster.kubectl(t, "logs", "deployment/hub")
	}
	said, err := os.ReadFile(filepath.Join(s.state, "log"))
	must(t, err)
	return string(said)
}

// podOf returns one value of a student's pod, such as {.spec.nodeName}.
func (k *cluster) podOf(t *testing.T, student, path string) string {
	t.Helper()
	return k.kubectl(t, "get", "pod", "student-"+student, "-o", "jsonpath="+path)
}

// otherNode returns the node on which the student's server does not run.
func (k *cluster) otherNode(t *testing.T, student string) string {
	t.Helper()
	nodes := []string{"node1", "node2"}
	return nodes[1-slices.Index(nodes, k.podOf(t, student, "{.spec.nodeName}"))]
}

// onlyOn lets new pods start on one node alone until it is called again, or the test ends.
func (k *cluster) onlyOn(t *testing.T, node string) {
	t.Helper()
	for _, each := range []string{"node1", "node2"} {
		if each == node || node == "" {
			k.kubectl(t, "uncordon", each)
		} else {
			k.kubectl(t, "cordon", each)
		}
	}
}
