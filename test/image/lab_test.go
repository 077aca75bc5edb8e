package image

import (
	"net/http"
	"os/exec"
	"testing"
	"time"

	"nexttoken/test/browser"
	"nexttoken/test/lab"
)

// serve starts the image in a network that leads nowhere but to this machine, and returns where it is served.
func serve(t *testing.T, token string) (address, container string) {
	t.Helper()
	network := "nexttoken-test-" + token
	exec.Command("docker", "network", "rm", network).Run() // left by a test that was stopped
	docker(t, "network", "create", "--internal", network)
	t.Cleanup(func() { exec.Command("docker", "network", "rm", network).Run() })
	container = run(t, join(volume(t), []string{"--network", network, "-e", "JUPYTER_TOKEN=" + token}),
		"/opt/nexttoken/setup/lab.sh", "/home/student", "--ServerApp.ip=0.0.0.0", "--LabApp.expose_app_in_browser=True")
	address = "http://" + docker(
		t,
		"inspect",
		"--format",
		"{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
		container,
	) + ":8888"
	if err := lab.UntilAnswered(client, address+"/api"); err != nil {
		t.Fatalf("%v: %s", err, docker(t, "logs", container))
	}
	return address, container
}

// client does not follow to another address.
var client = &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
	return http.ErrUseLastResponse
}}

func TestNothingIsServedWithoutTheToken(t *testing.T) {
	address, _ := serve(t, "tapioca")
	for path, want := range map[string]int{
		"/lab": 302, "/files/notebooks/03_model.ipynb": 302,
		"/api/contents": 403, "/api/kernels": 403, "/api/contents?token=semolina": 403,
		"/api/contents?token=tapioca": 200, "/lab?token=tapioca": 200,
	} {
		if got := lab.Status(client, address+path); got != want {
			t.Errorf("%s was answered with %d, want %d", path, got, want)
		}
	}
}

func TestJupyterLabInABrowser(t *testing.T) {
	address, container := serve(t, "sago")
	page, err := browser.OpenPage(1280, 1000)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(page.Close)
	if err := page.Open(address + "/lab/tree/notebooks/09_temperature.ipynb?reset&token=sago"); err != nil {
		t.Fatalf("%v: %s", err, docker(t, "logs", container))
	}
	if err := page.RunAll(); err != nil {
		t.Fatal(err)
	}
	drawn, err := page.Charts(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, chart := range drawn {
		if chart.Marks == 0 {
			t.Errorf("the chart %q is blank", chart.Title)
		}
	}
	if still, err := page.StillSliders(); err != nil || len(still) > 0 {
		t.Errorf("sliders that change nothing: %v, %v", still, err)
	}
}
