package hub

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"nexttoken/test/lab"
)

// checkCluster checks what is different on a cluster.
func checkCluster(t *testing.T, s server, ada, bob student) {
	t.Run("pods are closed", func(t *testing.T) { checkPods(t, s, bob) })
	t.Run("policies", func(t *testing.T) { checkPolicies(t, s, bob) })
	t.Run("a home follows a pod", func(t *testing.T) { checkFollows(t, s, ada) })
	t.Run("the hub is killed", func(t *testing.T) { figure("hub", "%.0f s", hubKilled(t, s, ada).Seconds()) })
	t.Run("the proxy is killed", func(t *testing.T) { checkProxyKilled(t, s, ada) })
	t.Run("a node is lost", func(t *testing.T) { checkLost(t, s, ada, bob) })
	t.Run("a new image", func(t *testing.T) { checkNewImage(t, s, ada, bob) })
	t.Run("a class list", func(t *testing.T) { checkClassList(t, s) })
	t.Run("idle servers are stopped", func(t *testing.T) { checkCulling(t, s, bob) })
}

// checkPods wants limits on bob's pod, and tries in its notebook what bob must not be able to do.
func checkPods(t *testing.T, s server, bob student) {
	const container = "{.spec.containers[0]"
	for path, want := range map[string]string{
		container + ".resources.limits.memory}":                  "2147483648",
		container + ".resources.limits.cpu}":                     "2",
		container + ".resources.limits.ephemeral-storage}":       "2Gi",
		container + ".resources.requests.ephemeral-storage}":     "100Mi",
		container + ".securityContext.capabilities.drop[*]}":     "ALL",
		container + ".securityContext.allowPrivilegeEscalation}": "false",
		container + ".securityContext.seccompProfile.type}":      "RuntimeDefault",
		"{.spec.volumes[*].persistentVolumeClaim.claimName}":     "home-bob",
		"{.spec.volumes[*].name}":                                "home no-solutions",
		"{.spec.automountServiceAccountToken}":                   "false",
	} {
		if said := s.cluster.podOf(t, "bob", path); said != want {
			t.Errorf("%s of bob's pod is %s, want %s", path, said, want)
		}
	}
	bob.tries(t, s, map[string]string{
		`os.Create("/opt/nexttoken/pkg/vocab/mine.go")`:                                  "permission denied",
		`os.Stat("/opt/nexttoken/notebooks/solutions/01_vocabulary.ipynb")`:              "no such file or directory",
		`os.Create("/opt/go/cache/mine")`:                                                "permission denied",
		`os.Stat("/var/run/secrets/kubernetes.io/serviceaccount/token")`:                 "no such file or directory",
		`func() (int, error) { return 0, syscall.Setuid(0) }()`:                          "operation not permitted",
		`func() (int, error) { return 0, syscall.Mount("a", "/mnt", "tmpfs", 0, "") }()`: "operation not permitted",
		`func() (int, error) { return 0, syscall.Unshare(syscall.CLONE_NEWUSER) }()`:     "operation not permitted",
		`net.LookupHost("hub")`: "connection refused",
	})
}

