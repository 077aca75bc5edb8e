// Package hub tests the class server as students meet it: in Chromium, over HTTPS, each with a server of their own. It
// needs root.
package hub

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"

	"nexttoken/test/browser"
	"nexttoken/test/lab"
)

// student is a student's browser.
type student struct {
	*browser.Page
	name string
}

// logIn opens a browser, chooses a password, as a student does at the first login, and waits for the student's server.
func (s server) logIn(t *testing.T, name string) student {
	t.Helper()
	who := s.enter(t, name)
	inLab := s.address + "/user/" + name + "/lab"
	must(t, who.Until(fmt.Sprintf(`location.href.startsWith(%q)`, inLab)), name+"'s server did not open")
	return who
}

// enter opens a browser, and chooses a password there.
func (s server) enter(t *testing.T, name string) student {
	t.Helper()
	return s.enterAt(t, name, "secret of "+name, "/hub/login")
}

// enterAt does so with a password, at an address of the hub that leads to the log-in.
func (s server) enterAt(t *testing.T, name, password, path string) student {
	t.Helper()
	page, err := browser.OpenPage(1280, 1000, chromedp.Flag("ignore-certificate-errors-spki-list", s.key))
	must(t, err)
	t.Cleanup(page.Close)
	must(t, page.Do(
		chromedp.Navigate(s.address+path),
		chromedp.WaitVisible("#username_input"),
		chromedp.SendKeys(
			"#username_input",
			name,
		),
		chromedp.SendKeys("#password_input", password),
		chromedp.Click("#login_submit"),
	))
	return student{page, name}
}

func (s server) open(t *testing.T, who student, notebook string) {
	t.Helper()
	must(t, who.Open(s.address+"/user/"+who.name+"/lab/tree/notebooks/"+notebook+"?reset"))
}

// notSent stands for the status of a request that the browser did not make.
const notSent = 599

// ask asks the server as JupyterLab does in the student's browser, with its cookies, and returns how it was answered.
// It asks again where the browser has gone to another page before the answer came.
func (who student) ask(t *testing.T, address string) (status int, text string) {
	t.Helper()
	const ask = `fetch(%q, {cache: 'no-store',
			headers: {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]+)/)?.[1] ?? ''}})
		.then(async answer => ({status: answer.status, text: await answer.text()}), () => ({status: %d, text: ''}))`
	var answer struct {
		Status int
		Text   string
	}
	script := fmt.Sprintf(ask, address, notSent)
	must(t, lab.Until(func() bool { return who.Ask(script, &answer) == nil }), "no answer from "+address)
	return answer.Status, answer.Text
}

func TestAClass(t *testing.T) {
	s := start(t, "")
	ada := s.logIn(t, "ada")
	t.Run("a live chart", func(t *testing.T) { checkCharts(t, s, ada, "05_training.ipynb") })
	t.Run("a slider", func(t *testing.T) { checkCharts(t, s, ada, "09_temperature.ipynb") })
	t.Run("a terminal", func(t *testing.T) { checkTerminal(t, s, ada) })
	bob := s.logIn(t, "bob")
	t.Run("the chat model", func(t *testing.T) { checkChatModel(t, s, bob) })
	t.Run("the teacher's board", func(t *testing.T) { checkBoard(t, s, ada, bob) })
	t.Run("wrong passwords", func(t *testing.T) { checkLogin(t, s) }) // with students whom the board would show
	t.Run("servers are private", func(t *testing.T) { checkServers(t, s, ada, bob) })
	if spawner == "kubernetes" {
		checkCluster(t, s, ada, bob)
		return
	}
	if spawner == "containers" {
		t.Run("containers are closed", func(t *testing.T) { checkContainers(t, s, bob) })
		t.Run("a home outlives its container", func(t *testing.T) { checkHome(t, s, ada) })
		t.Run("homes of another class", func(t *testing.T) { checkVolumes(t, s) })
	} else {
		t.Run("files are private", func(t *testing.T) { checkFiles(t, s, bob) })
		t.Run("no student becomes root", func(t *testing.T) { checkAccounts(t, s) })
		t.Run("a copy of the lecture", func(t *testing.T) { checkLecture(t, s, bob) })
		t.Run("limits", func(t *testing.T) { checkLimits(t, s, bob) })
	}
	t.Run("one hub for the homes", func(t *testing.T) { checkSecondHub(t, s) })
	t.Run("the hub and the proxy are killed", func(t *testing.T) { checkBothKilled(t, s, ada) })
	if spawner == "one_machine" {
		t.Run("stop-hub ends what forks", func(t *testing.T) { checkStop(t, s, bob) })
	}
	figure("probes", "%d of %d", refusedProbes, probes)
}

