package hub

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"nexttoken/test/lab"
)

// spawner is which class server is tested: one_machine, containers or kubernetes.
var spawner = cmp.Or(os.Getenv("SPAWNER"), "one_machine")

// subdomains is a domain that leads to this machine, with all its subdomains, in a browser.
const subdomains = "class.localhost"

// server is a class server under a base URL, over HTTPS with a certificate of its own.
type server struct {
	address string // …/class
	state   string // the directory of homes and passwords
	public  int    // the port that students open
	port    int    // of the hub itself; the next ones are the proxy's and the board's
	key     string // the digest of the certificate's key, for Chromium to trust it
	client  *http.Client

	environment []string // of the hub
	cluster     *cluster // where the hub is a pod
}

var python = filepath.Join(lab.Root(), ".venv/hub/python/bin/python")

// config returns the file of the hub's configuration.
func (s server) config() string {
	if s.cluster != nil {
		return "/etc/test/jupyterhub_config.py"
	}
	return filepath.Join(lab.Root(), "test/hub/jupyterhub_config.py")
}

// python returns a command of the hub's Python, with the hub's environment.
func (s server) python(arguments ...string) *exec.Cmd {
	command := exec.Command(python, arguments...)
	command.Dir, command.Env = s.state, s.environment
	return command
}

// stop ends what a hub leaves running, as `make stop-hub` does.
func (s server) stop(t *testing.T) {
	said, err := s.python(filepath.Join(lab.Root(), "deploy/jupyterhub/stop.py"), s.state).CombinedOutput()
	if err != nil {
		t.Errorf("stop.py: %v, %s", err, said)
	}
}

// start starts the class server, and ends it when the test does. With a domain, students have subdomains of it.
func start(t *testing.T, domain string) server {
	t.Helper()
	if os.Getuid() != 0 {
		t.Fatal("the class server starts servers as other users: run the test as root")
	}
	state, err := os.MkdirTemp(filepath.Join(lab.Root(), ".venv"), "class") // students have a /tmp of their own
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(state) })
	public, hubs := freePort(t, 700, 1), freePort(t, 900, 3)
	s := server{address: fmt.Sprintf("https://127.0.0.1:%d/class", public), state: state, public: public, port: hubs}
	keyFile, certificateFile, authority := s.makeCertificate(t)
	s.client = clientOf(public, authority)
	if spawner == "kubernetes" {
		s.serveOnCluster(t, keyFile, certificateFile)
	} else {
		s.serve(t, domain, keyFile, certificateFile)
	}
	must(t, lab.UntilAnswered(s.client, s.address+"/hub/health"))
	return s
}

// clientOf returns a client that trusts the class server, and goes to its port under any name.
func clientOf(public int, authority *x509.CertPool) *http.Client {
	here := fmt.Sprintf("127.0.0.1:%d", public) // also where a domain is asked for
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, here)
	}
	return &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority}, DialContext: dial},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// serve starts the hub on this machine.
func (s *server) serve(t *testing.T, domain, keyFile, certificateFile string) {
	t.Helper()
	root := lab.Root()
	log, err := os.Create(filepath.Join(s.state, "log"))
	must(t, err)
	s.environment = append(
		os.Environ(),
		"NEXTTOKEN_HUB="+s.address+"/",
		"NEXTTOKEN_HUB_STATE="+s.state,
		fmt.Sprintf("NEXTTOKEN_HUB_PORT=%d", s.port),
		"HUB_KEY="+keyFile,
		"HUB_CERT="+certificateFile,
		"SPAWNER="+spawner,
		"NEXTTOKEN_TEACHER="+teacher,
		"NEXTTOKEN_HUB_NAME="+className,
		"NEXTTOKEN_SOLUTIONS=off",
		"NEXTTOKEN_HUB_DOMAIN="+domain,
	)
	if domain != "" {
		s.address = fmt.Sprintf("https://%s:%d/class", domain, s.public)
	}
	supervise := filepath.Join(root, "deploy/jupyterhub/supervise.py")
	hub := s.python(supervise, python, "-m", "jupyterhub", "--config", s.config())
	hub.Stdout, hub.Stderr = log, log
	if spawner == "containers" {
		removeContainers() // left by a test that was stopped
	}
	must(t, hub.Start())
	t.Cleanup(func() {
		hub.Process.Signal(syscall.SIGTERM)
		hub.Wait()
		s.stop(t)
		if spawner == "containers" {
			removeContainers()
		}
		if said, err := os.ReadFile(log.Name()); err == nil && t.Failed() {
			t.Logf("the hub's log ends with\n%s", said[max(0, len(said)-6000):])
		}
	})
}

// makeCertificate writes a key and a certificate for this machine, signed by itself.
func (s *server) makeCertificate(t *testing.T) (keyFile, certificateFile string, authority *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "class server"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames:     []string{subdomains, "*." + subdomains},
		NotBefore: time.Now().
			Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	signed, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	must(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	must(t, err)
	digest := sha256.Sum256(public)
	s.key = base64.StdEncoding.EncodeToString(digest[:])
	authority = x509.NewCertPool()
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed})
	authority.AppendCertsFromPEM(certificate)
	keyFile, certificateFile = filepath.Join(s.state, "key.pem"), filepath.Join(s.state, "certificate.pem")
	must(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	must(t, os.WriteFile(certificateFile, certificate, 0o644))
	return keyFile, certificateFile, authority
}

// freePort returns the first of as many ports in a row, at or above one, that nobody uses.
func freePort(t *testing.T, from, count int) int {
	t.Helper()
	for free := 0; free < count; from++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", from))
		if err != nil {
			free = 0
			continue
		}
		listener.Close()
		free++
	}
	return from - count
}

func must(t *testing.T, err error, more ...string) {
	t.Helper()
	if err != nil {
		t.Fatal(err, more)
	}
}