// checkPolicies wants bob's pod to reach the hub and nothing else; and more where nothing enforces the policies, or the
// probes would find nothing.
func checkPolicies(t *testing.T, s server, bob student) {
	k := s.cluster
	address := func(kind, name, path string) string { return k.kubectl(t, "get", kind, name, "-o", "jsonpath="+path) }
	hub, proxy := address("service", "hub", "{.spec.clusterIP}"), address("service", "proxy-api", "{.spec.clusterIP}")
	open := []string{hub + ":8081", hub + ":8082"}
	closed := []string{
		k.podOf(t, "ada", "{.status.podIP}") + ":8888",
		proxy + ":8001",
		address("service", "class", "{.spec.clusterIP}") + ":443",
		"10.68.0.1:443",    // Kubernetes itself, as pods reach it
		"10.66.0.1:6443",   // and as its nodes do; a machine outside
		"10.66.0.11:10250", // the nodes' kubelets
		"10.66.0.12:10250",
	}
	for address, answer := range dials(t, s, bob, append(open, closed...)) {
		if isOpen := slices.Contains(open, address); (answer == "<nil>") != isOpen {
			t.Errorf("bob's pod reaches %s: %s, want it open: %v", address, answer, isOpen)
		}
	}
	k.do(t, "policies off")
	for address, answer := range dials(t, s, bob, closed) {
		if answer != "<nil>" {
			t.Errorf("though nothing enforces policies, bob's pod does not reach %s: %s", address, answer)
		}
	}
	k.do(t, "policies on")
	again := func() bool { return !slices.Contains(slices.Collect(maps.Values(dials(t, s, bob, closed))), "<nil>") }
	must(t, lab.Until(again), "the policies are not enforced again")
}

// dials connects to addresses in a student's notebook, and returns the error of each, "<nil>" where there is none.
func dials(t *testing.T, s server, who student, addresses []string) map[string]string {
	t.Helper()
	try := func(address string) string { return fmt.Sprintf(`net.DialTimeout("tcp", %q, 2*time.Second)`, address) }
	var tries []string
	for _, address := range addresses {
		tries = append(tries, try(address))
	}
	answers, found := who.answers(t, s, tries), map[string]string{}
	for _, address := range addresses {
		found[address] = answers[try(address)]
	}
	return found
}

// checkFollows ends ada's pod, and wants the next one on the other node, with what ada saved.
func checkFollows(t *testing.T, s server, ada student) {
	other := s.cluster.otherNode(t, "ada")
	s.moves(t, ada, other)
	if node := s.cluster.podOf(t, "ada", "{.spec.nodeName}"); node != other {
		t.Errorf("ada's pod is on %s, want %s", node, other)
	}
}

// moves ends a student's pod, and waits for the next one, with the home, on a node.
func (s server) moves(t *testing.T, who student, node string) {
	t.Helper()
	s.cluster.onlyOn(t, node)
	s.loses(t, who, who.name+" goes to "+node, func() { s.cluster.kubectl(t, "delete", "pod", "student-"+who.name) })
	s.cluster.onlyOn(t, "")
}

// checkProxyKilled kills the proxy, which must not be root, and wants it back with ada's server.
func checkProxyKilled(t *testing.T, s server, ada student) {
	of := func() []int {
		return processes(func(owner uint32, command string) bool {
			return owner == 1000 && strings.Contains(command, "configurable-http-proxy\x00--ip=\x00--port=8443")
		})
	}
	before := of()
	if len(before) != 1 {
		t.Fatalf("the proxy is the processes %d of the user 1000", before)
	}
	must(t, syscall.Kill(before[0], syscall.SIGKILL))
	back := func() bool {
		status, _ := ada.ask(t, "/class/user/ada/api/contents")
		return len(of()) == 1 && of()[0] != before[0] && status == http.StatusOK
	}
	must(t, lab.Until(back), "the proxy did not come back with ada's server")
}

// checkLost takes a node off the network, and wants its student back on the other within two minutes, while the student
// on the other notices nothing.
func checkLost(t *testing.T, s server, ada, bob student) {
	const lost, left = "node2", "node1" // the hub and the proxy stay on this one
	for who, node := range map[*student]string{&ada: lost, &bob: left} {
		if s.cluster.podOf(t, who.name, "{.spec.nodeName}") != node {
			s.moves(t, *who, node)
		}
	}
	watch := watchOver(t, bob)
	took := s.loses(t, ada, "ada was on a lost node", func() { s.cluster.do(t, "cut", lost) })
	watch.ends(t)
	if took > 2*time.Minute {
		t.Errorf("ada was back after %v, want 2 minutes at most", took)
	}
	figure("node", "%.0f s", took.Seconds())
	s.cluster.do(t, "join", lost)
	s.cluster.kubectl(t, "wait", "--for=condition=Ready", "node", lost, "--timeout=600s")
	if status, _ := ada.ask(t, "/class/user/ada/api/contents"); status != http.StatusOK {
		t.Errorf("when the node was back, ada's files were answered with %d", status)
	}
}