// checkCharts runs a notebook, and wants every chart drawn and every slider to change its chart.
func checkCharts(t *testing.T, s server, who student, notebook string) {
	s.open(t, who, notebook)
	must(t, who.RunAll())
	drawn, err := who.Charts(1)
	must(t, err)
	for _, chart := range drawn {
		if chart.Marks == 0 {
			t.Errorf("the chart %q is blank", chart.Title)
		}
	}
	if still, err := who.StillSliders(); err != nil || len(still) > 0 {
		t.Errorf("sliders that change nothing: %v, %v", still, err)
	}
	must(t, who.Save()) // or the browser asks before it leaves the page
	for host := range who.Hosts() {
		if host != "127.0.0.1" {
			t.Errorf("the page asked %s", host)
		}
	}
}

// checkChatModel wants a student's cell to find the file of SmolLM2, and to be able to read it.
func checkChatModel(t *testing.T, s server, who student) {
	s.open(t, who, "00_start_here.ipynb")
	place := who.firstCode(t)
	must(t, who.Replace(place, "import (\n\t\"fmt\"\n\t\"nexttoken/pkg/llama\"\n)\n%%\nfmt.Println(llama.Installed())"))
	said, err := who.Output(place)
	if err != nil || !strings.HasSuffix(strings.TrimSpace(said), ".gguf <nil>") {
		t.Errorf("a cell that looks for SmolLM2 said %q, %v", said, err)
	}
	must(t, who.Save())
}

// checkServers wants a student's server to answer the student and nobody else.
func checkServers(t *testing.T, s server, ada, bob student) {
	const files = "/class/user/ada/api/contents"
	s.open(t, bob, "00_start_here.ipynb")
	for _, address := range []string{files, "/class/hub/api/users/bob", "/class/hub/logo"} {
		if status, _ := bob.ask(t, address); status != notSent {
			t.Errorf("a script in bob's JupyterLab asked %s, and was answered with %d", address, status)
		}
	}
	must(t, bob.Do(chromedp.Navigate(s.address+"/hub/home"))) // whose policy lets it ask the whole hub
	if status, _ := ada.ask(t, files); status != http.StatusOK {
		t.Errorf("ada's own files were answered with %d", status)
	}
	if status, _ := bob.ask(t, files); status != http.StatusForbidden {
		t.Errorf("ada's files were answered to bob with %d, want 403", status)
	}
	var page string
	must(t, bob.Do(chromedp.Navigate(s.address+"/user/ada/lab"), chromedp.Text("body", &page)))
	if !strings.Contains(page, "403") {
		t.Errorf("bob, who opened ada's JupyterLab, was shown %q", page)
	}
	if status, _ := bob.ask(t, "/class/hub/api/users/ada"); status != http.StatusNotFound &&
		status != http.StatusForbidden {
		t.Errorf("bob got an answer about ada: %d", status)
	}
	if status := lab.Status(s.client, s.address+"/user/ada/api/contents"); status != http.StatusForbidden &&
		status != http.StatusFound {
		t.Errorf("ada's files were answered to a stranger with %d", status)
	}
}

// checkFiles tries, in bob's notebook, what bob must not be able to do.
func checkFiles(t *testing.T, s server, bob student) {
	homes := filepath.Join(s.state, "homes")
	forbidden := map[string]string{}
	const solved = "notebooks/solutions/01_vocabulary.ipynb"
	for _, file := range []string{".venv/hub/lecture/" + solved, solved, ".git/HEAD"} {
		forbidden[fmt.Sprintf(`os.ReadFile(%q)`, filepath.Join(lab.Root(), file))] = "no such file or directory"
	}
	for _, try := range []string{
		fmt.Sprintf(`os.ReadDir(%q)`, homes),
		fmt.Sprintf(`os.ReadFile(%q)`, filepath.Join(homes, "ada/notebooks/05_training.ipynb")),
		fmt.Sprintf(`os.ReadFile(%q)`, filepath.Join(s.state, "hub.sqlite")),
		fmt.Sprintf(`os.Create(%q)`, filepath.Join(lab.Root(), ".venv/hub/go/cache/mine")),
		fmt.Sprintf(`os.Create(%q)`, filepath.Join(lab.Root(), ".venv/hub/lecture/pkg/vocab/mine.go")),
	} {
		forbidden[try] = "permission denied"
	}
	mine := fmt.Sprintf(`os.Create(%q)`, filepath.Join(lab.Root(), "pkg/vocab/mine.go"))
	forbidden[mine] = "permission denied"
	if strings.HasPrefix(lab.Root(), os.TempDir()) { // where students have a folder of their own
		forbidden[mine] = "no such file or directory"
	}
	for _, port := range []int{s.port, s.port + 1, s.public} {
		// Or bob takes the place of the hub or of the proxy while it is not there.
		forbidden[fmt.Sprintf(`net.Listen("tcp", "127.0.0.1:%d")`, port)] = "permission denied"
		forbidden[fmt.Sprintf(`net.Listen("tcp", "[::1]:%d")`, port)] = "permission denied"
	}
	for _, socket := range s.sockets(t, "ada") {
		forbidden[fmt.Sprintf(`net.Dial("unix", %q)`, socket)] = "permission denied"
	}
	// Or bob takes the place of ada's server while it is not there.
	const remove = `func() (int, error) { return 0, os.Remove("/run/nexttoken/%d/server") }()`
	forbidden[fmt.Sprintf(remove, s.number(t, "ada"))] = "permission denied"
	forbidden[fmt.Sprintf(`net.Listen("unix", "/run/nexttoken/%d/mine")`, s.number(t, "ada"))] = "permission denied"
	bob.tries(t, s, forbidden)
	if owner, err := os.Stat(filepath.Join(homes, "ada")); err != nil || owner.Mode().Perm() != 0o700 {
		t.Errorf("ada's home has the mode %v, %v", owner.Mode(), err)
	}
}

// checkAccounts wants no server for a student whose home belongs to root, as one does that was copied carelessly.
func checkAccounts(t *testing.T, s server) {
	must(t, os.Mkdir(filepath.Join(s.state, "homes", "eve"), 0o755))
	s.enter(t, "eve")
	refused := func() bool {
		log, err := os.ReadFile(filepath.Join(s.state, "log"))
		must(t, err)
		return strings.Contains(string(log), "homes/eve belongs to root, whom the student would become")
	}
	must(t, lab.Until(refused), "the hub did not refuse to start eve's server as root")
}

// number returns the Unix user of a student.
func (s server) number(t *testing.T, student string) uint32 {
	t.Helper()
	home, err := os.Stat(filepath.Join(s.state, "homes", student))
	must(t, err)
	return home.Sys().(*syscall.Stat_t).Uid
}

// sockets returns where a student's kernels listen: five for each.
func (s server) sockets(t *testing.T, student string) []string {
	t.Helper()
	found, err := filepath.Glob(fmt.Sprintf("/run/nexttoken/%d/kernels/kernel-*-ipc-*", s.number(t, student)))
	if err != nil || len(found) < 5 {
		t.Fatalf("%s's kernels listen on the sockets %q, %v, want five for each", student, found, err)
	}
	return found[:5]
}

// probes counts the attacks that were tried in notebooks, and refusedProbes those that failed as they should.
var probes, refusedProbes int

// tries runs pieces of Go in a student's notebook, and wants each to fail with the error given.
func (who student) tries(t *testing.T, s server, pieces map[string]string) {
	t.Helper()
	answers := who.answers(t, s, slices.Sorted(maps.Keys(pieces)))
	for try, want := range pieces {
		if probes++; strings.HasSuffix(answers[try], want) {
			refusedProbes++
		} else {
			t.Errorf("%s in %s's notebook said %q, want %s", try, who.name, answers[try], want)
		}
	}
}

// answers runs pieces of Go in a student's notebook, and returns the error of each.
func (who student) answers(t *testing.T, s server, all []string) map[string]string {
	t.Helper()
	s.open(t, who, "00_start_here.ipynb")
	place := who.firstCode(t)
	program := "%%\nfmt.Println(\"root:\", os.Getuid() == 0, syscall.EPERM, net.ErrClosed, time.Second)\n"
	for i, try := range all {
		program += fmt.Sprintf("if _, err := %s; true {\n\tfmt.Printf(\"%d: %%v;\\n\", err)\n}\n", try, i)
	}
	must(t, who.Replace(place, program))
	said, err := who.Output(place)
	if err != nil || !strings.Contains(said, "root: false") {
		t.Fatalf("%s in %s's notebook said %q, %v", program, who.name, said, err)
	}
	answers := map[string]string{}
	for i, try := range all {
		_, answer, _ := strings.Cut(said, fmt.Sprintf("\n%d: ", i))
		answers[try], _, _ = strings.Cut(answer, ";\n")
	}
	must(t, who.Save())
	return answers
}

// checkTerminal types into JupyterLab's terminal what the page asks a student to type.
func checkTerminal(t *testing.T, s server, who student) {
	s.open(t, who, "00_start_here.ipynb")
	must(t, who.Terminal("nexttoken reset 03"))
	address := "/class/user/" + who.name + "/api/contents/notebooks/03_model.fresh.ipynb"
	if err := lab.Until(func() bool { status, _ := who.ask(t, address); return status == http.StatusOK }); err != nil {
		var shown string
		must(t, who.Do(chromedp.Text(".jp-Terminal", &shown)))
		t.Fatalf(
			"nexttoken reset 03 in the terminal put no fresh notebook there: %v: the terminal shows %q",
			err,
			shown,
		)
	}
}

// firstCode returns the place of the notebook's first code cell.
func (who student) firstCode(t *testing.T) (place int) {
	t.Helper()
	must(
		t,
		who.Do(
			chromedp.Evaluate(
				`Number(document.querySelector('.jp-Notebook .jp-CodeCell').dataset.windowedListIndex)`,
				&place,
			),
		),
	)
	return place
}