// watch asks for a student's files every second.
type watch struct {
	ended chan struct{}
	done  sync.WaitGroup
	wrong []int
	asked int
}

func watchOver(t *testing.T, who student) *watch {
	w := &watch{ended: make(chan struct{})}
	w.done.Go(func() {
		for tick := time.Tick(time.Second); ; w.asked++ {
			select {
			case <-w.ended:
				return
			case <-tick:
			}
			if status, _ := who.ask(t, "/class/user/"+who.name+"/api/contents"); status != http.StatusOK {
				w.wrong = append(w.wrong, status)
			}
		}
	})
	return w
}

// ends wants each request to have been answered with 200.
func (w *watch) ends(t *testing.T) {
	t.Helper()
	close(w.ended)
	w.done.Wait()
	if len(w.wrong) > 0 || w.asked == 0 {
		t.Errorf("of %d requests of the others, some were answered with %v", w.asked, w.wrong)
	}
}

// checkNewImage gives the class a new image: bob's server goes on with the old one, the next server has the new one.
func checkNewImage(t *testing.T, s server, ada, bob student) {
	s.cluster.serve(t, map[string]any{"image": secondImage})
	must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"))
	if status, _ := bob.ask(t, "/class/user/bob/api/contents"); status != http.StatusOK {
		t.Errorf("under a new image, bob's files were answered with %d", status)
	}
	s.loses(t, ada, "ada gets the new image", func() { s.cluster.kubectl(t, "delete", "pod", "student-ada") })
	for name, want := range map[string]string{"bob": firstImage, "ada": secondImage} {
		if image := s.cluster.podOf(t, name, "{.spec.containers[0].image}"); image != want {
			t.Errorf("%s's server has the image %s, want %s", name, image, want)
		}
	}
	const brought = "jsonpath={.items[*].spec.containers[0].image} {.items[*].spec.nodeName}"
	where := s.cluster.kubectl(t, "get", "pods", "--selector", "app.kubernetes.io/component=images", "-o", brought)
	if !strings.HasPrefix(where, secondImage+" "+secondImage) || !strings.Contains(where, "node1") ||
		!strings.Contains(where, "node2") {
		t.Errorf("the image was brought to the nodes as %s", where)
	}
}

// checkClassList gives the class a list of names: others can't log in, also who logged in before.
func checkClassList(t *testing.T, s server) {
	settings := s.cluster.settings["settings"].(map[string]any)
	delete(settings, "NEXTTOKEN_CLASS") // as it is in settings.env
	s.cluster.serve(t, map[string]any{"names": []string{"ada", "bob", "dora"}})
	must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"))
	s.form().wants(t, http.StatusFound, "", "/login", "username", "dora", "password", "secret of dora")
	for _, name := range []string{"eve", "carol"} {
		s.form().wants(t, http.StatusForbidden, "is not on the list of this class", "/login",
			"username", name, "password", "secret of "+name)
	}
}

// checkCulling wants a server that nobody uses to be stopped, and bob's home in the next one.
func checkCulling(t *testing.T, s server, bob student) {
	s.loses(t, bob, "bob goes home", func() {
		must(t, bob.Do(chromedp.Navigate("about:blank")))
		s.cluster.serve(t, map[string]any{"idle": "20"})
		must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"))
		gone := func() bool { return s.cluster.kubectl(t, "get", "pod", "student-bob", "--ignore-not-found") == "" }
		must(t, lab.Until(gone), "bob's server, which nobody uses, was not stopped")
	})
}
